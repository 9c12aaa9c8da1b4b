// jobs: work that must survive a crash; one row per unique key.
import type { JobRecord } from '../../../engine/ports/records.ts';
import type { JobTable } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

type StoredJob = Omit<JobRecord, 'input'> & { input: string };

const columns = `id, kind, unique_key AS uniqueKey, lane, input, state, attempt, run_after AS runAfter, last_code AS lastCode`;

export function jobTable({ db, now }: TableContext): JobTable {
  const enqueue = db.prepare(
    `INSERT INTO jobs (kind, unique_key, lane, input, state, attempt, run_after, created_at, updated_at)
     VALUES (@kind, @uniqueKey, @lane, @input, 'ready', 0, @runAfter, @now, @now)
     ON CONFLICT (unique_key) DO UPDATE SET
       input = CASE WHEN state IN ('done', 'failed') THEN excluded.input ELSE input END,
       attempt = CASE WHEN state IN ('done', 'failed') THEN 0 ELSE attempt END,
       run_after = CASE WHEN state IN ('done', 'failed', 'waiting_for_reconnect') THEN excluded.run_after ELSE MIN(run_after, excluded.run_after) END,
       is_wanted_again = CASE WHEN state = 'running' THEN 1 ELSE 0 END,
       state = CASE WHEN state = 'running' THEN 'running' ELSE 'ready' END,
       updated_at = excluded.updated_at`,
  );
  const take = db.prepare<[Record<string, unknown>], StoredJob>(
    `UPDATE jobs SET state = 'running', updated_at = @now
     WHERE id = (SELECT id FROM jobs WHERE state = 'ready' AND lane = @lane AND run_after <= @now ORDER BY run_after, id LIMIT 1)
     RETURNING ${columns}`,
  );
  const takeMore = db.prepare<[Record<string, unknown>], StoredJob>(
    `UPDATE jobs SET state = 'running', updated_at = @now
     WHERE id IN (SELECT id FROM jobs WHERE state = 'ready' AND lane = @lane AND kind = @kind AND run_after <= @now ORDER BY run_after, id LIMIT @limit)
     RETURNING ${columns}`,
  );
  const pauseKind = db.prepare(`UPDATE jobs SET state = 'paused', updated_at = @now WHERE kind = @kind AND state = 'ready'`);
  const resumeKind = db.prepare(`UPDATE jobs SET state = 'ready', updated_at = @now WHERE kind = @kind AND state = 'paused'`);
  const dueCount = db.prepare<[Record<string, unknown>], { n: number }>(`SELECT COUNT(*) AS n FROM jobs WHERE kind = @kind AND (state = 'running' OR (state = 'ready' AND run_after <= @now))`);
  const finish = db.prepare(`UPDATE jobs SET
       state = CASE WHEN is_wanted_again = 1 THEN 'ready' ELSE @state END,
       attempt = CASE WHEN is_wanted_again = 1 THEN 0 ELSE attempt END,
       run_after = CASE WHEN is_wanted_again = 1 THEN @now ELSE run_after END,
       is_wanted_again = 0, last_code = @lastCode, updated_at = @now
     WHERE id = @id`);
  const retry = db.prepare(
    `UPDATE jobs SET state = 'ready', run_after = @runAfter, last_code = @lastCode, attempt = attempt + @counts, updated_at = @now WHERE id = @id`,
  );
  const postpone = db.prepare(`UPDATE jobs SET run_after = MAX(run_after, @until), updated_at = @now WHERE kind = @kind AND state = 'ready'`);
  const cancel = db.prepare(`DELETE FROM jobs WHERE unique_key = ? AND state <> 'running'`);
  const byKey = db.prepare<[string], StoredJob>(`SELECT ${columns} FROM jobs WHERE unique_key = ?`);
  const recover = db.prepare(`UPDATE jobs SET state = 'ready', run_after = @now, is_wanted_again = 0, updated_at = @now WHERE state = 'running'`);
  const wake = db.prepare(`UPDATE jobs SET state = 'ready', run_after = @now, updated_at = @now WHERE state = 'waiting_for_reconnect'`);
  const bringForward = db.prepare(`UPDATE jobs SET run_after = @now, updated_at = @now WHERE state = 'ready' AND last_code = @lastCode AND run_after > @now`);
  const nextRun = db.prepare<[string], { at: string | null }>(`SELECT MIN(run_after) AS at FROM jobs WHERE state = 'ready' AND lane = ?`);
  const counts = db.prepare<[string], { state: string; n: number }>(`SELECT state, COUNT(*) AS n FROM jobs WHERE kind = ? GROUP BY state`);
  return {
    enqueue: ({ kind, uniqueKey, lane, input, runAfter }) =>
      void enqueue.run({ kind, uniqueKey, lane, input: JSON.stringify(input), runAfter: runAfter ?? now(), now: now() }),
    take: (lane) => job(take.get({ lane, now: now() })),
    // RETURNING keeps no order.
    takeMore: ({ kind, lane }, limit) => takeMore.all({ kind, lane, limit, now: now() }).flatMap((row) => job(row) ?? []).sort((one, other) => one.runAfter.localeCompare(other.runAfter) || one.id - other.id),
    pauseKind: (kind) => pauseKind.run({ kind, now: now() }).changes,
    resumeKind: (kind) => resumeKind.run({ kind, now: now() }).changes,
    dueCount: (kind) => dueCount.get({ kind, now: now() })?.n ?? 0,
    finish: (id, end) => void finish.run({ id, ...end, now: now() }),
    retryLater: (id, at) => void retry.run({ id, runAfter: at.runAfter, lastCode: at.lastCode, counts: at.countsAsAttempt ? 1 : 0, now: now() }),
    postponeKind: (kind, until) => void postpone.run({ kind, until, now: now() }),
    cancel: (uniqueKey) => cancel.run(uniqueKey).changes > 0,
    byKey: (uniqueKey) => job(byKey.get(uniqueKey)),
    recoverRunning: () => recover.run({ now: now() }).changes,
    bringForward: (lastCode) => bringForward.run({ lastCode, now: now() }).changes,
    wakeWaiting: () => wake.run({ now: now() }).changes,
    nextRunAfter: (lane) => nextRun.get(lane)?.at ?? null,
    countByState: (kind) => Object.fromEntries(counts.all(kind).map((row) => [row.state, row.n])),
  };
}

function job(row: StoredJob | undefined): JobRecord | undefined {
  return row === undefined ? undefined : { ...row, input: JSON.parse(row.input) as unknown };
}
