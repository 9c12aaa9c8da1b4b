// The search of the invoice list: each thing the text may mean as a condition that an index answers.
import { containsPattern } from './likePattern.ts';
import { readSearch } from './searchText.ts';
import { fragment, type Fragment, type Statements } from './statements.ts';

/** One meaning: as a condition on a row, and as the index that finds its rows. */
export interface SearchArm {
  readonly condition: Fragment;
  readonly index: string;
}

/**
 * Client name (organisations are few: their names are looked through first), RTO code, number prefix, exact amount, Stripe
 * id. Null: nothing was searched for. An empty list: nothing can match.
 */
export function invoiceSearchArms(statements: Statements, search: string | undefined, format: { readonly prefix: string; readonly digits: number }): readonly SearchArm[] | null {
  const meaning = readSearch(search, format);
  if (meaning === null) return null;
  if (meaning === 'none') return [];
  const { text, numbers, amountCents, stripeId } = meaning;
  const name = containsPattern(text);
  const arms: SearchArm[] = [
    {
      // Looked through once for all statements of the page, not once in each.
      condition: fragment('org_id IN (SELECT value FROM json_each(?))', orgIdsNamed(statements, name, text)),
      index: 'billing_invoices_by_org',
    },
    {
      condition: fragment(`(org_id IS NULL AND (client_name LIKE ? ESCAPE '\\' OR rto_code = ?))`, name, text),
      index: 'billing_invoices_by_org',
    },
  ];
  for (const { from, to } of numbers) {
    arms.push({ condition: fragment('(invoice_number >= ? AND invoice_number < ?)', from, to), index: 'sqlite_autoindex_billing_invoices_1' });
  }
  if (amountCents !== null) arms.push({ condition: fragment('amount_total = ?', amountCents), index: 'billing_invoices_by_total' });
  if (stripeId !== null) arms.push(...stripeIdArms(stripeId));
  return arms;
}

const orgIdsNamed = (statements: Statements, name: string, rtoCode: string): string =>
  JSON.stringify(statements.allKept<{ id: string }>(`SELECT id FROM orgs WHERE name LIKE ? ESCAPE '\\' OR rto_code = ?`, [name, rtoCode]).map(({ id }) => id));

/** The invoices of the client with this RTO code. */
export const clientArms = (rtoCode: string): readonly SearchArm[] => [
  { condition: fragment('org_id IN (SELECT id FROM orgs WHERE rto_code = ?)', rtoCode), index: 'billing_invoices_by_org' },
  { condition: fragment('(org_id IS NULL AND rto_code = ?)', rtoCode), index: 'billing_invoices_by_org' },
];

/** Invoice, charge, payment intent, customer or subscription. */
function stripeIdArms(id: string): SearchArm[] {
  return [
    {
      condition: fragment(
        `stripe_invoice_id IN (
           SELECT ?
           UNION SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE charge_id = ?
           UNION SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE payment_intent_id = ?
           UNION SELECT payment.stripe_invoice_id
                 FROM stripe_charges AS charge
                 JOIN stripe_invoice_payments AS payment ON payment.payment_intent_id = charge.payment_intent_id
                 WHERE charge.id = ?)`,
        id, id, id, id,
      ),
      index: 'sqlite_autoindex_billing_invoices_2',
    },
    {
      condition: fragment(
        `(org_id IN (
            SELECT org_id FROM billing_customers WHERE stripe_customer_id = ?
            UNION SELECT org_id FROM billing_subscriptions WHERE stripe_subscription_id = ?)
          AND (stripe_customer_id = ? OR stripe_subscription_id = ?))`,
        id, id, id, id,
      ),
      index: 'billing_invoices_by_org',
    },
  ];
}
