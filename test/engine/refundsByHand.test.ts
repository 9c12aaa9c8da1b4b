// Refunds recorded by hand: previewed, stopped where they would pay twice, taken back by a row; disputes' deadlines and evidence drafts.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import type { OperationOutput } from '../../src/contract/operations.ts';
import { refundSortKeys } from '../../src/contract/refunds.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface Paid {
  readonly made: TestWorld;
  readonly invoiceId: number;
  readonly charge: string;
  record(change?: object): Promise<{ refundId: string; gstCents: number; quarter: string }>;
}

async function paid(): Promise<Paid> {
  const made = await startTestWorld();
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  const stripeId = newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
  await made.pass(2 * minuteMs);
  const invoiceId = made.store.invoices.byStripeId(stripeId)?.id ?? 0;
  return {
    made,
    invoiceId,
    charge: String(made.stripe.all('charge')[0]?.id),
    record: async (change = {}) => {
      const expectedVersion = made.store.invoices.get(invoiceId)?.version ?? 0;
      return made.call('refunds.record', { invoiceId, expectedVersion, amountCents: 10_000, date: '2026-04-17', how: 'Bank transfer', note: 'Agreed by phone', ...change });
    },
  };
}

async function sleep(made: TestWorld, ms: number): Promise<void> {
  made.time.set(made.time.clock.nowMs() + ms);
  await made.pass(2 * minuteMs);
}

/** The list's ids in an order, asked for one by one. */
async function refundIdsBy(made: TestWorld, key: (typeof refundSortKeys)[number], direction: 'asc' | 'desc'): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: OperationOutput<'refunds.list'> = await made.call('refunds.list', { sort: { key, direction }, limit: 1, cursor, withTotals: false });
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

async function expectSound(made: TestWorld): Promise<void> {
  const check = await made.call('books.check', {});
  expect(check.checks.filter((one) => !one.ok)).toEqual([]);
}

