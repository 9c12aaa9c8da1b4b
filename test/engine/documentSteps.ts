// Steps that the tests of refunds, fees and payouts share: queueing, approving, and what QuickBooks then holds.
import { expect } from 'vitest';
import { defaultBusinessProfile, type BusinessProfile } from '../../src/contract/profile.ts';
import { makeContext, type EngineContext } from '../../src/engine/context.ts';
import { queueDocument, type DocumentToQueue } from '../../src/engine/documents/queueDocument.ts';
import type { EnginePorts } from '../../src/engine/engine.ts';
import { approve, paidInvoice } from './pushSteps.ts';
import { realmId, type TestWorld } from './startTestEngine.ts';

/** The engine's own ports are not reachable from outside; of them the queue uses only the store, the clock and the events. */
export function contextOf(made: TestWorld): EngineContext {
  const ports = { makeStripe: () => undefined, store: made.store, clock: made.time.clock, publish: () => undefined };
  return makeContext(ports as unknown as EnginePorts, () => undefined);
}

export const fee: DocumentToQueue = { kind: 'fee', sourceId: '2026-03', invoiceId: null, localDate: '2026-03-31', currency: 'aud', totalCents: 1_099, gstCents: 100, description: 'Stripe fees, March 2026' };
export const payout: DocumentToQueue = { kind: 'payout', sourceId: 'po_1AbCdEfGhIjKlMnOpQrStUvWx', invoiceId: null, localDate: '2026-04-16', currency: 'aud', totalCents: 39_192, gstCents: 0, description: 'Payout of 16 April 2026' };
export const refundOf = (invoiceId: number, more: Partial<DocumentToQueue> = {}): DocumentToQueue => ({ kind: 'refund', sourceId: 're_1', invoiceId, localDate: '2026-04-17', currency: 'aud', totalCents: 39_900, gstCents: 3_627, description: 'Refund of RTOpacks Essential, April 2026', ...more });

export const profileWith = (made: TestWorld, changes: Partial<BusinessProfile>): void => made.store.state.saveProfile({ ...defaultBusinessProfile, ...changes });

export function queue(made: TestWorld, wanted: DocumentToQueue): number {
  const queued = queueDocument(contextOf(made), wanted);
  if (queued === null) throw new Error('the document was not queued');
  return queued.id;
}

export const itemOf = (made: TestWorld, documentId: number): { documentId: number; expectedVersion: number } => ({ documentId, expectedVersion: made.store.documents.get(documentId)?.version ?? 0 });

export async function approveDocument(made: TestWorld, documentId: number): Promise<void> {
  const result = await made.call('documents.approve', { items: [itemOf(made, documentId)] });
  expect(result.refused).toEqual([]);
  await made.settle();
}

/** A paid and pushed invoice of A$399.00 with its refund in the queue. */
export async function refundInQueue(made: TestWorld, more: Partial<DocumentToQueue> = {}): Promise<{ invoiceId: number; documentId: number }> {
  const { id } = await paidInvoice(made, { rtoCode: '40321' });
  await approve(made, id);
  return { invoiceId: id, documentId: queue(made, refundOf(id, more)) };
}

export const listed = (made: TestWorld, entity: 'CreditMemo' | 'Purchase' | 'Payment' | 'Transfer' | 'RefundReceipt' | 'Account' | 'Customer'): readonly Record<string, unknown>[] =>
  made.quickBooks.store.list(realmId, entity) as readonly Record<string, unknown>[];

/** Voided ones are history; a linking payment of 0 is none. */
export const live = (made: TestWorld, entity: Parameters<typeof listed>[1]): readonly Record<string, unknown>[] => listed(made, entity).filter((found) => !String(found['PrivateNote'] ?? '').startsWith('Voided'));

export const balanceOf = (made: TestWorld, accountName: string): unknown => listed(made, 'Account').find((account) => account['Name'] === accountName)?.['CurrentBalance'];

/** Exactly one of each document, everything linked, the customer owes nothing, the books sound. */
export async function expectRefundTiedOut(made: TestWorld, documentId: number): Promise<void> {
  expect(made.store.documents.get(documentId)).toMatchObject({ status: 'synced', error: null });
  expect(live(made, 'CreditMemo')).toHaveLength(1);
  expect(live(made, 'CreditMemo')[0]).toMatchObject({ Balance: 0, RemainingCredit: 0 });
  expect(live(made, 'Purchase')).toHaveLength(1);
  expect(live(made, 'Payment').filter((payment) => payment['TotalAmt'] === 0)).toHaveLength(1);
  expect(listed(made, 'Customer').map((customer) => customer['Balance'])).toEqual([0]);
  expect(balanceOf(made, 'Accounts Receivable (A/R)')).toBe(0);
  const check = await made.call('books.check', {});
  expect(check.checks.filter((one) => !one.ok)).toEqual([]);
  expect(made.quickBooks.stats.internalErrors).toEqual([]);
}
