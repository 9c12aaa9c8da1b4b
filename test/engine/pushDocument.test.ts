// Refunds, fees and payouts pushed for real: every recipe, every write with its answer or request lost, every refusal with its state.
import { afterEach, describe, expect, it } from 'vitest';
import { documentSortKeys } from '../../src/contract/documents.ts';
import type { OperationOutput } from '../../src/contract/operations.ts';
import { approveDocument, balanceOf, expectRefundTiedOut, fee, itemOf, listed, live, payout, profileWith, queue, refundInQueue, refundOf } from './documentSteps.ts';
import { approve, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Long enough for the retries of a failed job to fall due. */
async function waitForRetries(made: TestWorld): Promise<void> {
  for (let round = 0; round < 6; round += 1) await made.pass(20 * 60_000);
}

const write = (entity: string): string => `^POST /v3/company/[0-9]+/${entity}`;

describe('a refund by the linked recipe', () => {
  it('becomes an adjustment note, an expense and a payment of 0, each read back, as previewed', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    const preview = await world.call('documents.preview', { documentId });
    expect(preview).toMatchObject({ blockers: [], warnings: [] });
    expect(preview.documents.map((document) => document.title)).toEqual(['Adjustment note', 'Expense', 'Linking payment']);
    expect(preview.documents[0]?.fields).toContainEqual({ label: 'GST, pinned', value: 'A$36.27' });
    expect(listed(world, 'CreditMemo')).toHaveLength(0);
    await approveDocument(world, documentId);
    await expectRefundTiedOut(world, documentId);
    expect(live(world, 'CreditMemo')[0]).toMatchObject({ DocNumber: 'RTP-0001-R1', TotalAmt: 399, TxnTaxDetail: { TotalTax: 36.27 } });
    expect(live(world, 'Purchase')[0]).toMatchObject({ DocNumber: 'RTP-0001-R1', TotalAmt: 399, TxnTaxDetail: { TotalTax: 0 } });
    // The payment came in and went out again.
    expect(balanceOf(world, 'Stripe clearing account')).toBe(0);
    const story = await world.call('documents.get', { documentId });
    expect(story.parts.map((part) => part.title)).toEqual(['adjustment note', 'expense', 'linking payment']);
    expect(story.attempts).toHaveLength(1);
    expect(story.attempts[0]?.steps.map((step) => step.state)).toEqual(Array.from({ length: 10 }, () => 'done'));
    const { rows } = await world.call('ledger.list', { filter: { search: 'RTP-0001-R1' } });
    expect(rows.map((row) => row.eventType).toSorted()).toEqual(['qb_approved', 'qb_synced']);
  });

  it('goes in parts, several to an invoice', async () => {
    world = await startTestWorld();
    const { invoiceId, documentId } = await refundInQueue(world, { totalCents: 4_900, gstCents: 445 });
    const second = queue(world, refundOf(invoiceId, { sourceId: 're_2', totalCents: 100, gstCents: 9 }));
    await approveDocument(world, documentId);
    await approveDocument(world, second);
    expect([documentId, second].map((id) => world?.store.documents.get(id)?.status)).toEqual(['synced', 'synced']);
    expect(live(world, 'CreditMemo').map((memo) => [memo['DocNumber'], memo['TotalAmt'], memo['Balance']]).toSorted()).toEqual([['RTP-0001-R1', 49, 0], ['RTP-0001-R2', 1, 0]]);
    expect(balanceOf(world, 'Stripe clearing account')).toBe(349);
  });

  it('waits for its invoice, says so, and goes on by itself', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const documentId = queue(world, refundOf(id));
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'approved', error: 'Waits until RTP-0001 is in QuickBooks.' });
    expect((await world.call('documents.preview', { documentId })).warnings).toEqual(['Waits until RTP-0001 is in QuickBooks.']);
    await approve(world, id);
    await expectRefundTiedOut(world, documentId);
  });

  type Loss = readonly [string, Parameters<TestWorld['quickBooks']['faults']['add']>[0]];
  const lost = ['creditmemo', 'purchase', 'payment'].flatMap((entity): readonly Loss[] => [
    [`the answer to the ${entity}`, { kind: 'dropResponse', route: write(entity) }],
    [`the request of the ${entity}`, { kind: 'dropRequest', route: write(entity) }],
    [`the ${entity} to a 500 after the commit`, { kind: 'http500', afterCommit: true, route: write(entity) }],
    [`the read-back of the ${entity}`, { kind: 'resetMidBody', route: `^GET /v3/company/[0-9]+/${entity}/` }],
    [`the token before the ${entity}`, { kind: 'xml401', route: write(entity) }],
    [`its turn before the ${entity}`, { kind: 'http429', route: write(entity) }],
  ]);
  it.each(lost)('loses %s: still one of each', async (_name, fault) => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.faults.add(fault);
    await approveDocument(world, documentId);
    await waitForRetries(world);
    await expectRefundTiedOut(world, documentId);
  });

  it.each(lost.filter(([, fault]) => fault.kind === 'dropResponse'))('loses %s while QuickBooks forgets request ids: still one of each', async (_name, fault) => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.faults.add({ kind: 'forgetRequestId', times: 1000 });
    world.quickBooks.faults.add(fault);
    await approveDocument(world, documentId);
    await waitForRetries(world);
    await expectRefundTiedOut(world, documentId);
  });

  it('goes on after the token died in the middle and the company was connected again', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.faults.add({ kind: 'http401', route: write('payment'), times: 2 });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'part_done', consecutiveFailures: 0 });
    expect(live(world, 'CreditMemo')).toHaveLength(1);
    await world.restart();
    await world.call('push.reconcileNow', {});
    await waitForRetries(world);
    await expectRefundTiedOut(world, documentId);
  });

  it('stops at closed books, is abandoned after three failures, and a person can try again', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.behindOurBack.changeSettings({ realmId, changes: { bookCloseDate: '2026-04-30' } });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'failed', error: expect.stringContaining('[step4_adjustment_note] The books are closed') as unknown });
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'ok', failed: 1, abandoned: 0 });
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ failed: 0, abandoned: 1 });
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'abandoned', consecutiveFailures: 3 });
    world.quickBooks.behindOurBack.changeSettings({ realmId, changes: { bookCloseDate: undefined } });
    const retried = await world.call('documents.retry', { items: [itemOf(world, documentId)] });
    expect(retried.done).toEqual([documentId]);
    await world.settle();
    await expectRefundTiedOut(world, documentId);
  });

  it('takes no foreign document with its number for its own', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    const customer = world.quickBooks.create(realmId, 'Customer', { DisplayName: 'Somebody Else' });
    const item = world.quickBooks.store.list(realmId, 'Item').find((found) => found['Name'] === 'RTOpacks Services');
    const taxCode = world.quickBooks.store.list(realmId, 'TaxCode').find((found) => found['Name'] === 'GST');
    world.quickBooks.create(realmId, 'CreditMemo', { CustomerRef: { value: String(customer['Id']) }, DocNumber: 'RTP-0001-R1', GlobalTaxCalculation: 'TaxExcluded', Line: [{ DetailType: 'SalesItemLineDetail', Amount: 10, SalesItemLineDetail: { ItemRef: { value: String(item?.['Id']) }, TaxCodeRef: { value: String(taxCode?.['Id']) } } }] });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'failed' });
    expect((await world.call('documents.get', { documentId })).attempts[0]?.errorCode).toBe('QB_DUPLICATE_NUMBER');
    expect(listed(world, 'Purchase')).toHaveLength(0);
  });

  it('keeps 49.00 to the cent although QuickBooks ignores the pinned tax, and voids the note where both ways fail', async () => {
    world = await startTestWorld({ company: { keepsPinnedTaxLine: false } });
    const { documentId } = await refundInQueue(world, { totalCents: 4_900, gstCents: 445 });
    await approveDocument(world, documentId);
    await expectRefundTiedOut(world, documentId);
    expect(live(world, 'CreditMemo')[0]).toMatchObject({ TotalAmt: 49, TxnTaxDetail: { TotalTax: 4.45 } });
  });

  it('never calls it synced when a cent is lost both ways, and goes through once the company keeps the tax', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world, { totalCents: 4_900, gstCents: 445 });
    world.quickBooks.behindOurBack.changeSettings({ realmId, changes: { keepsPinnedTaxLine: false, keepsTaxInclusiveAmt: false } });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'failed', error: expect.stringContaining('[step5_adjustment_note_readback]') as unknown });
    expect(live(world, 'CreditMemo')).toHaveLength(0);
    world.quickBooks.behindOurBack.changeSettings({ realmId, changes: { keepsPinnedTaxLine: true } });
    await world.call('documents.retry', { items: [itemOf(world, documentId)] });
    await world.settle();
    await expectRefundTiedOut(world, documentId);
  });

  it('refuses a stale view, and takes an approval back only while nothing was sent', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const documentId = queue(world, refundOf(id));
    expect((await world.call('documents.approve', { items: [{ documentId, expectedVersion: 99 }] })).refused).toMatchObject([{ documentId, code: 'STALE_VIEW' }]);
    await approveDocument(world, documentId);
    expect((await world.call('documents.withdraw', { items: [itemOf(world, documentId)] })).done).toEqual([documentId]);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'awaiting_review', approvedAt: null });
    await world.call('documents.abandon', { ...itemOf(world, documentId), reason: 'Entered by hand' });
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'abandoned', statusReason: 'Entered by hand' });
    await approve(world, id);
    await world.call('documents.retry', { items: [itemOf(world, documentId)] });
    await world.settle();
    expect((await world.call('documents.withdraw', { items: [itemOf(world, documentId)] })).refused).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    await expectRefundTiedOut(world, documentId);
  });
});