describe('a refund recorded by hand', () => {
  it('is previewed, booked, queued for QuickBooks and listed; taken back by a row, never removed', async () => {
    const { made, invoiceId, record } = await paid();
    const preview = await made.call('refunds.preview', { invoiceId, amountCents: 10_000, date: '2026-04-17', way: 'hand' });
    expect(preview).toMatchObject({ gstCents: 909, exGstCents: 9_091, quarter: '2026-Q4', refundableCents: 39_900, refundedBeforeCents: 0, stops: [], warnings: [] });
    const { refundId, gstCents } = await record();
    expect(gstCents).toBe(909);
    const { rows, totals } = await made.call('refunds.list', {});
    expect(rows).toEqual([expect.objectContaining({ id: refundId, origin: 'hand', status: 'recorded', date: '2026-04-17', totalCents: 10_000, gstCents: 909, invoiceNumber: 'RTP-0001', how: 'Bank transfer', document: expect.objectContaining({ number: 'RTP-0001-R1', status: 'awaiting_review' }) })]);
    expect(totals).toEqual({ count: 1, totalCents: 10_000, gstCents: 909, toReview: 1 });
    await expectSound(made);
    expect(await made.call('refunds.undo', { refundId, reason: 'Wrong client' })).toEqual({ refundId, isInQuickBooks: false });
    const after = await made.call('refunds.list', {});
    expect(after.rows[0]).toMatchObject({ status: 'undone', document: { status: 'withdrawn' } });
    expect(after.totals).toMatchObject({ count: 1, totalCents: 0, gstCents: 0 });
    expect(made.store.invoices.get(invoiceId)?.refundedCents).toBe(0);
    const ledger = await made.call('ledger.list', { filter: { moneyOnly: true }, direction: 'asc' });
    expect(ledger.rows.map((row) => [row.eventType, row.totalCents])).toEqual([['subscription_payment', 39_900], ['refund', -10_000], ['refund_reversed', 10_000]]);
    await expect(made.call('refunds.undo', { refundId, reason: 'Again' })).rejects.toMatchObject({ code: 'REFUND_UNDONE' });
    await expectSound(made);
  });

  it.each<[why: string, change: object, code: string]>([
    ['more than is left', { amountCents: 39_901 }, 'REFUND_TOO_MUCH'],
    ['a day that has not come', { date: '2026-04-18' }, 'REFUND_DATE'],
    ['before the payment', { date: '2026-04-16' }, 'REFUND_DATE'],
    ['no such date', { date: '17.4.2026' }, 'BAD_INPUT'],
    ['no note', { note: ' ' }, 'BAD_INPUT'],
    ['nothing', { amountCents: 0 }, 'BAD_INPUT'],
    ['a fraction of a cent', { amountCents: 0.5 }, 'BAD_INPUT'],
    ['an invoice that is not there', { invoiceId: 99 }, 'NOT_FOUND'],
    ['an older look', { expectedVersion: 0 }, 'STALE_VIEW'],
  ])('is refused: %s', async (_why, change, code) => {
    const { made, record } = await paid();
    await expect(record(change)).rejects.toMatchObject({ code });
    expect((await made.call('refunds.list', {})).rows).toEqual([]);
  });

  it('stops where an earlier refund makes it look double, until the person says that it is another', async () => {
    const { made, charge, record } = await paid();
    made.stripe.call('POST', '/v1/refunds', { charge, amount: '10000' });
    await made.pass(2 * minuteMs);
    await expect(record()).rejects.toMatchObject({ code: 'REFUND_POSSIBLE_DOUBLE' });
    await record({ acceptsEarlierRefund: true });
    await expect(record({ amountCents: 19_901 })).rejects.toMatchObject({ code: 'REFUND_TOO_MUCH' });
    expect((await made.call('refunds.list', {})).rows.map((row) => row.isPossibleDouble)).toEqual([true, true]);
    await expectSound(made);
  });

  it('stops where the payment is disputed, and where the dispute was lost; an inquiry only warns', async () => {
    const { made, invoiceId, charge, record } = await paid();
    const inquiry = String(made.stripe.act({ act: 'open-dispute', charge, inquiry: true })['dispute']);
    await made.pass(2 * minuteMs);
    const asked = await made.call('refunds.preview', { invoiceId, amountCents: 100, date: '2026-04-17', way: 'hand' });
    expect([asked.stops, asked.warnings.length]).toEqual([[], 1]);
    made.stripe.act({ act: 'decide-dispute', dispute: inquiry, decision: 'won' });
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    await expect(record()).rejects.toMatchObject({ code: 'REFUND_DISPUTE_OPEN' });
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    await expect(record()).rejects.toMatchObject({ code: 'REFUND_DISPUTE_LOST' });
  });

  it('warns when the same refund comes from Stripe as well', async () => {
    const { made, charge, record } = await paid();
    await record();
    made.stripe.call('POST', '/v1/refunds', { charge, amount: '10000' });
    await made.pass(2 * minuteMs);
    const { rows } = await made.call('activity.list', {});
    expect(rows.map((row) => row.summary)).toContainEqual(expect.stringContaining('one of the same amount was recorded by hand'));
    await expectSound(made);
  });

  it('acts once for one key', async () => {
    const { made, invoiceId } = await paid();
    const input = { invoiceId, expectedVersion: made.store.invoices.get(invoiceId)?.version ?? 0, amountCents: 10_000, date: '2026-04-17', how: 'Cash', note: 'At the counter' };
    const [first, second] = await Promise.all([made.call('refunds.record', input, 'key-of-one-click'), made.call('refunds.record', input, 'key-of-one-click')]);
    expect(second).toEqual(first);
    expect((await made.call('refunds.list', {})).rows).toHaveLength(1);
  });
});

