// One history of a customer, its events delivered in many orders, twice, late and in random batches: the same books every time.
import { expect, it } from 'vitest';
import type { StripeGateway, StripeJson } from '../../src/engine/ports/stripeGateway.ts';
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { makeBusiness } from './business.ts';
import { seededChance, type Chance } from './seededChance.ts';
import { startWorld } from './simulatedWorld.ts';
import type { World } from './world.ts';

const shuffles = Number(process.env['SIMULATION_SHUFFLES'] ?? 40);
const startMs = Date.UTC(2026, 5, 20);
const hourMs = 3600_000;

/** What happens, and how many hours pass before the next thing. */
const history: readonly (readonly [hours: number, act: (stripe: StripeSimulator) => void])[] = [
  [1, (stripe) => void stripe.act({ act: 'new-payment', plan: 'pro', name: 'Ordered Training', metadata: { org_id: 'org-ordered', rto_code: '40321' }, card: 'pm_card_refundFail' })],
  [1, (stripe) => void stripe.act({ act: 'new-payment', plan: 'essential', name: 'Test Training', metadata: { org_id: 'org-test', is_test: 'true' } })],
  [30, (stripe) => void stripe.call('POST', '/v1/refunds', { charge: chargeOf(stripe, 0), amount: '6900' })],
  [3, (stripe) => void stripe.call('POST', `/v1/customers/${customerOf(stripe)}`, { name: 'Ordered Training Renamed' })],
  [40, (stripe) => void stripe.act({ act: 'set-card-outcome', paymentMethod: stripe.all('payment_method')[0]?.id ?? '', outcome: 'card_declined' })],
  [2, (stripe) => void stripe.act({ act: 'renewal', subscription: subscriptionOf(stripe) })],
  [60, (stripe) => void stripe.act({ act: 'set-card-outcome', paymentMethod: stripe.all('payment_method')[0]?.id ?? '', outcome: 'success' })],
  [2, (stripe) => void stripe.act({ act: 'renewal', subscription: subscriptionOf(stripe) })],
  [5, (stripe) => void stripe.call('POST', '/v1/refunds', { charge: chargeOf(stripe, 3), amount: '100' })],
  [48, (stripe) => void stripe.act({ act: 'open-dispute', charge: chargeOf(stripe, 3), inquiry: true })],
  [2, (stripe) => void stripe.call('DELETE', `/v1/subscriptions/${subscriptionOf(stripe)}`, {})],
  [50, () => undefined],
];
const customerOf = (stripe: StripeSimulator): string => stripe.all('customer')[0]?.id ?? '';
const subscriptionOf = (stripe: StripeSimulator): string => stripe.all('subscription')[0]?.id ?? '';
/** Of those that succeeded, oldest first; the last where there are fewer. */
const chargeOf = (stripe: StripeSimulator, index: number): string => {
  const paid = stripe.all('charge').filter((charge) => charge.status === 'succeeded').toSorted((a, b) => a.created - b.created);
  return (paid[index] ?? paid.at(-1))?.id ?? '';
};

