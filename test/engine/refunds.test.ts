// Refunds found in Stripe, by any path: negative rows, GST exact in the quarter of each, failed ones taken back, queued for QuickBooks once.
import { afterEach, describe, expect, it } from 'vitest';
import { readCharge } from '../../src/domain/stripe/readCharge.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function paid(about: Parameters<typeof newPayment>[2] = {}, options: Parameters<typeof startTestWorld>[0] = {}): Promise<{ made: TestWorld; invoiceId: number; charge: string }> {
  const made = await startTestWorld(options);
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  const stripeId = newPayment(made.stripe, 'essential', about);
  await made.pass(2 * minuteMs);
  return { made, invoiceId: made.store.invoices.byStripeId(stripeId)?.id ?? 0, charge: String(made.stripe.all('charge')[0]?.id) };
}

const refund = (made: TestWorld, charge: string, amount: number): string => String(made.stripe.call('POST', '/v1/refunds', { charge, amount: String(amount) })['id']);

async function sleep(made: TestWorld, ms: number): Promise<void> {
  made.time.set(made.time.clock.nowMs() + ms);
  await made.pass(2 * minuteMs);
}

const moneyRows = async (made: TestWorld): Promise<[string, number, number, string][]> =>
  (await made.call('ledger.list', { filter: {}, direction: 'asc' })).rows.filter((row) => row.totalCents !== 0 || row.gstCents !== 0).map((row) => [row.eventType, row.totalCents, row.gstCents, row.quarter]);

async function expectSound(made: TestWorld): Promise<void> {
  const check = await made.call('books.check', {});
  expect(check.checks.filter((one) => !one.ok)).toEqual([]);
}

