// push_attempts and push_steps: the intent before each request and the evidence after it.
import type { LabelledLines, PushAttemptRecord, PushStepRecord } from '../../../engine/ports/records.ts';
import type { PushTables } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

const attemptColumns = `id, attempt, state, started_at AS startedAt, ended_at AS endedAt, error_code AS errorCode, error_message AS errorMessage`;

type StoredStep = Omit<PushStepRecord, 'request' | 'evidence'> & { request: string; evidence: string };

export function pushTables({ db, now }: TableContext): PushTables {
  const end = db.prepare(`UPDATE push_attempts SET state = @state, ended_at = @now, error_code = @errorCode, error_message = @errorMessage WHERE id = @id`);
  const ofInvoices = attemptsOf({ db, now }, 'invoice_id');
  const ofDocuments = attemptsOf({ db, now }, 'document_id');
  const running = db.prepare<[], PushAttemptRecord>(`SELECT ${attemptColumns} FROM push_attempts WHERE state = 'running'`);
  const steps = db.prepare<[number], StoredStep>(
    `SELECT attempt_id AS attemptId, step, name, state, request_id AS requestId, request, evidence, response_digest AS responseDigest,
            intuit_tid AS intuitTid, error, started_at AS startedAt, ended_at AS endedAt
     FROM push_steps WHERE attempt_id = ? ORDER BY step`,
  );
  const put = db.prepare(
    `INSERT INTO push_steps (attempt_id, step, name, state, request_id, request, evidence, response_digest, intuit_tid, error, started_at, ended_at)
     VALUES (@attemptId, @step, @name, @state, @requestId, @request, @evidence, @responseDigest, @intuitTid, @error, @startedAt, @endedAt)
     ON CONFLICT (attempt_id, step) DO UPDATE SET
       state = excluded.state, request_id = COALESCE(excluded.request_id, request_id), request = excluded.request, evidence = excluded.evidence,
       response_digest = excluded.response_digest, intuit_tid = excluded.intuit_tid, error = excluded.error, ended_at = excluded.ended_at`,
  );
  const evidence = db.prepare<[], { synced: number; withoutEvidence: number }>(
    `SELECT COUNT(*) AS synced,
            COALESCE(SUM(NOT EXISTS (
              SELECT 1 FROM push_attempts a
              JOIN push_steps five ON five.attempt_id = a.id AND five.step = 5 AND five.state = 'done'
              JOIN push_steps seven ON seven.attempt_id = a.id AND seven.step = 7 AND seven.state = 'done'
              WHERE a.invoice_id = i.id AND a.state = 'synced')), 0) AS withoutEvidence
     FROM billing_invoices i WHERE i.qb_sync_status = 'synced'`,
  );
  return {
    syncedEvidence: () => evidence.get() ?? { synced: 0, withoutEvidence: 0 },
    beginAttempt: ofInvoices.begin,
    attempts: ofInvoices.list,
    beginDocumentAttempt: ofDocuments.begin,
    documentAttempts: ofDocuments.list,
    endAttempt: (id, result) => void end.run({ id, ...result, now: now() }),
    steps: (attemptId) =>
      steps.all(attemptId).map((row) => ({ ...row, request: JSON.parse(row.request) as LabelledLines, evidence: JSON.parse(row.evidence) as LabelledLines })),
    putStep: (step) => void put.run({ ...step, request: JSON.stringify(step.request), evidence: JSON.stringify(step.evidence) }),
    runningAttempts: () => running.all(),
  };
}

/** The attempts of one kind of subject; `column` is what names it. */
function attemptsOf({ db, now }: TableContext, column: 'invoice_id' | 'document_id'): { begin(id: number, realmId: string | null): PushAttemptRecord; list(id: number): readonly PushAttemptRecord[] } {
  const begin = db.prepare<[Record<string, unknown>], PushAttemptRecord>(
    `INSERT INTO push_attempts (${column}, attempt, realm_id, state, started_at)
     SELECT @id, COALESCE(MAX(attempt), 0) + 1, @realmId, 'running', @now FROM push_attempts WHERE ${column} = @id
     RETURNING ${attemptColumns}`,
  );
  // Left running where even the note of its failure did not fit on the disk.
  const endStale = db.prepare(
    `UPDATE push_attempts SET state = 'waiting', ended_at = ?, error_code = 'CANCELLED', error_message = 'The attempt was cut off; the next one looks before it writes'
     WHERE ${column} = ? AND state = 'running'`,
  );
  const list = db.prepare<[number], PushAttemptRecord>(`SELECT ${attemptColumns} FROM push_attempts WHERE ${column} = ? ORDER BY attempt`);
  return {
    begin: (id, realmId) => {
      endStale.run(now(), id);
      const row = begin.get({ id, realmId, now: now() });
      if (row === undefined) throw new Error('an attempt was not written');
      return row;
    },
    list: (id) => list.all(id),
  };
}
