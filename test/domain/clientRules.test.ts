// The tables of the client rules: standing, reminders, upgrade incentive, customer of record.
import { describe, expect, it } from 'vitest';
import { customerOfRecordFault, marketplaceOf } from '../../src/domain/customerOfRecord.ts';
import { dunningBanner } from '../../src/domain/dunning.ts';
import { orgBillingOf, type OrgBillingFacts } from '../../src/domain/orgBilling.ts';
import { reminderAdvice } from '../../src/domain/reminder.ts';
import { upgradeIncentive, type UpgradeIncentive } from '../../src/domain/upgradeIncentive.ts';

const noFailure: OrgBillingFacts = { subscription: null, failing: [], failedCharges: { firstAt: null, lastAt: null }, recoveredAt: null };
const first = '2026-04-01T00:00:00.000Z';
const tried = (attemptCount: number, isActionRequired = false): OrgBillingFacts['failing'][number] => ({ attemptCount, issuedAt: first, isActionRequired });

describe('an organisation’s standing', () => {
  it.each<[string | null, OrgBillingFacts['failing'], string, string, string]>([
    [null, [], 'free', 'active', 'ok'],
    ['active', [], 'pro', 'active', 'ok'],
    ['trialing', [], 'pro', 'active', 'ok'],
    ['past_due', [tried(1)], 'pro', 'past_due', 'warning'],
    ['past_due', [tried(2)], 'pro', 'past_due', 'warning'],
    ['past_due', [tried(3)], 'pro', 'past_due', 'restricted'],
    ['past_due', [tried(1), tried(4)], 'pro', 'past_due', 'restricted'],
    ['past_due', [tried(1, true)], 'pro', 'past_due', 'requires_action'],
    ['past_due', [tried(1, true), tried(1)], 'pro', 'past_due', 'warning'],
    ['past_due', [tried(3, true)], 'pro', 'past_due', 'restricted'],
    ['unpaid', [], 'pro', 'past_due', 'restricted'],
    ['paused', [], 'pro', 'active', 'ok'],
    ['incomplete', [tried(1, true)], 'free', 'active', 'requires_action'],
    ['incomplete_expired', [], 'free', 'cancelled', 'ok'],
    ['cancelled', [], 'free', 'cancelled', 'cancelled'],
    ['cancelled', [tried(4)], 'free', 'cancelled', 'cancelled'],
    ['something_new', [], 'pro', 'active', 'ok'],
  ])('%s, failing %j: %s, %s, %s', (status, failing, tier, billingStatus, dunning) => {
    const standing = orgBillingOf({ ...noFailure, failing, subscription: status === null ? null : { status, planTier: 'pro' } });
    expect([standing.billingTier, standing.billingStatus, standing.dunning.status]).toEqual([tier, billingStatus, dunning]);
  });

  it('takes the times from what happened: first and last failed charge, the payment that ended it', () => {
    const charges = { firstAt: '2026-04-02T00:00:00.000Z', lastAt: '2026-04-05T00:00:00.000Z' };
    expect(orgBillingOf({ ...noFailure, failing: [tried(2)], failedCharges: charges, recoveredAt: first }).dunning).toMatchObject({ firstFailureAt: charges.firstAt, lastRetryAt: charges.lastAt, resolvedAt: null });
    expect(orgBillingOf({ ...noFailure, failing: [tried(2)] }).dunning).toMatchObject({ firstFailureAt: first, lastRetryAt: null });
    expect(orgBillingOf({ ...noFailure, recoveredAt: first }).dunning).toEqual({ status: 'ok', retryCount: 0, firstFailureAt: null, lastRetryAt: null, resolvedAt: first });
  });
});

describe('the banner', () => {
  it.each<[string, number | null, string | null, string]>([
    ['requires_action', null, 'Confirm payment', 'Your bank asks you to confirm your payment. Nothing is charged until you do.'],
    ['warning', 0, 'Update card', 'Your payment failed. Please update your card. We will try again today.'],
    ['warning', -2, 'Update card', 'Your payment failed. Please update your card.'],
    ['cancelled', null, null, 'Your subscription has ended. You are on the free plan.'],
  ])('%s, next attempt in %s days', (status, days, action, sentence) => {
    expect(dunningBanner(status, days)).toMatchObject({ action, sentence });
  });

  it('is absent where all is well, and for a word that is not known', () => {
    expect([dunningBanner('ok', 3), dunningBanner('something_new', 3)]).toEqual([null, null]);
  });
});

describe('a reminder', () => {
  const state = { dunning: 'warning', today: '2026-04-20', graceUntil: null, hasOpenDispute: false };
  it.each<[string, object, boolean, RegExp]>([
    ['a failed payment', {}, true, /another card/],
    ['several failed payments', { dunning: 'restricted' }, true, /before Stripe gives up/],
    ['a confirmation at the bank', { dunning: 'requires_action' }, true, /invoice page/],
    ['nothing owed', { dunning: 'ok' }, false, /Nothing is owed/],
    ['an ended subscription', { dunning: 'cancelled' }, false, /has ended/],
    ['a word that is not known', { dunning: 'something_new' }, false, /Nothing is owed/],
    ['the last day of a grace period', { graceUntil: '2026-04-20' }, false, /grace period/],
    ['the day after a grace period', { graceUntil: '2026-04-19' }, true, /another card/],
    ['an open dispute', { hasOpenDispute: true }, false, /dispute is open/],
    ['an open dispute of a restricted client', { dunning: 'restricted', hasOpenDispute: true, graceUntil: '2026-01-01' }, false, /dispute is open/],
  ])('%s', (_name, change, isSuggested, reason) => {
    const advice = reminderAdvice({ ...state, ...change });
    expect(advice.isSuggested).toBe(isSuggested);
    expect(advice.reason).toMatch(reason);
  });
});