describe('refunds from Stripe', () => {
  it('splits several partial refunds so that their GST sums to the sale’s, each in its own quarter, each queued once', async () => {
    const { made, invoiceId, charge } = await paid({}, { startMs: Date.parse('2026-06-29T02:00:00.000Z') });
    refund(made, charge, 13_300);
    await made.pass(2 * minuteMs);
    await sleep(made, 5 * dayMs);
    refund(made, charge, 13_300);
    refund(made, charge, 13_300);
    made.stripe.faults.twinNextEvents = 20;
    await made.pass(2 * minuteMs);
    await made.pass(2 * minuteMs);
    expect(await moneyRows(made)).toEqual([
      ['subscription_payment', 39_900, 3_627, '2026-Q4'],
      ['refund', -13_300, -1_209, '2026-Q4'],
      ['refund', -13_300, -1_209, '2027-Q1'],
      ['refund', -13_300, -1_209, '2027-Q1'],
    ]);
    expect(made.store.invoices.get(invoiceId)?.refundedCents).toBe(39_900);
    const documents = made.store.documents.ofInvoice(invoiceId);
    expect(documents.map(({ kind, number, totalCents, gstCents, status }) => [kind, number, totalCents, gstCents, status])).toEqual([
      ['refund', 'RTP-0001-R1', 13_300, 1_209, 'awaiting_review'],
      ['refund', 'RTP-0001-R2', 13_300, 1_209, 'awaiting_review'],
      ['refund', 'RTP-0001-R3', 13_300, 1_209, 'awaiting_review'],
    ]);
    await expectSound(made);
  });

  it('takes a failed refund back as the mirror of what was booked, and its document out of the queue', async () => {
    const { made, invoiceId, charge } = await paid({ card: 'pm_card_refundFail' });
    refund(made, charge, 10_000);
    await made.pass(2 * minuteMs);
    await sleep(made, 2 * dayMs);
    expect((await moneyRows(made)).slice(1)).toEqual([
      ['refund', -10_000, -909, '2026-Q4'],
      ['refund_failed', 10_000, 909, '2026-Q4'],
    ]);
    expect(made.store.invoices.get(invoiceId)?.refundedCents).toBe(0);
    expect(made.store.documents.ofInvoice(invoiceId).map((document) => document.status)).toEqual(['withdrawn']);
    await expectSound(made);
  });

  it('leaves test rows out of GST and out of the queue', async () => {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    await made.settle();
    made.stripe.act({ act: 'new-payment', plan: 'essential', metadata: { is_test: 'true', org_id: 'org-test' } });
    await made.pass(2 * minuteMs);
    refund(made, String(made.stripe.all('charge')[0]?.id), 39_900);
    await made.pass(2 * minuteMs);
    const { quarters } = await made.call('gst.quarters', {});
    expect(quarters.map((quarter) => [quarter.gstCollectedCents, quarter.gstRefundedCents])).toEqual([[0, 0]]);
    expect(made.store.documents.ofInvoice(1)).toEqual([]);
    await expectSound(made);
  });

  it('shares the refund of a charge that paid two invoices by what is left of each; a failure takes both back', async () => {
    const { made, invoiceId, charge } = await paid({ card: 'pm_card_refundFail' });
    const second = newPayment(made.stripe, 'essential');
    await made.pass(2 * minuteMs);
    const first = made.store.invoices.get(invoiceId);
    const other = made.store.invoices.byStripeId(second);
    const payment = { id: 'inpay_shared', stripeInvoiceId: second, type: 'charge', paymentIntentId: null, chargeId: charge, amountPaidCents: 13_300, status: 'paid', createdAt: '2026-04-17T02:00:00.000Z', paidAt: '2026-04-17T02:00:00.000Z', isDefault: false };
    made.store.mirror.upsertInvoicePayment(payment);
    const refundId = refund(made, charge, 20_000);
    await made.pass(2 * minuteMs);
    const booked = made.store.refunds.booked(`${refundId} refunded`);
    expect(booked.map((row) => [row.invoiceId, row.totalCents, row.gstCents])).toEqual([
      [first?.id, -15_000, -1_364],
      [other?.id, -5_000, -455],
    ]);
    expect([first?.id, other?.id].map((id) => made.store.documents.ofInvoice(id ?? 0).map((document) => document.totalCents))).toEqual([[15_000], [5_000]]);
    await sleep(made, 2 * dayMs);
    expect([first?.id, other?.id].map((id) => made.store.invoices.get(id ?? 0)?.refundedCents)).toEqual([0, 0]);
    expect([first?.id, other?.id].flatMap((id) => made.store.documents.ofInvoice(id ?? 0).map((document) => document.status))).toEqual(['withdrawn', 'withdrawn']);
    await expectSound(made);
  });

  it('knows of a charge what is still given back after a refund failed, whichever is read first, so that it can be refunded again', async () => {
    const { made, charge } = await paid({ card: 'pm_card_refundFail' });
    refund(made, charge, 20_000);
    await made.pass(2 * minuteMs);
    const known = (): number | undefined => made.store.mirror.charge(charge)?.amountRefundedCents;
    expect(known()).toBe(20_000);
    // An answer that was on its way while the refund failed: it is applied last.
    const before = readCharge(made.stripe.call('GET', `/v1/charges/${charge}`));
    await sleep(made, 2 * dayMs);
    expect(known()).toBe(0);
    if (!before.ok) throw new Error('the charge could not be read');
    made.store.mirror.upsertCharge(before.value);
    expect(known()).toBe(0);
    refund(made, charge, 5_000);
    await made.pass(2 * minuteMs);
    expect(known()).toBe(5_000);
  });

  it('says what to do when a refund fails whose document stands in QuickBooks', async () => {
    const { made, invoiceId, charge } = await paid({ card: 'pm_card_refundFail' });
    refund(made, charge, 10_000);
    await made.pass(2 * minuteMs);
    const document = made.store.documents.ofInvoice(invoiceId)[0];
    made.store.documents.putPart(document?.id ?? 0, { role: 'adjustment_note', qbId: '77', docNumber: 'RTP-0001-R1', requestId: 'r', verifiedAt: null });
    await sleep(made, 2 * dayMs);
    const { rows } = await made.call('activity.list', {});
    expect(rows.find((row) => row.summary.includes('no longer holds'))).toMatchObject({ result: 'warning', detail: expect.stringContaining('Void its documents') });
  });

  it('leaves out, with the reason, a refund of a payment that was for no invoice', async () => {
    const { made } = await paid();
    const customer = String(made.stripe.all('customer')[0]?.id);
    const method = String(made.stripe.all('payment_method')[0]?.id);
    made.stripe.call('POST', '/v1/payment_intents', { amount: '5000', currency: 'aud', customer, payment_method: method, confirm: 'true', off_session: 'true' });
    const loose = made.stripe.all('charge').find((each) => each.amount === 5_000);
    refund(made, String(loose?.id), 5_000);
    await made.pass(2 * minuteMs);
    await sleep(made, 2 * dayMs);
    await made.pass(2 * minuteMs);
    expect(await moneyRows(made)).toHaveLength(1);
    const { rows } = await made.call('activity.list', {});
    expect(rows.filter((row) => row.summary.startsWith('A refund is not in the books'))).toHaveLength(1);
    await expectSound(made);
  });

  it('finds the refund that a credit note made', async () => {
    const { made, invoiceId } = await paid();
    const stripeId = String(made.stripe.all('invoice')[0]?.id);
    made.stripe.call('POST', '/v1/credit_notes', { invoice: stripeId, amount: '11000', refund_amount: '11000' });
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(1)).toEqual([['refund', -11_000, -1_000, '2026-Q4']]);
    expect(made.store.documents.ofInvoice(invoiceId)).toHaveLength(1);
    await expectSound(made);
  });
});

