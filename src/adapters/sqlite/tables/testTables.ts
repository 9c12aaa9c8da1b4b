// What test payments left: counted, and removed table by table in a fixed order. There are no cascades.
import type { TestTables } from '../../../engine/ports/testTables.ts';
import type { TableContext } from './tableContext.ts';

const testOrgs = `SELECT org_id FROM billing_customers GROUP BY org_id HAVING MIN(is_test) = 1`;

/**
 * In this order. Not here: the ledger and the invoices that its rows refer to (append-only, they stay marked as tests), numbers
 * (never given out twice), the mirror (it follows Stripe, where the test customers are deleted), the register.
 */
const resetStatements: readonly string[] = [
  `DELETE FROM billing_purchases WHERE invoice_id IN (SELECT id FROM billing_invoices WHERE is_test = 1)`,
  `DELETE FROM billing_dunning WHERE org_id IN (${testOrgs})`,
  `UPDATE orgs SET billing_tier = 'free', billing_status = 'active' WHERE id IN (${testOrgs})`,
];

export function testTables({ db }: TableContext): TestTables {
  const clients = db.prepare<[], { code: string }>(`SELECT rto_code AS code FROM rto_clients WHERE is_client = 1 AND is_test = 1 ORDER BY rto_code`);
  const customers = db.prepare<[], { id: string }>(`SELECT stripe_customer_id AS id FROM billing_customers WHERE is_test = 1 AND is_deleted = 0 ORDER BY stripe_customer_id`);
  const ledger = db.prepare<[], { n: number }>(`SELECT COUNT(*) AS n FROM billing_ledger WHERE is_test = 1`);
  const price = db.prepare<[string], { id: string }>(`SELECT id FROM stripe_prices WHERE plan_tier = ? AND is_active = 1 AND interval = 'month' ORDER BY updated_at DESC, id LIMIT 1`);
  const resets = resetStatements.map((sql) => db.prepare(sql));
  return {
    testClients: () => clients.all().map(({ code }) => code),
    testCustomers: () => customers.all().map(({ id }) => id),
    ledgerRows: () => ledger.get()?.n ?? 0,
    priceOf: (planTier) => price.get(planTier)?.id,
    removeTestRows: () => resets.forEach((reset) => reset.run()),
  };
}