describe('a document on its way', () => {
  it('is tried for as long as an outage lasts and never abandoned for it', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    const fault = world.quickBooks.faults.add({ kind: 'html502', route: write('purchase'), times: 1000 });
    await approveDocument(world, documentId);
    await waitForRetries(world);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'part_done', consecutiveFailures: 0 });
    expect(world.store.push.documentAttempts(documentId).length).toBeGreaterThan(3);
    world.quickBooks.faults.remove(fault);
    await waitForRetries(world);
    await expectRefundTiedOut(world, documentId);
  });

  it('keeps its place while the subscription is lapsed, and goes on once it is renewed', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.behindOurBack.lapseSubscription({ realmId });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'approved', consecutiveFailures: 0 });
    world.quickBooks.behindOurBack.renewSubscription({ realmId });
    await world.call('push.reconcileNow', {});
    await expectRefundTiedOut(world, documentId);
  });

  it('keeps the recipe it began with, whatever the profile says later', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    const fault = world.quickBooks.faults.add({ kind: 'http500', route: write('purchase'), times: 1000 });
    await approveDocument(world, documentId);
    profileWith(world, { quickBooksRefundRecipe: 'refund_receipt' });
    world.quickBooks.faults.remove(fault);
    await waitForRetries(world);
    await expectRefundTiedOut(world, documentId);
    expect(listed(world, 'RefundReceipt')).toHaveLength(0);
  });

  it('is previewed without a connection from what is known, and says what is not', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    world.quickBooks.faults.add({ kind: 'dropRequest', times: 1000 });
    const preview = await world.call('documents.preview', { documentId });
    expect(preview.blockers).toEqual([]);
    expect(preview.warnings.join(' ')).toContain("The customer can't be looked up now");
    expect(preview.documents).toHaveLength(3);
  });
});