describe('credit notes without a refund', () => {
  it.each([
    ['put on the balance', { credit_amount: '11000' }],
    ['settled outside Stripe', { out_of_band_amount: '11000' }],
  ])('lower the sale and its GST: %s; QuickBooks is left to a person', async (_way, how) => {
    const { made, invoiceId } = await paid();
    const stripeId = String(made.stripe.all('invoice')[0]?.id);
    const note = String(made.stripe.call('POST', '/v1/credit_notes', { invoice: stripeId, amount: '11000', ...how })['id']);
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(1)).toEqual([['credit_note', -11_000, -1_000, '2026-Q4']]);
    expect(made.store.documents.ofInvoice(invoiceId)).toEqual([]);
    const { rows } = await made.call('activity.list', {});
    expect(rows.map((row) => row.summary)).toContainEqual(expect.stringContaining('enter its adjustment note in QuickBooks by hand'));
    made.stripe.call('POST', `/v1/credit_notes/${note}/void`, {});
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(2)).toEqual([['credit_note_voided', 11_000, 1_000, '2026-Q4']]);
    await expectSound(made);
  });
});

describe('disputes in the books', () => {
  it('withholds and releases money without touching GST; the fee is said', async () => {
    const { made, charge } = await paid();
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'won' });
    made.stripe.faults.twinNextEvents = 20;
    await made.pass(2 * minuteMs);
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(1)).toEqual([
      ['dispute_withheld', -39_900, 0, '2026-Q4'],
      ['dispute_released', 39_900, 0, '2026-Q4'],
    ]);
    const ledger = await made.call('ledger.list', { filter: { eventType: ['dispute_withheld'] } });
    expect(ledger.rows[0]?.description).toMatch(/withheld by the bank; Stripe charged a fee of \d+\.\d\d/);
    const { quarters } = await made.call('gst.quarters', {});
    expect(quarters[0]).toMatchObject({ gstNetCents: 3_627, invoiceCount: 1, refundsTotalCents: 0 });
    await expectSound(made);
  });

  it('gives back the GST of a lost dispute in the quarter of the loss; the row moves no money', async () => {
    const { made, charge } = await paid({}, { startMs: Date.parse('2026-06-29T02:00:00.000Z') });
    refund(made, charge, 9_900);
    await made.pass(2 * minuteMs);
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    await sleep(made, 5 * dayMs);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    const rows = await moneyRows(made);
    expect(rows.slice(1)).toEqual([
      ['refund', -9_900, -900, '2026-Q4'],
      ['dispute_withheld', -39_900, 0, '2026-Q4'],
      ['dispute_lost', 0, -2_727, '2027-Q1'],
    ]);
    await expectSound(made);
  });

  it('dates a loss by its event also in books built from nothing, however many others closed since', async () => {
    const { made, charge } = await paid({}, { startMs: Date.parse('2026-06-29T02:00:00.000Z') });
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    const [before] = made.stripe.all('event').filter((event) => event.type === 'charge.dispute.closed');
    for (let other = 0; other < 150; other += 1) {
      newPayment(made.stripe, 'essential', { name: `Other ${other}` });
      const last = String(made.stripe.all('charge').at(-1)?.id);
      const id = String(made.stripe.act({ act: 'open-dispute', charge: last })['dispute']);
      made.stripe.act({ act: 'decide-dispute', dispute: id, decision: 'prevented' });
    }
    // Days later, in the next quarter, built from nothing.
    made.time.set(made.time.clock.nowMs() + 6 * dayMs);
    await made.startOver();
    await made.settle();
    await made.pass(2 * minuteMs);
    const lost = (await made.call('ledger.list', { filter: { eventType: ['dispute_lost'] } })).rows;
    expect(lost.map(({ quarter, effectiveAt }) => [quarter, Date.parse(effectiveAt) / 1000])).toEqual([['2026-Q4', before?.created]]);
  });

  it('takes the GST of a loss back where the bank turns it into a win', async () => {
    const { made, charge } = await paid();
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'won' });
    await made.pass(2 * minuteMs);
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(1).toSorted()).toEqual([
      ['dispute_lost', 0, -3_627, '2026-Q4'],
      ['dispute_lost_reversed', 0, 3_627, '2026-Q4'],
      ['dispute_released', 39_900, 0, '2026-Q4'],
      ['dispute_withheld', -39_900, 0, '2026-Q4'],
    ]);
    await expectSound(made);
  });

  it('dates that win by the money that came back, not by when it was learned', async () => {
    const { made, charge } = await paid({}, { startMs: Date.parse('2026-06-29T02:00:00.000Z') });
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'won' });
    await sleep(made, 5 * dayMs);
    expect((await moneyRows(made)).filter(([type]) => type === 'dispute_lost_reversed' || type === 'dispute_released').map(([type, , , quarter]) => [type, quarter]).toSorted()).toEqual([
      ['dispute_lost_reversed', '2026-Q4'],
      ['dispute_released', '2026-Q4'],
    ]);
  });

  it('leaves GST alone where the profile says so', async () => {
    const { made, charge } = await paid();
    const { profile } = await made.call('settings.get', {});
    await made.call('settings.saveProfile', { profile: { ...profile, lostDisputesAdjustGst: false } });
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).map(([type]) => type)).toEqual(['subscription_payment', 'dispute_withheld']);
    await expectSound(made);
  });

  it('books a dispute that was prevented as it moved money, without touching GST', async () => {
    const { made, charge } = await paid();
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'prevented' });
    await made.pass(2 * minuteMs);
    expect((await moneyRows(made)).slice(1)).toEqual([['dispute_withheld', -39_900, 0, '2026-Q4']]);
    const { rows } = await made.call('disputes.list', {});
    expect(rows[0]).toMatchObject({ status: 'prevented', isOpen: false, awaitsEvidence: false, daysLeft: null });
    await expectSound(made);
  });

  it('books an inquiry without money, and says what it is', async () => {
    const { made, charge } = await paid();
    made.stripe.act({ act: 'open-dispute', charge, inquiry: true });
    await made.pass(2 * minuteMs);
    expect(await moneyRows(made)).toHaveLength(1);
    const activity = await made.call('activity.list', {});
    expect(activity.rows.map((row) => row.summary)).toContain('The bank asks about a payment; no money has moved');
  });
});
