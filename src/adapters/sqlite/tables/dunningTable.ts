// billing_dunning: where each organisation stands with failed payments.
import type { DunningRow, DunningTable } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

export function dunningTable({ db, now }: TableContext): DunningTable {
  const get = db.prepare<[string], DunningRow>(
    `SELECT status, retry_count AS retryCount, first_failure_at AS firstFailureAt, last_retry_at AS lastRetryAt, resolved_at AS resolvedAt
     FROM billing_dunning WHERE org_id = ?`,
  );
  const set = db.prepare(
    `INSERT INTO billing_dunning (org_id, status, retry_count, first_failure_at, last_retry_at, resolved_at, created_at, updated_at)
     VALUES (@orgId, @status, @retryCount, @firstFailureAt, @lastRetryAt, @resolvedAt, @now, @now)
     ON CONFLICT (org_id) DO UPDATE SET
       status = excluded.status, retry_count = excluded.retry_count, first_failure_at = excluded.first_failure_at,
       last_retry_at = excluded.last_retry_at, resolved_at = excluded.resolved_at, updated_at = excluded.updated_at`,
  );
  return { get: (orgId) => get.get(orgId), set: (orgId, row) => void set.run({ orgId, ...row, now: now() }) };
}