describe('what stands in QuickBooks already', () => {
  it('is found again by an installation that begins anew, and nothing is written twice', async () => {
    world = await startTestWorld();
    await paidInvoice(world, { rtoCode: '40321' });
    const charge = String(world.stripe.all('charge')[0]?.id);
    world.stripe.call('POST', '/v1/refunds', { charge, amount: '10000' });
    world.stripe.call('POST', '/v1/refunds', { charge, amount: '4900' });
    await world.pass(3 * 60_000);
    const ids = world.store.documents.idsByStatus(['awaiting_review'], '');
    expect(ids).toHaveLength(2);
    await approve(world, 1);
    // One is pushed, the other is left to the bookkeeper.
    await approveDocument(world, ids[0] ?? 0);
    const before = world.store.documents.get(ids[0] ?? 0);
    expect(before?.status).toBe('synced');
    await world.startOver();
    await world.settle();
    await world.pass(3 * 60_000);
    await world.settle();
    expect(world.store.documents.bySource('refund', before?.sourceId ?? '')).toMatchObject({ status: 'synced', number: before?.number, recipe: 'linked' });
    expect(world.store.documents.idsByStatus(['awaiting_review'], '')).toHaveLength(1);
    expect(live(world, 'CreditMemo')).toHaveLength(1);
    const check = await world.call('books.check', {});
    expect(check.checks.filter((one) => !one.ok)).toEqual([]);
  });
});

