// Every act on a subscription over HTTP: done once whatever is lost at any of its writes, refused truly, told in the ledger.
import { afterEach, describe, expect, it } from 'vitest';
import type { SubscriptionChange } from '../../../src/contract/subscriptions.ts';
import type { RouteFault } from '../../../src/simulators/stripe/faults.ts';
import type { Shapes } from '../../../src/simulators/stripe/shapes.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { restThrough } from '../restThrough.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

type Subscription = Shapes['subscription'];

async function subscribed(plan: 'essential' | 'pro'): Promise<{ made: TestWorld; id: string; now: () => Subscription }> {
  const made = await startTestWorld();
  world = made;
  makeCatalogue(made.stripe);
  newPayment(made.stripe, plan, { name: 'Kimberley Skills', orgId: 'org-1', rtoCode: '40321' });
  await restThrough(made, 2);
  const id = made.stripe.all('subscription')[0]?.id ?? '';
  return { made, id, now: () => made.stripe.find('subscription', id) as Subscription };
}

/** As a person does it: looks, then acts on what was seen. */
async function act(made: TestWorld, id: string, change: SubscriptionChange, more: { prorationDateSeconds?: number | null; typed?: string } = {}): Promise<number> {
  const { row } = await made.call('subscriptions.get', { id });
  const { changeId } = await made.call('subscriptions.change', { id, expectedVersion: row.version, change, ...more });
  return changeId;
}

const stateOf = (made: TestWorld, changeId: number): string | undefined => made.store.changes.get(changeId)?.state;

interface Case {
  readonly name: string;
  readonly plan: 'essential' | 'pro';
  /** Done before, without faults. */
  readonly first?: SubscriptionChange;
  readonly change: SubscriptionChange;
  readonly typed?: string;
  /** Each write of the act, as `METHOD /path`. */
  readonly writes: readonly string[];
  readonly effect: (subscription: Subscription, made: TestWorld) => unknown;
  readonly expected: unknown;
}

const toSubscription = 'POST /v1/subscriptions/sub_';
const cases: readonly Case[] = [
  { name: 'cancel at period end', plan: 'essential', change: { kind: 'cancel_at_period_end', reason: 'Merged' }, writes: [toSubscription], effect: (now) => [now.cancel_at_period_end, now.status], expected: [true, 'active'] },
  { name: 'undo the cancellation', plan: 'essential', first: { kind: 'cancel_at_period_end' }, change: { kind: 'undo_cancel' }, writes: [toSubscription], effect: (now) => [now.cancel_at_period_end, now.cancel_at], expected: [false, null] },
  { name: 'cancel now', plan: 'pro', change: { kind: 'cancel_now', invoiceNow: false, prorate: false }, typed: 'cancel', writes: ['DELETE /v1/subscriptions/sub_'], effect: (now) => now.status, expected: 'canceled' },
  { name: 'upgrade', plan: 'essential', change: { kind: 'upgrade', planId: 'pro' }, writes: [toSubscription], effect: (now, made) => [now.items.data.map((item) => item.price.unit_amount), made.stripe.all('invoiceitem').length], expected: [[69_900], 2] },
  { name: 'downgrade at the next cycle', plan: 'pro', change: { kind: 'downgrade', planId: 'essential' }, writes: ['POST /v1/subscription_schedules$', 'POST /v1/subscription_schedules/sub_sched_'], effect: (now, made) => [now.items.data[0]?.price.unit_amount, made.stripe.all('subscription_schedule').map((schedule) => schedule.phases.length)], expected: [69_900, [2]] },
  { name: 'undo the downgrade', plan: 'pro', first: { kind: 'downgrade', planId: 'essential' }, change: { kind: 'undo_downgrade' }, writes: ['POST /v1/subscription_schedules/.*/release'], effect: (now) => now.schedule, expected: null },
  { name: 'add two seats', plan: 'pro', change: { kind: 'add_seat', seats: 2 }, writes: [toSubscription], effect: (now) => now.items.data.map((item) => item.quantity).toSorted((a, b) => a - b), expected: [1, 2] },
  { name: 'agree a price', plan: 'pro', change: { kind: 'override', amountCents: 49_900, note: 'Founding client', expiresAt: null }, writes: [toSubscription], effect: (now) => now.items.data.map((item) => item.price.unit_amount), expected: [49_900] },
  { name: 'pause', plan: 'pro', change: { kind: 'pause', behaviour: 'void' }, writes: [toSubscription], effect: (now) => now.pause_collection?.behavior, expected: 'void' },
  { name: 'resume', plan: 'pro', first: { kind: 'pause', behaviour: 'void' }, change: { kind: 'resume' }, writes: [toSubscription], effect: (now) => now.pause_collection, expected: null },
];

