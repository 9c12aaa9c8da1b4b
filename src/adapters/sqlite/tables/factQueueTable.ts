// fact_queue: facts read from Stripe that still have to be written to the ledger, in order of their effective time.
import type { FactQueued } from '../../../engine/ports/records.ts';
import type { FactQueueTable } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

export function factQueueTable({ db }: TableContext): FactQueueTable {
  const enqueue = db.prepare(
    `INSERT INTO fact_queue (effective_at, rank, kind, source_id, event_id) VALUES (@effectiveAt, @rank, @kind, @sourceId, @eventId)
     ON CONFLICT DO NOTHING`,
  );
  const next = db.prepare<[number], FactQueued>(
    `SELECT effective_at AS effectiveAt, rank, kind, source_id AS sourceId, event_id AS eventId
     FROM fact_queue ORDER BY effective_at, rank, kind, source_id LIMIT ?`,
  );
  const remove = db.prepare(`DELETE FROM fact_queue WHERE effective_at = @effectiveAt AND rank = @rank AND kind = @kind AND source_id = @sourceId`);
  const count = db.prepare<[], { n: number }>(`SELECT COUNT(*) AS n FROM fact_queue`);
  return {
    enqueue: (fact) => void enqueue.run(fact),
    next: (limit) => next.all(limit),
    remove: ({ effectiveAt, rank, kind, sourceId }) => void remove.run({ effectiveAt, rank, kind, sourceId }),
    count: () => count.get()?.n ?? 0,
  };
}
