// qb_customer_checks: when a QuickBooks customer was last found to hold what it should.
import type { CustomerCheckTable } from '../../../engine/ports/customerCheckTable.ts';
import type { TableContext } from './tableContext.ts';

export function customerCheckTable({ db, now }: TableContext): CustomerCheckTable {
  const get = db.prepare<[string, string], { intentHash: string; checkedAt: string }>(
    'SELECT intent_hash AS intentHash, checked_at AS checkedAt FROM qb_customer_checks WHERE realm_id = ? AND qb_id = ?',
  );
  const put = db.prepare<[string, string, string, string]>(
    `INSERT INTO qb_customer_checks (realm_id, qb_id, intent_hash, checked_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (realm_id, qb_id) DO UPDATE SET intent_hash = excluded.intent_hash, checked_at = excluded.checked_at`,
  );
  const forgetAll = db.prepare<[string]>('DELETE FROM qb_customer_checks WHERE realm_id = ?');
  return {
    get: (realmId, qbCustomerId) => get.get(realmId, qbCustomerId),
    put: (realmId, qbCustomerId, intentHash) => void put.run(realmId, qbCustomerId, intentHash, now()),
    forgetAll: (realmId) => void forgetAll.run(realmId),
  };
}
