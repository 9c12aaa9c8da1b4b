// The demo company's eighteen months through the real intake: the roll-forward holds, and the figures equal those told by Stripe's own objects.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDateOf } from '../../../src/domain/calendar.ts';
import type { RevenueSet } from '../../../src/contract/revenue.ts';
import { nextMonth } from '../../../src/domain/metrics/months.ts';
import { buildDemoCompany } from '../../../src/simulators/demo-company/buildDemoCompany.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld;
const zone = 'Australia/Brisbane';
const dayMs = 86_400_000;

beforeAll(async () => {
  world = await startTestWorld({ withHistory: (stripe, nowMs) => void buildDemoCompany({ stripe, seed: 1, endInstantMs: nowMs }) });
  await world.settle();
}, 300_000);
afterAll(() => world.close());

/** ex GST of a price that includes it, as an accountant would: eleven parts with one of tax. */
const exGst = (cents: number): number => Math.floor((cents * 20 + 11) / 22);

/** MRR now, told from the subscriptions as Stripe has them: active or past due (for 30 days at most), collected, and paid at least once. */
function mrrFromStripe(): number {
  const invoices = world.stripe.all('invoice');
  let sum = 0;
  for (const subscription of world.stripe.all('subscription')) {
    const own = invoices.filter((invoice) => invoice.parent?.subscription_details?.subscription === subscription.id);
    // Other currencies are in no figure.
    const isCounted = subscription.currency === 'aud' && (subscription.status === 'active' || subscription.status === 'past_due') && own.some((invoice) => invoice.status === 'paid' && invoice.amount_paid > 0);
    const isPaused = subscription.pause_collection !== null && own.some((invoice) => invoice.status === 'void');
    const isLongOverdue = subscription.status === 'past_due' && own.some((invoice) => invoice.status === 'open' && invoice.created < world.time.clock.nowMs() / 1000 - 30 * 86_400);
    if (!isCounted || isPaused || isLongOverdue) continue;
    for (const item of subscription.items.data) sum += exGst(item.price.unit_amount * item.quantity);
  }
  return sum;
}

