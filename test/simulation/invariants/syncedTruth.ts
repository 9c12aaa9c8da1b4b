// Invariant 2: what is called synced stands in QuickBooks, equal to the cent, paid by our payment; judged from the vendors' own states.
import type { Store } from '../../../src/engine/ports/store.ts';
import { realmId, type World } from '../world.ts';
import { gstCents, localDate } from './australianBooks.ts';

const cents = (amount: unknown): number => Math.round(Number(amount ?? 0) * 100);
const reference = (value: unknown): string | undefined => (value as { value?: string } | undefined)?.value;

export interface SyncedRow {
  readonly stripeId: string;
  readonly number: string | null;
  readonly qbInvoiceId: string | null;
  readonly qbPaymentId: string | null;
  readonly qbCustomerId: string | null;
}

/** What is wrong with a row that is called synced; empty: nothing. */
export function syncedProblems(world: World, row: SyncedRow): string[] {
  const problems: string[] = [];
  const paid = world.stripe.find('invoice', row.stripeId);
  const invoice = world.quickBooks.store.get(realmId, 'Invoice', row.qbInvoiceId ?? '');
  const payment = world.quickBooks.store.get(realmId, 'Payment', row.qbPaymentId ?? '');
  if (paid === undefined) return [`${row.stripeId} is not in Stripe`];
  if (invoice === undefined || payment === undefined) return [`${row.number}: its QuickBooks ${invoice === undefined ? 'invoice' : 'payment'} does not exist`];
  const expect = (what: string, found: unknown, meant: unknown): void => {
    if (found !== meant) problems.push(`${row.number}: ${what} is ${String(found)}, meant ${String(meant)}`);
  };
  expect('total', cents(invoice['TotalAmt']), paid.total);
  expect('tax', cents((invoice['TxnTaxDetail'] as { TotalTax?: number } | undefined)?.TotalTax), gstCents(paid.total));
  expect('number', invoice['DocNumber'], row.number);
  expect('date', invoice['TxnDate'], localDate(Number(paid.status_transitions.paid_at), world.timeZone));
  expect('customer', reference(invoice['CustomerRef']), row.qbCustomerId);
  expect('balance', cents(invoice['Balance']), 0);
  const links = (invoice['LinkedTxn'] ?? []) as { TxnId: string; TxnType: string }[];
  expect('our payment linked', links.some((link) => link.TxnType === 'Payment' && link.TxnId === row.qbPaymentId), true);
  expect('payment', cents(payment['TotalAmt']), paid.total);
  expect('unapplied', cents(payment['UnappliedAmt']), 0);
  return problems;
}

/** At the instant in which the row is called synced, inside the program's own transaction. */
export function checkSyncedNow(world: World, store: Store, invoiceId: number): void {
  const invoice = store.invoices.get(invoiceId);
  if (invoice === undefined) return world.violate(`invoice ${invoiceId} was called synced and does not exist`);
  world.syncs += 1;
  const problems = syncedProblems(world, { stripeId: invoice.stripeInvoiceId, number: invoice.number, qbInvoiceId: invoice.qbInvoiceId, qbPaymentId: invoice.qbPaymentId, qbCustomerId: invoice.qbCustomerId });
  if (problems.length > 0) world.violate(`called synced although ${problems.join('; ')}`);
}
