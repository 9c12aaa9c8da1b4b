// stripe_events: every event once, with what became of it.
import type { StripeEventStub } from '../../../engine/ports/records.ts';
import type { StripeEventTable } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

export function stripeEventTable({ db, now }: TableContext): StripeEventTable {
  const insert = db.prepare(
    `INSERT INTO stripe_events (id, type, created_at, api_version, object_type, object_id, idempotency_key, received_by, received_at)
     VALUES (@eventId, @type, @createdAt, @apiVersion, @objectType, @objectId, @idempotencyKey, @receivedBy, @now)
     ON CONFLICT (id) DO NOTHING`,
  );
  const waiting = db.prepare<[number], StripeEventStub>(
    `SELECT id AS eventId, type, created_at AS createdAt, api_version AS apiVersion, object_type AS objectType,
            object_id AS objectId, idempotency_key AS idempotencyKey
     FROM stripe_events WHERE result IS NULL ORDER BY created_at, id LIMIT ?`,
  );
  const mark = db.prepare(`UPDATE stripe_events SET result = ?, processed_at = ? WHERE id = ? AND result IS NULL`);
  const count = db.prepare<[], { n: number }>(`SELECT COUNT(*) AS n FROM stripe_events WHERE result IS NULL`);
  // Our key in an event proves that Stripe received that write.
  const seen = db.prepare(`UPDATE stripe_outbox SET seen_in_event_id = COALESCE(seen_in_event_id, ?) WHERE idempotency_key = ?`);
  return {
    insertIfAbsent: (stub, receivedBy) => {
      const isNew = insert.run({ ...stub, receivedBy, now: now() }).changes > 0;
      if (isNew && stub.idempotencyKey !== null) seen.run(stub.eventId, stub.idempotencyKey);
      return isNew;
    },
    waiting: (limit) => waiting.all(limit),
    markProcessed: (eventId, result) => void mark.run(result, now(), eventId),
    waitingCount: () => count.get()?.n ?? 0,
  };
}
