// Refunds and evidence through the outbox: once whatever is lost on the way, only with the profile's leave and the typed word.
import { afterEach, describe, expect, it } from 'vitest';
import type { RouteFault } from '../../../src/simulators/stripe/faults.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { restThrough } from '../restThrough.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;

interface Paid {
  readonly made: TestWorld;
  readonly invoiceId: number;
  readonly charge: string;
  issue(change?: object): Promise<{ changeId: number }>;
}

async function paid({ mayIssueRefunds = true } = {}): Promise<Paid> {
  const made = await startTestWorld();
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  const { profile } = await made.call('settings.get', {});
  await made.call('settings.saveProfile', { profile: { ...profile, mayIssueRefunds } });
  const stripeId = newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
  await made.pass(2 * minuteMs);
  const invoiceId = made.store.invoices.byStripeId(stripeId)?.id ?? 0;
  return {
    made,
    invoiceId,
    charge: String(made.stripe.all('charge')[0]?.id),
    issue: (change = {}) =>
      made.call('refunds.issue', { invoiceId, expectedVersion: made.store.invoices.get(invoiceId)?.version ?? 0, amountCents: 10_000, reason: 'requested_by_customer', confirmation: 'RTP-0001', ...change }),
  };
}

describe('a refund through Stripe', () => {
  it.each<{ name: string; kind: RouteFault['kind'] }>([
    { name: 'nothing', kind: 'status' },
    { name: 'the request', kind: 'drop-before' },
    { name: 'the answer', kind: 'drop-after-commit' },
    { name: 'half the answer', kind: 'reset-mid-body' },
  ])('is made once when $name is lost, booked, and queued for QuickBooks', async ({ name, kind }) => {
    const { made, invoiceId, issue } = await paid();
    await restThrough(made);
    if (name !== 'nothing') made.stripe.addFault({ route: 'POST /v1/refunds', times: 1, kind });
    const { changeId } = await issue();
    await restThrough(made);
    await made.pass(2 * minuteMs);
    expect(made.stripe.all('refund').map((refund) => refund.amount)).toEqual([10_000]);
    expect(made.store.changes.get(changeId)?.state).toBe('done');
    const { rows } = await made.call('refunds.list', {});
    expect(rows).toEqual([expect.objectContaining({ origin: 'stripe', status: 'succeeded', gstCents: 909, document: expect.objectContaining({ number: 'RTP-0001-R1' }) })]);
    expect(made.store.invoices.get(invoiceId)?.refundedCents).toBe(10_000);
    expect((await made.call('refunds.unfinished', {})).changes).toEqual([]);
  });

  it.each<[why: string, change: object, code: string]>([
    ['another word typed', { confirmation: 'RTP-0002' }, 'CONFIRMATION_DIFFERS'],
    ['more than is left', { amountCents: 39_901 }, 'REFUND_TOO_MUCH'],
    ['an older look', { expectedVersion: 0 }, 'STALE_VIEW'],
  ])('is refused: %s', async (_why, change, code) => {
    const { made, issue } = await paid();
    await expect(issue(change)).rejects.toMatchObject({ code });
    await made.pass(2 * minuteMs);
    expect(made.stripe.all('refund')).toEqual([]);
  });

  it('is refused unless the profile allows it, and while the payment is disputed', async () => {
    const { made, issue } = await paid({ mayIssueRefunds: false });
    await expect(issue()).rejects.toMatchObject({ code: 'REFUND_NOT_ENABLED' });
    const { profile } = await made.call('settings.get', {});
    await made.call('settings.saveProfile', { profile: { ...profile, mayIssueRefunds: true } });
    made.stripe.act({ act: 'open-dispute', charge: String(made.stripe.all('charge')[0]?.id) });
    await made.pass(2 * minuteMs);
    await expect(issue()).rejects.toMatchObject({ code: 'REFUND_DISPUTE_OPEN' });
    expect(made.stripe.all('refund')).toEqual([]);
  });

  it('stops for a person where Stripe refuses, and says why', async () => {
    const { made, issue, charge } = await paid();
    // Disputed in Stripe a moment ago; not heard of here yet.
    made.stripe.act({ act: 'open-dispute', charge });
    await issue();
    await restThrough(made);
    const { changes } = await made.call('refunds.unfinished', {});
    expect(changes).toEqual([expect.objectContaining({ kind: 'refund.issue', state: 'paused', error: expect.stringContaining('charged back') })]);
    expect(made.stripe.all('refund')).toEqual([]);
    await made.call('changes.giveUp', { changeId: changes[0]?.changeId ?? 0, expectedVersion: changes[0]?.version ?? 0 });
    expect((await made.call('refunds.unfinished', {})).changes).toEqual([]);
  });
});

describe('evidence', () => {
  async function disputed(): Promise<{ made: TestWorld; disputeId: string }> {
    const { made, charge } = await paid();
    const disputeId = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    await made.call('disputes.saveEvidence', { disputeId, expectedVersion: 0, texts: { access_activity_log: 'Signed in daily', customer_name: 'Kimberley Skills' }, checklist: {} });
    await restThrough(made);
    return { made, disputeId };
  }
  const inStripe = (made: TestWorld, disputeId: string) => made.stripe.find('dispute', disputeId);

  it('is drafted in Stripe without being submitted, also when the answer is lost', async () => {
    const { made, disputeId } = await disputed();
    made.stripe.addFault({ route: 'POST /v1/disputes', times: 1, kind: 'drop-after-commit' });
    await made.call('disputes.sendDraft', { disputeId, expectedVersion: 1 });
    await restThrough(made);
    expect(inStripe(made, disputeId)).toMatchObject({ status: 'needs_response', evidence: { access_activity_log: 'Signed in daily' }, evidence_details: { submission_count: 0, has_evidence: true } });
    expect(await made.call('disputes.get', { disputeId })).toMatchObject({ isSent: true, submittedAt: null, dispute: { evidence: 'draft_in_stripe', awaitsEvidence: true } });
  });

  it('is submitted once, by an act of its own with the typed word; nothing more can be sent', async () => {
    const { made, disputeId } = await disputed();
    await expect(made.call('disputes.submit', { disputeId, expectedVersion: 1, confirmation: 'yes' })).rejects.toMatchObject({ code: 'CONFIRMATION_DIFFERS' });
    made.stripe.addFault({ route: 'POST /v1/disputes', times: 1, kind: 'drop-after-commit' });
    await made.call('disputes.submit', { disputeId, expectedVersion: 1, confirmation: 'RTP-0001' });
    await restThrough(made);
    expect(inStripe(made, disputeId)).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } });
    expect(await made.call('disputes.get', { disputeId })).toMatchObject({ closedReason: 'Evidence was submitted already; a bank takes it once.', dispute: { evidence: 'submitted', awaitsEvidence: false } });
    await expect(made.call('disputes.sendDraft', { disputeId, expectedVersion: 1 })).rejects.toMatchObject({ code: 'EVIDENCE_CLOSED' });
    await expect(made.call('disputes.submit', { disputeId, expectedVersion: 1, confirmation: 'RTP-0001' })).rejects.toMatchObject({ code: 'EVIDENCE_CLOSED' });
  });

  it('is refused where nothing was drafted', async () => {
    const { made, charge } = await paid();
    const disputeId = String(made.stripe.act({ act: 'open-dispute', charge })['dispute']);
    await made.pass(2 * minuteMs);
    await expect(made.call('disputes.sendDraft', { disputeId, expectedVersion: 0 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