describe('the upgrade incentive', () => {
  const plans = [
    { planTier: 'free', totalCents: 0, baseSeats: 0 },
    { planTier: 'essential', totalCents: 39_900, baseSeats: 1 },
    { planTier: 'pro', totalCents: 69_900, baseSeats: 5 },
    { planTier: 'enterprise', totalCents: 0, baseSeats: 100 },
  ];
  const of = (planTier: string, purchasedSeats: number, changed: typeof plans = plans, seatTotalCents = 3_500): UpgradeIncentive | null => upgradeIncentive({ planTier, purchasedSeats, plans: changed, seatTotalCents });

  it.each<[string, number, Partial<UpgradeIncentive>]>([
    ['free', 0, { nextTier: 'essential', currentTotalCents: 0, nextTotalCents: 39_900, differenceCents: 39_900, nextSeats: 1 }],
    ['essential', 0, { nextTier: 'pro', currentTotalCents: 39_900, nextTotalCents: 69_900, differenceCents: 30_000, seats: 1, nextSeats: 5 }],
    // The four seats that Pro includes beyond Essential's one would cost 140.00: less than Pro's 300.00 more, and never as much.
    ['essential', 4, { currentTotalCents: 53_900, nextTotalCents: 69_900, differenceCents: 16_000, seats: 5, breakEvenExtraSeats: null }],
    ['essential', 9, { currentTotalCents: 71_400, nextTotalCents: 87_400, differenceCents: 16_000, seats: 10, nextSeats: 10 }],
    ['pro', 6, { nextTier: 'enterprise', currentTotalCents: 90_900, nextTotalCents: null, differenceCents: null, breakEvenExtraSeats: null, seats: 11, nextSeats: 100 }],
  ])('%s with %i extra seats', (tier, seats, expected) => {
    expect(of(tier, seats)).toMatchObject(expected);
  });

  it('tells from how many seats on the next plan costs no more', () => {
    const cheapPro = plans.map((plan) => (plan.planTier === 'pro' ? { ...plan, totalCents: 49_900 } : plan));
    expect(of('essential', 2, cheapPro)).toMatchObject({ breakEvenExtraSeats: 3, differenceCents: 3_000 });
    expect(of('essential', 3, cheapPro)).toMatchObject({ breakEvenExtraSeats: 3, differenceCents: -500 });
    const agreed = plans.map((plan) => (plan.planTier === 'enterprise' ? { ...plan, totalCents: 99_900 } : plan));
    expect(of('pro', 9, agreed)).toMatchObject({ breakEvenExtraSeats: 9, differenceCents: -1_500, nextTotalCents: 99_900 });
    expect(of('essential', 0, plans, 0)?.breakEvenExtraSeats).toBeNull();
    expect(of('essential', 0, plans.map((plan) => (plan.planTier === 'pro' ? { ...plan, totalCents: 39_900 } : plan)))?.breakEvenExtraSeats).toBe(0);
  });

  it('has nothing to say at the top, of a tier that is not known, or without the next plan', () => {
    expect([of('enterprise', 0), of('legacy', 0), of('pro', 0, plans.slice(0, 3))]).toEqual([null, null, null]);
  });
});

describe('the customer of record', () => {
  const platformNames = ['RTOpacks'];
  it.each<[string, string | null, boolean, ReturnType<typeof customerOfRecordFault>]>([
    ['Kimberley Skills', null, true, null],
    ['RTOpacks Pty. Ltd.', null, true, 'platform_is_customer'],
    ['rtopacks', null, true, 'platform_is_customer'],
    ['RTOpacks', null, false, null],
    ['RTOpacks Training Users Group', null, true, null],
    ['Pax8', 'Pax8', true, 'marketplace_is_customer'],
    ['PAX8 Pty Ltd', 'pax8', true, 'marketplace_is_customer'],
    ['Kimberley Skills', 'Pax8', true, null],
    ['', null, true, null],
  ])('%s, through %s, paying %s: %s', (name, marketplace, isPaying, fault) => {
    expect(customerOfRecordFault({ name, marketplace, isPaying, platformNames })).toBe(fault);
  });

  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ marketplace: ' Pax8 ' }, 'Pax8'],
    [{ reseller: 'Pax8' }, 'Pax8'],
    [{ sold_through: 'direct' }, null],
    [{ sold_through: 'Direct', reseller: 'Ingram' }, 'Ingram'],
    [{ marketplace: '' }, null],
  ])('metadata %j names %s', (metadata, expected) => {
    expect(marketplaceOf(metadata)).toBe(expected);
  });
});
