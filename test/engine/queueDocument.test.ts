// The queue of documents other than invoices: once by its source, corrected while in review, withdrawn while nothing was sent.
import { afterEach, describe, expect, it } from 'vitest';
import { defaultBusinessProfile } from '../../src/contract/profile.ts';
import { queueDocument, withdrawDocument, type DocumentToQueue } from '../../src/engine/documents/queueDocument.ts';
import { contextOf, fee } from './documentSteps.ts';
import { paidInvoice } from './pushSteps.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('queueDocument', () => {
  it('queues a source once, numbers refunds in turn, and takes other figures only while in review', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world);
    const context = contextOf(world);
    const refund = { ...fee, kind: 'refund' as const, sourceId: 're_1', invoiceId: id, description: 'Refund' };
    const first = queueDocument(context, refund);
    expect(first).toMatchObject({ number: 'RTP-0001-R1', status: 'awaiting_review', exGstCents: 999, gstCents: 100, totalCents: 1_099, version: 1 });
    expect(queueDocument(context, refund)).toEqual(first);
    expect(queueDocument(context, { ...refund, sourceId: 're_2' })).toMatchObject({ number: 'RTP-0001-R2' });
    expect(queueDocument(context, { ...refund, totalCents: 2_200, gstCents: 200 })).toMatchObject({ totalCents: 2_200, exGstCents: 2_000, version: 2 });
    world.store.documents.patch(first?.id ?? 0, { status: 'approved' });
    expect(queueDocument(context, refund)).toMatchObject({ totalCents: 2_200, status: 'approved' });
    expect(queueDocument(context, fee)).toMatchObject({ number: 'STRIPE-FEES-2026-03' });
  });

  it.each<[why: string, wanted: Partial<DocumentToQueue>, profile?: object]>([
    ['another currency', { currency: 'nzd' }],
    ['nothing to book', { totalCents: 0, gstCents: 0 }],
    ['before the books begin', {}, { booksStartDate: '2026-04-01' }],
    ['payouts that nobody wants', { kind: 'payout', sourceId: 'po_1' }],
  ])('does not queue %s', async (_why, wanted, profile = {}) => {
    world = await startTestWorld();
    world.store.state.saveProfile({ ...defaultBusinessProfile, ...profile });
    expect(queueDocument(contextOf(world), { ...fee, ...wanted })).toBeNull();
  });

  it('withdraws what was not sent, and says what stands in QuickBooks else', async () => {
    world = await startTestWorld();
    const context = contextOf(world);
    expect(withdrawDocument(context, 'fee', '2026-03', 'none')).toBe('absent');
    const queued = queueDocument(context, fee);
    expect(withdrawDocument(context, 'fee', '2026-03', 'the month was counted wrongly')).toBe('withdrawn');
    expect(queueDocument(context, fee)).toMatchObject({ id: queued?.id, status: 'withdrawn', statusReason: 'the month was counted wrongly' });
    const sent = queueDocument(context, { ...fee, sourceId: '2026-04', localDate: '2026-04-30' });
    world.store.documents.putPart(sent?.id ?? 0, { role: 'purchase', qbId: null, docNumber: 'STRIPE-FEES-2026-04', requestId: 'r', verifiedAt: null });
    expect(withdrawDocument(context, 'fee', '2026-04', 'gone')).toBe('in_quickbooks');
    expect(world.store.documents.get(sent?.id ?? 0)).toMatchObject({ status: 'awaiting_review', statusReason: 'gone' });
  });

  it('keeps payouts apart by the end of their id', async () => {
    world = await startTestWorld();
    world.store.state.saveProfile({ ...defaultBusinessProfile, quickBooksPayoutTransfers: true });
    const context = contextOf(world);
    const payout = { ...fee, kind: 'payout' as const, gstCents: 0 };
    expect(queueDocument(context, { ...payout, sourceId: 'po_1AbCdEfGhIjKlMnOpQrStUvWx' })?.number).toBe('PO-GhIjKlMnOpQrStUvWx');
    expect(queueDocument(context, { ...payout, sourceId: 'po_1AbCdEfGhIjKlMnOpQrStUvWy', totalCents: -500 })).toMatchObject({ totalCents: -500 });
  });
});
