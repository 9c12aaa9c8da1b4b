// The clearing book over HTTP: one posting per balance transaction, payouts with their members, Stripe's balance beside it.
import { afterEach, describe, expect, it } from 'vitest';
import type { PayoutRecord } from '../../src/engine/ports/clearingTables.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function live(made: TestWorld, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    made.time.set(made.time.clock.nowMs() + dayMs);
    await made.pass(2 * minuteMs);
  }
}

const failing = async (made: TestWorld): Promise<readonly string[]> => (await made.call('books.check', {})).checks.filter((check) => !check.ok).map((check) => `${check.id}: ${check.sentence}`);

async function payoutNotes(made: TestWorld): Promise<readonly string[]> {
  const { rows } = await made.call('ledger.list', { filter: { eventType: ['payout_created', 'payout_paid', 'payout_failed'] }, direction: 'asc' });
  return rows.map((row) => `${row.eventType} ${row.totalCents}: ${row.description}`);
}

/** Newest first. */
const payoutsOf = ({ store }: TestWorld): readonly PayoutRecord[] => store.clearing.payoutsPage({ filter: {}, sort: { key: 'date', direction: 'desc' }, cursor: null, limit: 100, withTotals: false, homeCurrency: 'aud' }).rows;

describe('the clearing book', () => {
  it('posts every balance transaction once, and the payout sums to its members', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro');
    newPayment(world.stripe, 'essential');
    await live(world, 7);
    expect(world.store.clearing.count()).toBe(world.stripe.all('balance_transaction').length);
    const [payout] = payoutsOf(world);
    expect(payout).toMatchObject({ amountCents: 69_900 + 39_900 - 1_218 - 708, memberNetCents: 69_900 + 39_900 - 1_218 - 708, memberCount: 2, status: 'paid', isAutomatic: true });
    expect(await payoutNotes(world)).toEqual(['payout_created 0: Payout of A$1,078.74 to the bank account was started', 'payout_paid 0: Payout of A$1,078.74 arrived in the bank account']);
    expect(await failing(world)).toEqual([]);
  });

  it('finds the very first movement by itself where the event that tells of it can not be applied', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    world.stripe.addFault({ route: '^GET /v1/invoices/', times: 100, kind: 'status', status: 503 });
    newPayment(world.stripe, 'pro');
    await world.pass(2 * 60 * minuteMs);
    expect((await failing(world)).filter((sentence) => sentence.startsWith('stripe_balance'))).toEqual([]);
    expect(world.store.clearing.count()).toBe(1);
  });

  it('takes back a payout that failed after it was paid, in any order and once', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro');
    await live(world, 7);
    world.stripe.faults.twinNextEvents = 10;
    world.stripe.faults.reorderEvents = true;
    world.stripe.act({ act: 'fail-payout', payout: String(world.stripe.all('payout')[0]?.id) });
    await world.pass(2 * minuteMs);
    const notes = (await payoutNotes(world)).map((note) => note.split(' ')[0]);
    expect(notes).toEqual(['payout_created', 'payout_paid', 'payout_failed']);
    expect(await failing(world)).toEqual([]);
    await live(world, 3);
    const payouts = payoutsOf(world);
    // The money goes out again with the next one.
    expect(payouts.map(({ status, amountCents, memberNetCents }) => [status, amountCents - memberNetCents])).toEqual([['paid', 0], ['failed', 0]]);
    expect(await failing(world)).toEqual([]);
    const before = await payoutNotes(world);
    await world.startOver();
    await world.pass(2 * minuteMs);
    expect(await payoutNotes(world)).toEqual(before);
    expect(await failing(world)).toEqual([]);
  });

  it('holds what it does not know in suspense, counted and told', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro');
    await live(world, 1);
    world.stripe.act({ act: 'adjustment', amountCents: -1_234, reportingCategory: 'loyalty_clawback' });
    newPayment(world.stripe, 'essential');
    await live(world, 1);
    expect(world.store.clearing.suspense()).toMatchObject([{ what: 'loyalty_clawback', amountCents: -1_234, currency: 'aud' }]);
    const { rows } = await world.call('activity.list', {});
    expect(rows.some((row) => row.summary.includes('loyalty_clawback'))).toBe(true);
    expect(await failing(world)).toEqual([]);
  });
});

const tinyPdf = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64');

