// The search of the ledger: what the text may mean, as conditions on a row and as the indexes that find such rows.
import { containsPattern } from './likePattern.ts';
import { readSearch } from './searchText.ts';
import { fragment, type Fragment } from './statements.ts';

export interface LedgerSearch {
  /** Selects ids by an index: client, invoice number, amount, vendor object. */
  readonly ids: readonly Fragment[];
  /** The same meanings as a condition on a row. */
  readonly conditions: readonly Fragment[];
  /** Words of the description or of the event's kind: no index answers them. */
  readonly words: Fragment;
}

/** Null: nothing was searched for. `none`: nothing can match. */
export function ledgerSearch(search: string | undefined, format: { readonly prefix: string; readonly digits: number }): LedgerSearch | 'none' | null {
  const meaning = readSearch(search, format);
  if (meaning === null || meaning === 'none') return meaning;
  const { text, numbers, amountCents, stripeId } = meaning;
  const pattern = containsPattern(text);
  const clients = fragment(`SELECT id FROM orgs WHERE name LIKE ? ESCAPE '\\' OR rto_code = ?`, pattern, text);
  const ids: Fragment[] = [
    throughInvoices(wrap('invoice.org_id IN (', clients, ')')),
    wrap('SELECT id FROM billing_ledger WHERE invoice_id IS NULL AND org_id IN (', clients, ')'),
  ];
  const conditions: Fragment[] = [wrap('org_id IN (', clients, ')')];
  for (const { from, to } of numbers) {
    ids.push(throughInvoices(fragment('(invoice.invoice_number >= ? AND invoice.invoice_number < ?)', from, to)));
    conditions.push(
      fragment(
        `EXISTS (SELECT 1 FROM billing_invoices AS invoice
                 WHERE invoice.id = billing_ledger.invoice_id AND invoice.invoice_number >= ? AND invoice.invoice_number < ?)`,
        from,
        to,
      ),
    );
  }
  if (amountCents !== null && amountCents !== 0) {
    ids.push(
      throughInvoices(fragment('invoice.amount_total = ? AND entry.amount_total = ?', amountCents, amountCents)),
      fragment('SELECT id FROM billing_ledger WHERE amount_total < 0 AND amount_total = ?', -amountCents),
    );
    conditions.push(fragment('amount_total IN (?, ?)', amountCents, -amountCents));
  }
  if (stripeId !== null) {
    // A fact's key is its source object and what happened to it, with a space between.
    ids.push(fragment('SELECT id FROM billing_ledger WHERE fact_key >= ? AND fact_key < ?', `${stripeId} `, `${stripeId}!`));
    conditions.push(fragment('(fact_key >= ? AND fact_key < ?)', `${stripeId} `, `${stripeId}!`));
  }
  const kind = containsPattern(text.replaceAll(' ', '_'));
  return { ids, conditions, words: fragment(`(description LIKE ? ESCAPE '\\' OR event_type LIKE ? ESCAPE '\\')`, pattern, kind) };
}

/** Invoices first, each with its rows: so that counting can stop early. */
const throughInvoices = (condition: Fragment): Fragment =>
  wrap(
    `SELECT entry.id
       FROM billing_invoices AS invoice
       CROSS JOIN billing_ledger AS entry INDEXED BY billing_ledger_by_invoice ON entry.invoice_id = invoice.id
       WHERE `,
    condition,
  );

const wrap = (before: string, inner: Fragment, after = ''): Fragment => ({ sql: `${before}${inner.sql}${after}`, values: inner.values });
