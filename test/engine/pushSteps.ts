// Steps that several push tests share: a paid invoice in the review queue, its approval, and what QuickBooks then holds.
import { expect } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { realmId, type TestWorld } from './startTestEngine.ts';

export async function paidInvoice(made: TestWorld, about: Parameters<typeof newPayment>[2] = {}): Promise<{ id: number; stripeId: string }> {
  makeCatalogue(made.stripe);
  const stripeId = newPayment(made.stripe, 'essential', about);
  await made.call('sync.now', {});
  await made.settle();
  const row = made.store.invoices.byStripeId(stripeId);
  if (row === undefined) throw new Error('the invoice was not mirrored');
  return { id: row.id, stripeId };
}

export async function approve(made: TestWorld, id: number): Promise<void> {
  const version = made.store.invoices.get(id)?.version ?? 0;
  const result = await made.call('push.approve', { items: [{ invoiceId: id, expectedVersion: version }] });
  expect(result.refused).toEqual([]);
  await made.settle();
}

/** The documents that count: a voided one is history. */
export function liveDocuments(made: TestWorld, entity: 'Invoice' | 'Payment'): readonly Record<string, unknown>[] {
  return made.quickBooks.store.list(realmId, entity).filter((found) => Number(found['TotalAmt']) !== 0) as readonly Record<string, unknown>[];
}

/** One invoice, one payment, balance 0, the row synced, the books sound. */
export async function expectTiedOut(made: TestWorld, id: number): Promise<void> {
  expect(made.store.invoices.get(id)).toMatchObject({ qbStatus: 'synced', qbError: null });
  expect(liveDocuments(made, 'Invoice')).toHaveLength(1);
  expect(liveDocuments(made, 'Invoice')[0]).toMatchObject({ Balance: 0 });
  expect(liveDocuments(made, 'Payment')).toHaveLength(1);
  const check = await made.call('books.check', {});
  expect(check.checks.filter((one) => !one.ok)).toEqual([]);
  expect(made.quickBooks.stats.internalErrors).toEqual([]);
}

/** The clients of these invoices buy once more; answers the ids of the new ones. */
export async function payAgain(made: TestWorld, ids: readonly number[]): Promise<number[]> {
  const stripeIds = ids.map((id) => {
    const customer = made.store.invoices.get(id)?.stripeCustomerId ?? '';
    made.stripe.call('POST', '/v1/invoiceitems', { customer, amount: '9900', currency: 'aud', description: 'Extra course' });
    const invoice = String(made.stripe.call('POST', '/v1/invoices', { customer, auto_advance: 'false' })['id']);
    made.stripe.call('POST', `/v1/invoices/${invoice}/finalize`, {});
    made.stripe.call('POST', `/v1/invoices/${invoice}/pay`, {});
    return invoice;
  });
  await made.call('sync.now', {});
  await made.settle();
  return stripeIds.map((stripeId) => made.store.invoices.byStripeId(stripeId)?.id ?? 0);
}