describe('a refund as a refund receipt', () => {
  it('is one document, by the profile', async () => {
    world = await startTestWorld();
    profileWith(world, { quickBooksRefundRecipe: 'refund_receipt' });
    const { documentId } = await refundInQueue(world);
    world.quickBooks.faults.add({ kind: 'dropResponse', route: write('refundreceipt') });
    await approveDocument(world, documentId);
    await waitForRetries(world);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'synced', recipe: 'refund_receipt' });
    expect(live(world, 'RefundReceipt')).toHaveLength(1);
    expect(live(world, 'RefundReceipt')[0]).toMatchObject({ DocNumber: 'RTP-0001-R1', TotalAmt: 399, TxnTaxDetail: { TotalTax: 36.27 } });
    expect(listed(world, 'CreditMemo')).toHaveLength(0);
    expect(balanceOf(world, 'Stripe clearing account')).toBe(0);
  });
});

describe("the month's fees", () => {
  it('are one purchase with the purchase side of GST, whose cents follow Stripe', async () => {
    world = await startTestWorld();
    const documentId = queue(world, fee);
    world.quickBooks.faults.add({ kind: 'dropResponse', route: write('purchase') });
    await approveDocument(world, documentId);
    await waitForRetries(world);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'synced', number: 'STRIPE-FEES-2026-03' });
    expect(live(world, 'Purchase')).toHaveLength(1);
    expect(live(world, 'Purchase')[0]).toMatchObject({ DocNumber: 'STRIPE-FEES-2026-03', TotalAmt: 10.99, TxnTaxDetail: { TotalTax: 1 }, EntityRef: { name: 'Stripe Payments Australia Pty Ltd' } });
    expect(balanceOf(world, 'Stripe clearing account')).toBe(-10.99);
  });

  it('are left as they stand where QuickBooks keeps no cent both ways', async () => {
    world = await startTestWorld({ company: { keepsPinnedTaxLine: false, keepsTaxInclusiveAmt: false } });
    const documentId = queue(world, { ...fee, totalCents: 4_900, gstCents: 445 });
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'failed', error: expect.stringContaining('correct the GST of purchase') as unknown });
    expect(live(world, 'Purchase')).toHaveLength(1);
  });

  const missing: readonly (readonly [string, string])[] = [
    ['Stripe Fees', 'The account “Stripe Fees” was not found'],
    ['Stripe Payments Australia Pty Ltd', 'The vendor “Stripe Payments Australia Pty Ltd” was not found'],
    ['GST on non-capital', 'A tax code “GST on non-capital” of exactly 10 % on purchases was not found'],
  ];
  it.each(missing)('say what is missing without %s, hold up no invoice, and create nothing by themselves', async (name, sentence) => {
    world = await startTestWorld({ company: { leavesOut: [name] } });
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('synced');
    const documentId = queue(world, fee);
    expect((await world.call('documents.preview', { documentId })).blockers.join(' ')).toContain(sentence);
    await approveDocument(world, documentId);
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'failed', error: expect.stringContaining(sentence) as unknown });
    expect((await world.call('documents.get', { documentId })).attempts[0]?.errorCode).toBe('QB_ACCOUNT_MISSING');
    expect(listed(world, 'Purchase')).toHaveLength(0);
  });
});