describe('disputes', () => {
  it('are listed by deadline and reminded of at 7, 3 and 1 days, each once, also after a sleep', async () => {
    const { made, charge } = await paid();
    made.stripe.act({ act: 'open-dispute', charge, dueDays: 10 });
    await made.pass(2 * minuteMs);
    const { rows, openCount, withheldCents } = await made.call('disputes.list', {});
    expect([openCount, withheldCents]).toEqual([1, 39_900]);
    expect(rows[0]).toMatchObject({ clientName: 'Kimberley Skills', status: 'needs_response', awaitsEvidence: true, evidence: 'none', invoiceNumber: 'RTP-0001' });
    const reminders = async (): Promise<string[]> => (await made.call('activity.list', {})).rows.map((row) => row.summary).filter((summary) => summary.startsWith('Evidence for'));
    expect(await reminders()).toEqual([]);
    await sleep(made, 3 * dayMs);
    await made.pass(minuteMs);
    expect(await reminders()).toEqual(['Evidence for the dispute of Kimberley Skills is due in 7 days']);
    await sleep(made, 6 * dayMs);
    await made.pass(minuteMs);
    expect(await reminders()).toEqual(['Evidence for the dispute of Kimberley Skills is due tomorrow', 'Evidence for the dispute of Kimberley Skills is due in 7 days']);
  });

  it('keep evidence drafts without the network; a stale draft and an unknown field are refused; nothing after the deadline', async () => {
    const { made, charge } = await paid();
    const disputeId = String(made.stripe.act({ act: 'open-dispute', charge, dueDays: 2 })['dispute']);
    await made.pass(2 * minuteMs);
    const save = (expectedVersion: number, texts: Record<string, string>) => made.call('disputes.saveEvidence', { disputeId, expectedVersion, texts, checklist: { usage_log: { isAtHand: true, where: 'Shared drive' } } });
    expect(await save(0, { access_activity_log: 'Signed in daily' })).toEqual({ version: 1 });
    await expect(save(0, {})).rejects.toMatchObject({ code: 'STALE_VIEW' });
    await expect(save(1, { no_such_field: 'x' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const detail = await made.call('disputes.get', { disputeId });
    expect(detail.fields.find(({ field }) => field === 'access_activity_log')).toMatchObject({ text: 'Signed in daily', inStripe: '' });
    expect(detail.checklist.find(({ id }) => id === 'usage_log')).toMatchObject({ isAtHand: true, where: 'Shared drive' });
    expect(detail).toMatchObject({ version: 1, isSent: false, closedReason: null, confirmation: 'RTP-0001' });
    expect(detail.ledger.map((row) => row.totalCents)).toEqual([-39_900]);
    await sleep(made, 3 * dayMs);
    await expect(save(1, {})).rejects.toMatchObject({ code: 'EVIDENCE_CLOSED' });
    await expect(made.call('disputes.get', { disputeId: 'dp_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('refunds are listed in any order, forwards and backwards, page by page', async () => {
  const { made, record } = await paid();
  const dearer = (await record({ amountCents: 20_000 })).refundId;
  await sleep(made, dayMs);
  const cheaper = (await record({ amountCents: 500, date: '2026-04-18', acceptsEarlierRefund: true })).refundId;
  await made.call('refunds.undo', { refundId: cheaper, reason: 'It never happened' });
  for (const key of refundSortKeys) {
    const ascending = await refundIdsBy(made, key, 'asc');
    expect(ascending.toSorted()).toEqual([dearer, cheaper].toSorted());
    expect(await refundIdsBy(made, key, 'desc')).toEqual(ascending.toReversed());
  }
  expect(await refundIdsBy(made, 'amount', 'desc')).toEqual([dearer, cheaper]);
  expect(await refundIdsBy(made, 'date', 'desc')).toEqual([cheaper, dearer]);
  expect(await refundIdsBy(made, 'status', 'asc')).toEqual([dearer, cheaper]);
});