describe('fee tax invoices', () => {
  it('shows the variance, keeps the history of corrections and the file, and queues the purchase once it ties', async () => {
    world = await startTestWorld({ startMs: Date.parse('2026-03-20T02:00:00.000Z') });
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro');
    await live(world, 1);
    world.stripe.act({ act: 'product-fee', product: 'Radar for Fraud Teams', amountCents: 800 });
    newPayment(world.stripe, 'essential');
    await live(world, 15);
    const march = async (): Promise<unknown> => (await world?.call('fees.months', {}))?.months.find((row) => row.month === '2026-03');
    // 12.18 and 7.08 of payments with their GST inside, 8.00 of Radar and 0.80 of GST on it.
    expect(await march()).toMatchObject({ chargedCents: 2_806, expectedCents: 2_806, gstEstimateCents: 111 + 64 + 80, state: 'invoice_missing', varianceCents: null });
    const enter = (change: object): ReturnType<TestWorld['call']> => world!.call('fees.enterTaxInvoice', { month: '2026-03', number: 'AU-2026-03', date: '2026-04-01', totalCents: 2_806, gstCents: 255, ...change });
    await expect(enter({ attachment: { fileName: 'x.pdf', contentBase64: Buffer.from('<html>').toString('base64') } })).rejects.toMatchObject({ code: 'ATTACHMENT_REFUSED' });
    await expect(enter({ gstCents: 3_000 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await enter({ totalCents: 2_810, attachment: { fileName: '../../etc/invoice<1>.pdf', contentBase64: tinyPdf } });
    expect(await march()).toMatchObject({ varianceCents: 4, state: 'variance', taxInvoice: { attachment: { fileName: 'invoice 1.pdf', sizeBytes: 15 } } });
    expect((await failing(world)).map((text) => text.split(':')[0])).toEqual(['fees']);
    expect((await world.call('reconcile.exceptions', {})).exceptions.find((row) => row.kind === 'fee_variance')).toMatchObject({ count: 1, amountCents: 4 });
    await expect(world.call('fees.queueForQuickBooks', { month: '2026-03' })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    await enter({ totalCents: 2_810, varianceClass: 'rounding', varianceNote: 'Stripe rounds per line' });
    expect(await march()).toMatchObject({ state: 'explained' });
    await enter({});
    expect(await march()).toMatchObject({ varianceCents: 0, state: 'tied', taxInvoice: { attachment: { fileName: 'invoice 1.pdf' } } });
    const detail = await world.call('fees.month', { month: '2026-03' });
    expect(detail.history.map((row) => row.totalCents)).toEqual([2_806, 2_810, 2_810]);
    expect(detail.rows.reduce((sum, row) => sum + row.feeCents - (row.accountClass === 'fees' ? row.amountCents : 0), 0)).toBe(2_806);
    const file = await world.call('fees.attachment', { attachmentId: detail.history[0]?.attachment?.id ?? 0 });
    expect(file).toEqual({ fileName: 'invoice 1.pdf', mediaType: 'application/pdf', contentBase64: tinyPdf });
    await world.call('fees.queueForQuickBooks', { month: '2026-03' });
    await world.call('fees.queueForQuickBooks', { month: '2026-03' });
    expect(world.store.documents.bySource('fee', '2026-03')).toMatchObject({ totalCents: 2_806, gstCents: 255, localDate: '2026-03-31', status: 'awaiting_review' });
    expect(await failing(world)).toEqual([]);
  });
});

describe('payouts for people', () => {
  it('drills down to the invoices behind a payout, and shows manual ones as unallocated', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro', { name: 'Kimberley Skills' });
    await live(world, 6);
    const list = await world.call('payouts.list', {});
    const detail = await world.call('payouts.get', { payoutId: list.rows[0]?.id ?? '' });
    expect(detail).toMatchObject({ differenceCents: 0, sums: { amountCents: 69_900, feeCents: 1_218, netCents: 68_682 }, payout: { tie: 'tied', amountCents: 68_682 } });
    expect(detail.members).toMatchObject([{ invoiceNumber: 'RTP-0001', clientName: 'Kimberley Skills', reportingCategory: 'charge' }]);
    newPayment(world.stripe, 'essential');
    await live(world, 1);
    world.stripe.act({ act: 'manual-payout', amountCents: 10_000 });
    await world.pass(2 * minuteMs);
    const manual = (await world.call('payouts.list', {})).rows.find((row) => !row.isAutomatic);
    expect(manual).toMatchObject({ tie: 'manual', amountCents: 10_000 });
    expect((await world.call('reconcile.exceptions', {})).exceptions.map((row) => row.kind)).toContain('payout_manual');
    expect(await failing(world)).toEqual([]);
    await live(world, 5);
    // The next automatic payout takes the manual one's row along: it still ties out.
    expect((await world.call('payouts.list', {})).rows.filter((row) => row.isAutomatic).map((row) => row.tie)).toEqual(['tied', 'tied']);
    expect(await failing(world)).toEqual([]);
  });

  it('queues the transfer when the profile wants it, and withdraws it when the payout fails', async () => {
    world = await startTestWorld();
    const { profile } = await world.call('settings.get', {});
    await world.call('settings.saveProfile', { profile: { ...profile, quickBooksPayoutTransfers: true } });
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'pro');
    await live(world, 5);
    const id = String(world.stripe.all('payout')[0]?.id);
    expect(world.store.documents.bySource('payout', id)).toMatchObject({ totalCents: 68_682, gstCents: 0, status: 'awaiting_review', description: 'Stripe payout of 22 April 2026' });
    world.stripe.act({ act: 'fail-payout', payout: id });
    await world.pass(2 * minuteMs);
    expect(world.store.documents.bySource('payout', id)).toMatchObject({ status: 'withdrawn' });
  });
});