describe('a payout', () => {
  it('is one transfer to the bank, found again by its note', async () => {
    world = await startTestWorld();
    profileWith(world, { quickBooksPayoutTransfers: true });
    const documentId = queue(world, payout);
    const back = queue(world, { ...payout, sourceId: 'po_1AbCdEfGhIjKlMnOpQrStUvWy', totalCents: -192 });
    world.quickBooks.faults.add({ kind: 'forgetRequestId', times: 1000 });
    world.quickBooks.faults.add({ kind: 'dropResponse', route: write('transfer') });
    await approveDocument(world, documentId);
    await approveDocument(world, back);
    await waitForRetries(world);
    expect([documentId, back].map((id) => world?.store.documents.get(id)?.status)).toEqual(['synced', 'synced']);
    expect(live(world, 'Transfer').map((transfer) => transfer['Amount']).toSorted()).toEqual([1.92, 391.92]);
    expect(balanceOf(world, 'Business Cheque')).toBe(390);
  });
});

describe('the list', () => {
  it('filters by kind, state and words, in pages', async () => {
    world = await startTestWorld();
    profileWith(world, { quickBooksPayoutTransfers: true });
    const { id } = await paidInvoice(world, { name: 'Kimberley 100% Skills' });
    queue(world, refundOf(id));
    queue(world, fee);
    queue(world, payout);
    expect(await world.call('documents.counts', {})).toEqual({ toReview: 3, stopped: 0, all: 3 });
    const first = await world.call('documents.list', { limit: 2 });
    expect(first).toMatchObject({ allCount: 3, totals: { count: 3, totalCents: 39_900 + 1_099 + 39_192 } });
    const second = await world.call('documents.list', { limit: 2, cursor: first.nextCursor, withTotals: false });
    expect([...first.rows, ...second.rows].map((row) => row.number)).toEqual(['RTP-0001-R1', 'PO-GhIjKlMnOpQrStUvWx', 'STRIPE-FEES-2026-03']);
    expect((await world.call('documents.list', { filter: { kind: ['fee', 'payout'], status: ['awaiting_review'] } })).rows).toHaveLength(2);
    expect((await world.call('documents.list', { filter: { search: '100%' } })).rows.map((row) => row.clientName)).toEqual(['Kimberley 100% Skills']);
    await expect(world.call('documents.list', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'BAD_INPUT' });

    const numbersBy = async (key: (typeof documentSortKeys)[number], direction: 'asc' | 'desc'): Promise<string[]> => {
      const numbers: string[] = [];
      let cursor: string | null = null;
      do {
        const page: OperationOutput<'documents.list'> = await (world as TestWorld).call('documents.list', { sort: { key, direction }, limit: 1, cursor, withTotals: false });
        numbers.push(...page.rows.map((row) => row.number));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return numbers;
    };
    for (const key of documentSortKeys) {
      const ascending = await numbersBy(key, 'asc');
      expect(ascending.toSorted()).toEqual(['PO-GhIjKlMnOpQrStUvWx', 'RTP-0001-R1', 'STRIPE-FEES-2026-03']);
      expect(await numbersBy(key, 'desc')).toEqual(ascending.toReversed());
    }
    expect(await numbersBy('total', 'desc')).toEqual(['RTP-0001-R1', 'PO-GhIjKlMnOpQrStUvWx', 'STRIPE-FEES-2026-03']);
    expect(await numbersBy('kind', 'asc')).toEqual(['STRIPE-FEES-2026-03', 'PO-GhIjKlMnOpQrStUvWx', 'RTP-0001-R1']);
    expect((await numbersBy('client', 'desc'))[0]).toBe('RTP-0001-R1');
    await expect(world.call('documents.list', { sort: { key: 'total', direction: 'asc' }, cursor: first.nextCursor })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