describe('an act on a subscription', () => {
  const faults: readonly RouteFault['kind'][] = ['drop-before', 'drop-after-commit'];
  it.each(cases.flatMap((one) => faults.map((fault) => ({ ...one, fault }))))('$name is done once with $fault at each write', async ({ plan, first, change, typed, writes, effect, expected, fault }) => {
    const { made, id, now } = await subscribed(plan);
    if (first !== undefined) {
      await act(made, id, first);
      await restThrough(made, 1);
    }
    for (const route of writes) made.stripe.addFault({ route, times: 1, kind: fault });
    const changeId = await act(made, id, change, typed === undefined ? {} : { typed });
    await restThrough(made, 4);
    expect(made.stripe.faults.routes).toEqual([]);
    expect(stateOf(made, changeId)).toBe('done');
    expect(effect(now(), made)).toEqual(expected);
    expect(made.stripe.all('subscription')).toHaveLength(1);
    // The mirror shows it without waiting for an event, and the books stay sound.
    const { row } = await made.call('subscriptions.get', { id });
    expect(row.flags).not.toContain('unfinished');
    const check = await made.call('books.check', {});
    expect(check.checks.filter((each) => !each.ok)).toEqual([]);
  });

  it.each(faults)('subscribe with a token is done once with %s at each of its three writes', async (kind) => {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    const customer = made.stripe.call('POST', '/v1/customers', { name: 'Barossa Training', metadata: { org_id: 'org-2', rto_code: '45678' } });
    await restThrough(made, 2);
    for (const route of ['POST /v1/payment_methods/.*/attach', `POST /v1/customers/${String(customer['id'])}`, 'POST /v1/subscriptions$']) made.stripe.addFault({ route, times: 1, kind });
    const { changeId } = await made.call('subscriptions.subscribe', { orgId: 'org-2', planId: 'pro', paymentMethodToken: 'pm_card_visa' });
    await expect(made.call('subscriptions.subscribe', { orgId: 'org-2', planId: 'pro', paymentMethodToken: 'pm_card_visa' })).rejects.toMatchObject({ code: 'CHANGE_UNFINISHED' });
    await restThrough(made, 5);
    expect(stateOf(made, changeId)).toBe('done');
    const [subscription, ...more] = made.stripe.all('subscription');
    expect(more).toEqual([]);
    expect(subscription).toMatchObject({ status: 'active', metadata: { org_id: 'org-2', rto_code: '45678', catalogue_id: 'pro' } });
    expect(made.stripe.all('invoice')).toHaveLength(1);
    await expect(made.call('billing.subscribe', { org_id: 'org-2', plan_id: 'pro', payment_method_token: 'pm_card_visa' })).rejects.toMatchObject({ code: 'BILLING_ALREADY_SUBSCRIBED' });
  });

  it('subscribes once the client has entered a card on Stripe’s page', async () => {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    made.stripe.call('POST', '/v1/customers', { name: 'Barossa Training', metadata: { org_id: 'org-2' } });
    await restThrough(made, 2);
    const { changeId } = await made.call('subscriptions.subscribe', { orgId: 'org-2', planId: 'essential', paymentMethodToken: null });
    await restThrough(made, 2);
    expect(made.stripe.all('subscription')).toEqual([]);
    expect((await made.call('changes.cardPage', { changeId })).url).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    made.stripe.act({ act: 'complete-checkout', session: made.stripe.all('checkout_session')[0]?.id ?? '', card: 'pm_card_visa' });
    await restThrough(made, 3);
    expect(stateOf(made, changeId)).toBe('done');
    expect(made.stripe.all('subscription')).toHaveLength(1);
  });

  it('waits for a card no longer once a person says so', async () => {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    made.stripe.call('POST', '/v1/customers', { name: 'Barossa Training', metadata: { org_id: 'org-2' } });
    await restThrough(made, 2);
    const { changeId } = await made.call('subscriptions.subscribe', { orgId: 'org-2', planId: 'essential', paymentMethodToken: null });
    const expectedVersion = made.store.changes.get(changeId)?.version ?? -1;
    await restThrough(made, 2);
    await made.call('changes.giveUp', { changeId, expectedVersion });
    made.stripe.act({ act: 'complete-checkout', session: made.stripe.all('checkout_session')[0]?.id ?? '', card: 'pm_card_visa' });
    await restThrough(made, 3);
    expect([stateOf(made, changeId), made.stripe.all('subscription')]).toEqual(['given_up', []]);
    // Another may be begun at once.
    await made.call('subscriptions.subscribe', { orgId: 'org-2', planId: 'essential', paymentMethodToken: 'pm_card_visa' });
    await restThrough(made, 3);
    expect(made.stripe.all('subscription')).toHaveLength(1);
  });

  it('is refused with the true code', async () => {
    const { made, id } = await subscribed('essential');
    const refused = (operation: Promise<unknown>): Promise<unknown> => operation.then(() => 'accepted', (error: { code: string }) => error.code);
    expect(await refused(made.call('billing.upgrade', { org_id: 'org-1', new_plan_id: 'essential' }))).toBe('BILLING_WRONG_DIRECTION');
    expect(await refused(made.call('billing.downgrade', { org_id: 'org-1', new_plan_id: 'pro' }))).toBe('BILLING_WRONG_DIRECTION');
    expect(await refused(made.call('billing.upgrade', { org_id: 'org-1', new_plan_id: 'platinum' }))).toBe('BILLING_PLAN_NOT_FOUND');
    expect(await refused(made.call('billing.addSeat', { org_id: 'org-1' }))).toBe('BILLING_SEAT_NOT_ELIGIBLE');
    expect(await refused(made.call('billing.cancel', { org_id: 'org-9' }))).toBe('BILLING_NO_SUB');
    expect(await refused(made.call('subscriptions.change', { id, expectedVersion: 999, change: { kind: 'pause', behaviour: 'void' } }))).toBe('STALE_VIEW');
    expect(await refused(act(made, id, { kind: 'cancel_now', invoiceNow: false, prorate: false }))).toBe('BAD_INPUT');
    expect(made.stripe.stats.get('POST /v1/subscriptions/:id')).toBe(undefined);
  });

  it('says which permission is missing, and goes on once it is there', async () => {
    const permissions: Record<string, 'read' | 'write'> = { invoice: 'write', subscription: 'read' };
    for (const resource of ['customer', 'product', 'price', 'charge', 'event', 'account', 'payout', 'dispute', 'refund', 'balance_transaction', 'invoice_payment', 'payment_intent', 'payment_method', 'credit_note', 'plan', 'balance', 'radar_early_fraud_warning', 'early_fraud_warning']) permissions[resource] = 'read';
    const made = await startTestWorld({ apiKey: 'rk_test_readsOnly', apiKeys: [{ key: 'rk_test_readsOnly', permissions }] });
    world = made;
    makeCatalogue(made.stripe);
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await restThrough(made, 2);
    const id = made.stripe.all('subscription')[0]?.id ?? '';
    const changeId = await act(made, id, { kind: 'cancel_at_period_end' });
    await restThrough(made, 1);
    expect(made.store.changes.get(changeId)).toMatchObject({ state: 'paused', errorCode: 'STRIPE_PERMISSION_MISSING', errorSentence: expect.stringContaining('rak_subscription_write') });
    permissions['subscription'] = 'write';
    await made.call('changes.continue', { changeId, expectedVersion: made.store.changes.get(changeId)?.version ?? -1 });
    await restThrough(made, 1);
    expect(stateOf(made, changeId)).toBe('done');
  });

  it('is previewed by Stripe at the date that is then charged', async () => {
    const { made, id } = await subscribed('essential');
    made.time.set(made.time.clock.nowMs() + 10 * 24 * 3600_000);
    await restThrough(made, 1);
    const preview = await made.call('subscriptions.preview', { id, change: { kind: 'upgrade', planId: 'pro' } });
    expect(preview.effects).toEqual(['RTOpacks Pro holds at once.', 'The difference for the rest of the period is on the next invoice, on 17 May 2026.']);
    expect(preview.lines.filter((line) => line.isProration).map((line) => Math.sign(line.totalCents))).toEqual([-1, 1]);
    await act(made, id, { kind: 'upgrade', planId: 'pro' }, { prorationDateSeconds: preview.prorationDateSeconds });
    await restThrough(made, 2);
    const charged = made.stripe.all('invoiceitem').map((item) => item.amount).toSorted((a, b) => a - b);
    expect(charged).toEqual(preview.lines.filter((line) => line.isProration).map((line) => line.totalCents));
  });

  it.each([
    { prorate: true, invoiceNow: true, settles: 'now', lines: [-1] },
    { prorate: true, invoiceNow: false, settles: 'not_invoiced', lines: [-1] },
    { prorate: false, invoiceNow: false, settles: 'next_invoice', lines: [] },
  ])('cancelling now shows Stripe’s preview first (credit $prorate, invoice $invoiceNow)', async ({ prorate, invoiceNow, settles, lines }) => {
    const { made, id } = await subscribed('essential');
    made.time.set(made.time.clock.nowMs() + 10 * 24 * 3600_000);
    await restThrough(made, 1);
    const change: SubscriptionChange = { kind: 'cancel_now', prorate, invoiceNow };
    const preview = await made.call('subscriptions.preview', { id, change });
    expect(preview).toMatchObject({ settles, typedWord: 'CANCEL' });
    expect(preview.lines.map((line) => Math.sign(line.totalCents))).toEqual(lines);
    await act(made, id, change, { typed: 'CANCEL' });
    await restThrough(made, 2);
    expect(made.stripe.all('invoiceitem').reduce((sum, item) => sum + item.amount, 0)).toBe(preview.totalCents);
    expect(made.stripe.all('invoice')).toHaveLength(invoiceNow ? 2 : 1);
  });

  it('waits for the client where the bank asks for a confirmation, first payment or renewal, and only there', async () => {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    newPayment(made.stripe, 'essential', { name: 'First payment', orgId: 'org-1', card: 'pm_card_authenticationRequired' });
    newPayment(made.stripe, 'essential', { name: 'Renewal', orgId: 'org-2' });
    newPayment(made.stripe, 'pro', { name: 'Declined', orgId: 'org-3', card: 'pm_card_chargeDeclined' });
    const renewing = made.stripe.all('subscription').find((each) => each.metadata['org_id'] === 'org-2');
    const card = made.stripe.all('payment_method').find((method) => method.customer === renewing?.customer);
    made.stripe.act({ act: 'set-card-outcome', paymentMethod: card?.id ?? '', outcome: 'authentication_required' });
    made.stripe.act({ act: 'renewal', subscription: renewing?.id ?? '' });
    await restThrough(made, 2);
    const { rows } = await made.call('subscriptions.list', {});
    expect(rows.map((row) => [row.clientName, row.status, row.flags.includes('requires_action')]).toSorted()).toEqual([['Declined', 'incomplete', false], ['First payment', 'incomplete', true], ['Renewal', 'past_due', true]]);
    const { openInvoice } = await made.call('subscriptions.get', { id: renewing?.id ?? '' });
    expect(openInvoice?.url).toMatch(/^https:\/\/invoice\.stripe\.com\//);
    made.stripe.act({ act: 'complete-authentication', invoice: made.stripe.find('subscription', renewing?.id ?? '')?.latest_invoice ?? '' });
    await restThrough(made, 2);
    expect((await made.call('subscriptions.list', { filter: { flag: ['requires_action'] } })).rows.map((row) => row.clientName)).toEqual(['First payment']);
  });

  it('on an agreed price that runs out is asked for: one line in Activity, one in the count, until somebody decides', async () => {
    const { made, id } = await subscribed('pro');
    const told = async (): Promise<number> => (await made.call('activity.list', {})).rows.filter((row) => row.summary === 'The price agreed with Kimberley Skills has run out').length;
    const toDecide = async (): Promise<number> => (await made.call('status.get', {})).badges.subscriptionsToDecide;
    await act(made, id, { kind: 'override', amountCents: 49_900, note: 'Founding client', expiresAt: '2026-04-18T14:00:00.000Z' });
    await restThrough(made, 2);
    expect([await told(), await toDecide()]).toEqual([0, 0]);
    made.time.set(Date.parse('2026-04-19T00:00:00.000Z'));
    await restThrough(made, 2);
    await made.restart();
    await restThrough(made, 2);
    expect([await told(), await toDecide()]).toEqual([1, 1]);
    await act(made, id, { kind: 'end_override' });
    await restThrough(made, 2);
    expect([await told(), await toDecide()]).toEqual([1, 0]);
  });

  it('is offered to clients of Stripe without a subscription that still runs', async () => {
    const { made, id } = await subscribed('pro');
    made.stripe.call('POST', '/v1/customers', { name: 'Barossa Training', metadata: { org_id: 'org-2', rto_code: '45678' } });
    await restThrough(made, 2);
    const offered = async (search: string, orgId: string | null = null): Promise<string[]> => (await made.call('subscriptions.offer', { search, orgId })).clients.map((client) => client.name);
    expect(await offered('')).toEqual(['Barossa Training']);
    expect([await offered('4567'), await offered('kimber'), await offered('', 'org-1')]).toEqual([['Barossa Training'], [], []]);
    await act(made, id, { kind: 'cancel_now', invoiceNow: false, prorate: false }, { typed: 'CANCEL' });
    await restThrough(made, 2);
    expect(await offered('')).toEqual(['Barossa Training', 'Kimberley Skills']);
    expect((await made.call('subscriptions.offer', {})).plans.map((plan) => [plan.planId, plan.hasListPrice])).toEqual(expect.arrayContaining([['essential', true], ['enterprise', false]]));
  });

  it('is told in the ledger once, whether done here or in Stripe’s dashboard, and again by books built from nothing', async () => {
    const { made, id } = await subscribed('essential');
    await act(made, id, { kind: 'upgrade', planId: 'pro' });
    await restThrough(made, 2);
    const seat = made.stripe.all('price').find((price) => price.unit_amount === 3_500)?.id ?? '';
    made.stripe.call('POST', `/v1/subscriptions/${id}`, { items: [{ price: seat, quantity: '3' }], proration_behavior: 'none' });
    await restThrough(made, 2);
    await act(made, id, { kind: 'cancel_now', invoiceNow: false, prorate: false }, { typed: 'CANCEL' });
    await restThrough(made, 2);
    const notes = async (): Promise<string[]> => (await made.call('ledger.list', { direction: 'asc' })).rows.map((row) => row.eventType).filter((type) => /^(?:plan|seat|subscription)_(?!payment)/.test(type));
    expect(await notes()).toEqual(['subscription_created', 'plan_upgraded', 'seat_added', 'subscription_cancelled']);
    await made.startOver();
    await restThrough(made, 2);
    // What was done in the dashboard is known as long as Stripe keeps its event.
    expect((await notes()).toSorted()).toEqual(['plan_upgraded', 'seat_added', 'subscription_cancelled', 'subscription_created']);
  });
});

it.each(['See {{7}} and {{1}}', '{{1}}', '{{9}}'])('text of a person that looks like our own placeholder stays text: %s', async (reason) => {
  const { made, id, now } = await subscribed('pro');
  const changeId = await act(made, id, { kind: 'cancel_at_period_end', reason });
  await restThrough(made, 2);
  expect([stateOf(made, changeId), now().cancel_at_period_end]).toEqual(['done', true]);
});