/** The feed shows what this run has let through so far, some of it twice, in any order. */
function feedOf(chance: Chance): { wrap: (gateway: StripeGateway) => StripeGateway; share: number; delivered: Set<string> } {
  const feed = {
    share: 0,
    delivered: new Set<string>(),
    wrap: (gateway: StripeGateway): StripeGateway => ({
      ...gateway,
      list: async (type, params, signal) => {
        if (type !== 'events') return gateway.list(type, params, signal);
        const all: StripeJson[] = [];
        let after: string | undefined;
        do {
          const page = await gateway.list('events', { limit: 100, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
          all.push(...page.data);
          after = page.hasMore ? String(page.data.at(-1)?.['id']) : undefined;
        } while (after !== undefined);
        const shown = all.filter((event) => feed.delivered.has(String(event['id'])) || chance.percent(feed.share));
        for (const event of shown) feed.delivered.add(String(event['id']));
        const twice = shown.filter(() => chance.percent(30));
        return { data: [...shown, ...twice].map((event) => [chance.unit(), event] as const).toSorted(([a], [b]) => a - b).map(([, event]) => event), hasMore: false };
      },
    }),
  };
  return feed;
}

async function live(order: number): Promise<Record<string, unknown[]>> {
  const chance = seededChance(`order ${order}`);
  const feed = feedOf(chance);
  const world = await startWorld({ seed: 77, startMs, timeZone: 'Australia/Brisbane', sabotage: { name: 'shuffled feed', stripe: feed.wrap } });
  try {
    const { profile } = (await world.call('settings.get', {})) ?? { profile: undefined };
    if (profile === undefined) throw new Error('no settings');
    // Nothing is written to Stripe, so that its ids are the same in every run.
    await world.call('settings.saveProfile', { profile: { ...profile, recordInvoiceNumbersInStripe: false } });
    makeBusiness(world).open();
    for (const [hours, act] of history) {
      act(world.stripe);
      // The first run sees everything at once and in order: it is the one that the others are compared with.
      feed.share = order === 0 ? 100 : chance.pick([0, 10, 40, 80]);
      await pass(world, hours * hourMs);
    }
    feed.share = 100;
    await pass(world, hourMs);
    expect(world.violations).toEqual([]);
    return stateOf(world);
  } finally {
    await world.close();
  }
}

async function pass(world: World, ms: number): Promise<void> {
  world.time.set(world.time.clock.nowMs() + ms);
  world.time.advance(0);
  await world.settle();
}

/** Everything that a person could see, without what tells when and in which order it was recorded. */
function stateOf(world: World): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => world.program.looking.prepare(sql).all();
  return {
    orgs: all('SELECT id, name, billing_email, billing_tier, billing_status, rto_code FROM orgs ORDER BY id'),
    customers: all('SELECT stripe_customer_id, org_id, is_test, is_deleted, rto_code, card_brand, card_last4 FROM billing_customers ORDER BY 1'),
    invoices: all(
      `SELECT stripe_invoice_id, org_id, invoice_number IS NULL AS unnumbered, client_name, description, amount_ex_gst, gst_amount, amount_total, amount_paid, amount_refunded, status,
              attempt_count, issued_at, finalized_at, paid_at, local_date, quarter, stripe_charge_id, stripe_fee_cents, fee_state, qb_sync_status, revenue_type, is_test
       FROM billing_invoices ORDER BY 1`,
    ),
    lines: all('SELECT stripe_line_id, description, quantity, amount_ex_gst, gst_amount, amount_total, is_proration FROM billing_invoice_lines ORDER BY 1, 2'),
    subscriptions: all('SELECT stripe_subscription_id, org_id, plan_id, plan_tier, status, current_period_end, monthly_ex_gst, is_test FROM billing_subscriptions ORDER BY 1'),
    dunning: all('SELECT org_id, status, retry_count FROM billing_dunning WHERE retry_count > 0 ORDER BY 1'),
    charges: all('SELECT id, amount, amount_refunded, status, is_disputed, balance_transaction_id FROM stripe_charges ORDER BY 1'),
    disputes: all('SELECT id, status, amount FROM stripe_disputes ORDER BY 1'),
    refunds: all('SELECT id, status, amount FROM stripe_refunds ORDER BY 1'),
    facts: all('SELECT fact_key, event_type, revenue_type, amount_ex_gst, gst_amount, amount_total, description, effective_at, quarter, is_test FROM billing_ledger ORDER BY fact_key'),
    gst: all('SELECT quarter, gst_collected, gst_refunded, gst_net, invoice_count FROM gst_accrual WHERE gst_collected <> 0 OR gst_refunded <> 0 ORDER BY 1'),
    waiting: all('SELECT kind, source_id FROM fact_queue'),
  };
}

it(`${shuffles} orders of delivery end in the same books`, async () => {
  const meant = await live(0);
  expect(meant['facts']?.length).toBeGreaterThan(4);
  expect(meant['waiting']).toEqual([]);
  for (let order = 1; order <= shuffles; order += 1) expect({ order, ...(await live(order)) }).toEqual({ order, ...meant });
}, 300_000);