describe('the demo company', () => {
  it('rolls forward in every month of its history', async () => {
    const { months } = await world.call('revenue.trend', { months: 60 });
    expect(months.length).toBeGreaterThanOrEqual(18);
    let opening = { cents: 0, clients: 0 };
    for (const { month, figures, closedAt } of months) {
      expect([month, figures.openingCents, figures.openingClients]).toEqual([month, opening.cents, opening.clients]);
      expect(figures.openingCents + figures.movements.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(figures.closingCents);
      expect(closedAt === null).toBe(month === months.at(-1)?.month);
      opening = { cents: figures.closingCents, clients: figures.closingClients };
    }
    months.slice(1).forEach(({ month }, index) => expect(month).toBe(nextMonth(months[index]?.month ?? '')));
  });

  it('is worth now what its subscriptions in Stripe say', async () => {
    const { now, figures } = await world.call('revenue.month', {});
    expect(now.mrrCents).toBe(mrrFromStripe());
    expect(figures?.closingCents).toBe(now.mrrCents);
    expect((await world.call('overview.get', {})).mrrCents).toBe(now.mrrCents);
  });

  it('has new clients in the months in which subscriptions were first paid, and loses them in the months in which they ended', async () => {
    const { months } = await world.call('revenue.trend', { months: 60 });
    const monthOf = (seconds: number): string => localDateOf(new Date(seconds * 1000).toISOString(), zone).slice(0, 7);
    const paid = world.stripe.all('invoice').filter((invoice) => invoice.status === 'paid' && invoice.amount_paid > 0 && invoice.currency === 'aud' && invoice.billing_reason === 'subscription_create');
    const counting = new Set(paid.map((invoice) => invoice.parent?.subscription_details?.subscription));
    const ended = world.stripe.all('subscription').filter((subscription) => subscription.ended_at !== null && counting.has(subscription.id));
    expect(paid.length).toBeGreaterThan(30);
    expect(ended.length).toBeGreaterThan(5);
    for (const { month, figures } of months) {
      const clientsOf = (kind: string): number => figures.movements.filter((row) => row.kind === kind).reduce((sum, { clients }) => sum + clients, 0);
      expect([month, clientsOf('new')]).toEqual([month, paid.filter((invoice) => monthOf(invoice.status_transitions.paid_at ?? 0) === month).length]);
      expect([month, clientsOf('churn')]).toEqual([month, ended.filter((subscription) => monthOf(subscription.ended_at ?? 0) === month).length]);
    }
  });

  it('opens each figure into clients whose sum is the figure', async () => {
    const { months } = await world.call('revenue.trend', { months: 60 });
    for (const { month, figures } of months) {
      for (const { kind, reason, amountCents, clients } of figures.movements) {
        const opened = await world.call('revenue.movements', { set: { of: 'movement', month, kind, reason } });
        expect(opened.sumCents).toBe(amountCents);
        expect(new Set(opened.rows.map(({ orgId }) => orgId)).size).toBe(clients);
      }
      const { plans } = await world.call('revenue.month', { month });
      expect(plans.reduce((sum, { mrrCents }) => sum + mrrCents, 0)).toBe(figures.closingCents);
      expect(plans.reduce((sum, { clients }) => sum + clients, 0)).toBe(figures.closingClients);
      for (const { plan, mrrCents } of plans) expect((await world.call('revenue.movements', { set: { of: 'plan', month, plan } })).sumCents).toBe(mrrCents);
    }
    const { now } = await world.call('revenue.month', {});
    expect((await world.call('revenue.movements', { set: { of: 'atRisk' } })).sumCents).toBe(now.atRiskCents);
    expect((await world.call('revenue.movements', { set: { of: 'bookedToEnd' } })).sumCents).toBe(now.bookedToEndCents);
    expect((await world.call('revenue.movements', { set: { of: 'paying' } })).sumCents).toBe(now.mrrCents);
    expect((await world.call('revenue.movements', { set: { of: 'committed' } })).sumCents).toBe(now.committedCents);
    expect((await world.call('revenue.movements', { set: { of: 'atRisk' } })).count).toBe((await world.call('overview.get', {})).clientsAtRisk);
    for (const { month, figures } of months) {
      const below = await world.call('revenue.movements', { set: { of: 'belowList', month } });
      expect([month, below.sumCents]).toEqual([month, figures.closingListCents - figures.closingCents]);
      const { usageCents } = await world.call('revenue.month', { month });
      expect((await world.call('revenue.movements', { set: { of: 'usage', month } })).sumCents).toBe(usageCents);
    }
    expect(now.atRiskCents).toBeGreaterThan(now.pastDueCents);
    expect(now.bookedToEndClients).toBeGreaterThan(0);
  });

  it('opens what each rate counts into clients whose sum is the rate’s own', async () => {
    const { months } = await world.call('revenue.trend', { months: 60 });
    const open = (set: RevenueSet) => world.call('revenue.movements', { set });
    for (const [index, { month, figures }] of months.entries()) {
      expect([month, (await open({ of: 'payingAt', month })).sumCents, (await open({ of: 'payingAt', month })).clients]).toEqual([month, figures.closingCents, figures.closingClients]);
      expect([month, (await open({ of: 'churned', month })).clients]).toEqual([month, figures.customerChurn.numerator]);
      expect([month, (await open({ of: 'lost', month, rate: 'gross' })).sumCents + 0]).toEqual([month, 0 - figures.grossMrrChurn.numerator]);
      expect([month, (await open({ of: 'lost', month, rate: 'net' })).sumCents + 0]).toEqual([month, 0 - figures.netMrrChurn.numerator]);
      expect([month, (await open({ of: 'retained', month, rate: 'gross' })).sumCents]).toEqual([month, figures.grossRetention.numerator]);
      expect([month, (await open({ of: 'retained', month, rate: 'net' })).sumCents]).toEqual([month, figures.netRetention.numerator]);
      expect([month, (await open({ of: 'retained', month, rate: 'gross', months: 12 })).sumCents]).toEqual([month, figures.twelveMonthGrossRetention?.numerator ?? 0]);
      expect([month, (await open({ of: 'retained', month, rate: 'net', months: 12 })).sumCents]).toEqual([month, figures.twelveMonthNetRetention?.numerator ?? 0]);
      expect([month, (await open({ of: 'atList', month })).sumCents]).toEqual([month, figures.closingListCents]);
      expect([month, (await open({ of: 'sameMonth', month })).clients]).toEqual([month, figures.sameMonthChurn]);
      const { plans, oneOffCents, usageThreeMonthAverageCents } = await world.call('revenue.month', { month });
      for (const { plan, clients } of plans) expect([month, plan, (await open({ of: 'planClients', month, plan })).count]).toEqual([month, plan, clients]);
      expect([month, (await open({ of: 'oneOff', month })).sumCents]).toEqual([month, oneOffCents]);
      expect([month, Math.round((await open({ of: 'usage', month, months: 3 })).sumCents / 3)]).toEqual([month, usageThreeMonthAverageCents]);
      const sixBefore = months.slice(Math.max(0, index - 5), index + 1);
      expect([month, (await open({ of: 'churned', month, months: 6 })).clients]).toEqual([month, sixBefore.reduce((sum, one) => sum + one.figures.customerChurn.numerator, 0)]);
    }
    expect(months.some(({ figures }) => figures.twelveMonthNetRetention !== null && figures.grossMrrChurn.numerator > 0)).toBe(true);
    const { now } = await world.call('revenue.month', {});
    expect([(await open({ of: 'atRisk', cause: 'overdue' })).sumCents, (await open({ of: 'atRisk', cause: 'disputed' })).sumCents]).toEqual([now.pastDueCents, now.disputedCents]);
    expect([(await open({ of: 'paused' })).sumCents, (await open({ of: 'paused' })).count]).toEqual([now.pausedCents, now.pausedClients]);
    const { cohorts } = await world.call('revenue.cohorts', {});
    for (const { cohort, clients } of cohorts) expect((await open({ of: 'cohortMembers', cohort })).count).toBe(clients);
    expect((await open({ of: 'bridge', part: 'stripe' })).sumCents).toBe((await world.call('revenue.bridge', {})).stripeCents);
  });

  it('one-off revenue is what one-off invoices were paid for, ex GST', async () => {
    const { months } = await world.call('revenue.trend', { months: 60 });
    let sum = 0;
    for (const { month } of months) sum += (await world.call('revenue.month', { month })).oneOffCents;
    const fees = world.stripe.all('invoice').filter((invoice) => invoice.status === 'paid' && invoice.parent?.subscription_details?.subscription === undefined);
    expect(fees.length).toBeGreaterThan(2);
    expect(sum).toBe(fees.reduce((total, invoice) => total + exGst(invoice.total), 0));
  });

  it('mixes plans in each month to the MRR of that month', async () => {
    const { months } = await world.call('revenue.trend', { months: 12 });
    const mixed = await world.call('revenue.plans', { months: 12 });
    expect(mixed.months.map(({ month, plans }) => [month, plans.reduce((sum, { mrrCents }) => sum + mrrCents, 0)])).toEqual(months.map(({ month, figures }) => [month, figures.closingCents]));
  });

  it('keeps cohorts that add up to the clients and MRR of the last month', async () => {
    const { cohorts } = await world.call('revenue.cohorts', {});
    const { figures, month } = await world.call('revenue.month', {});
    const last = cohorts.map(({ cells }) => cells.at(-1));
    expect(last.reduce((sum, cell) => sum + (cell?.mrrCents ?? 0), 0)).toBe(figures?.closingCents);
    expect(last.reduce((sum, cell) => sum + (cell?.clients ?? 0), 0)).toBe(figures?.closingClients);
    const [first] = cohorts;
    const opened = await world.call('revenue.movements', { set: { of: 'cohort', month, cohort: first?.cohort ?? '' } });
    expect([opened.count, opened.sumCents]).toEqual([first?.cells.at(-1)?.clients, first?.cells.at(-1)?.mrrCents]);
  });

  it('bridges from what Stripe shows to what we show, without a rest', async () => {
    const { stripeCents, differences, oursCents } = await world.call('revenue.bridge', {});
    expect(stripeCents + differences.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(oursCents);
    expect(oursCents).toBe(mrrFromStripe());
    const amountOf = (id: string): number => differences.find((one) => one.id === id)?.amountCents ?? 0;
    expect(amountOf('paused')).toBeLessThan(0);
    expect([amountOf('tax'), amountOf('discounts'), amountOf('currency')]).toEqual([0, 0, 0]);
  });

  it('tells what became of failed payments', async () => {
    const { months } = await world.call('revenue.recovery', { months: 18 });
    for (const row of months) expect(row.recoveredCents + row.openCents + row.lostCents).toBe(row.failedCents);
    for (const row of months) {
      for (const [result, cents, count] of [[null, row.failedCents, row.failedCount], ['recovered', row.recoveredCents, row.recoveredCount], ['open', row.openCents, row.openCount], ['lost', row.lostCents, row.lostCount]] as const) {
        expect(await world.call('revenue.movements', { set: { of: 'failed', month: row.month, result } })).toMatchObject({ sumCents: cents, count });
      }
    }
    const sum = (of: (row: (typeof months)[number]) => number): number => months.reduce((total, row) => total + of(row), 0);
    expect(sum(({ recoveredCount }) => recoveredCount)).toBeGreaterThanOrEqual(3);
    expect(sum(({ openCount }) => openCount)).toBeGreaterThanOrEqual(2);
    expect(sum(({ lostCount }) => lostCount)).toBeGreaterThanOrEqual(2);
  });

  it('passes the check of the books, also after months have gone by and been frozen', async () => {
    const before = await world.call('revenue.trend', { months: 60 });
    for (let sleep = 0; sleep < 2; sleep += 1) {
      await world.engine.stop();
      world.time.advance(20 * dayMs);
      await world.restart();
      await world.settle();
    }
    const after = await world.call('revenue.trend', { months: 60 });
    const frozen = before.months.filter(({ closedAt }) => closedAt !== null);
    expect(after.months.slice(0, frozen.length)).toEqual(frozen);
    expect(after.months.length).toBeGreaterThan(before.months.length);
    const check = (await world.call('books.check', {})).checks.find(({ id }) => id === 'mrr_roll_forward');
    expect(check).toMatchObject({ ok: true });
    expect((await world.call('revenue.month', {})).rollForward).toMatchObject({ ok: true });
    expect((await world.call('revenue.month', {})).now.mrrCents).toBe(mrrFromStripe());
  }, 120_000);
});
