// Access, dunning and gates: the tables of the billing rules.
import { describe, expect, it } from 'vitest';
import { dunningBanner, dunningOf, type DunningStatus } from '../../src/domain/dunning.ts';
import { entitlementDecision, seatGate } from '../../src/domain/entitlements.ts';
import { accessOf, billingStatusOf, type Access } from '../../src/domain/subscriptionState.ts';

const now = '2026-04-15T00:00:00.000Z';
const later = '2026-05-01T00:00:00.000Z';
const dayAgo = '2026-04-14T00:00:00.000Z';
const longAgo = '2026-04-01T00:00:00.000Z';

describe('accessOf', () => {
  it.each<[string, string | null, Access]>([
    ['trialing', later, 'full'],
    ['trialing', longAgo, 'none'],
    ['active', later, 'full'],
    ['active', null, 'full'],
    ['active', dayAgo, 'grace'],
    ['active', '2026-04-12T00:00:00.001Z', 'grace'],
    ['active', '2026-04-12T00:00:00.000Z', 'none'],
    ['active', now, 'grace'],
    ['active', longAgo, 'none'],
    ['past_due', later, 'grace'],
    ['past_due', longAgo, 'grace'],
    ['cancelled', later, 'full'],
    ['cancelled', now, 'none'],
    ['cancelled', dayAgo, 'none'],
    ['cancelled', null, 'none'],
    ['unpaid', later, 'none'],
    ['incomplete', later, 'none'],
    ['incomplete_expired', later, 'none'],
    ['paused', later, 'none'],
    ['something_new', later, 'full'],
    ['something_new', dayAgo, 'none'],
    ['something_new', null, 'full'],
  ])('%s until %s: %s', (status, currentPeriodEnd, access) => {
    expect(accessOf({ status, currentPeriodEnd, now })).toBe(access);
  });

  it('a paused subscription has what was configured', () => {
    expect(accessOf({ status: 'paused', currentPeriodEnd: longAgo, now, pausedAccess: 'grace' })).toBe('grace');
  });

  it.each([
    ['active', 'active'],
    ['trialing', 'active'],
    ['paused', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'past_due'],
    ['cancelled', 'cancelled'],
    ['incomplete_expired', 'cancelled'],
  ])('%s makes the organisation %s', (status, expected) => {
    expect(billingStatusOf(status)).toBe(expected);
  });
});

describe('dunning', () => {
  it.each<[number, boolean, DunningStatus]>([
    [0, false, 'ok'],
    [-1, false, 'ok'],
    [1, false, 'warning'],
    [2, false, 'warning'],
    [3, false, 'restricted'],
    [4, false, 'restricted'],
    [99, false, 'restricted'],
    [0, true, 'cancelled'],
    [3, true, 'cancelled'],
  ])('%i failed attempts, deleted %s: %s', (retryCount, isCancelled, status) => {
    expect(dunningOf({ retryCount, isCancelled })).toBe(status);
  });

  it.each<[DunningStatus, number | null, object | null]>([
    ['ok', 3, null],
    [
      'warning',
      3,
      {
        tone: 'warning',
        isDismissible: true,
        sentence: 'Your payment failed. Please update your card. We will try again in 3 days.',
      },
    ],
    [
      'warning',
      1,
      {
        tone: 'warning',
        isDismissible: true,
        sentence: 'Your payment failed. Please update your card. We will try again in 1 day.',
      },
    ],
    [
      'warning',
      null,
      { tone: 'warning', isDismissible: true, sentence: 'Your payment failed. Please update your card.' },
    ],
    ['restricted', null, { tone: 'error', isDismissible: false }],
    ['cancelled', null, { tone: 'info', isDismissible: true }],
  ])('the banner for %s, next attempt in %s days', (status, days, expected) => {
    expect({ banner: dunningBanner(status, days) }).toMatchObject({ banner: expected });
  });
});

describe('seatGate', () => {
  it.each<[number | null, number | null, string, boolean, string | null]>([
    [5, 4, 'ok', true, null],
    [5, 5, 'ok', false, 'BILLING_SEAT_LIMIT'],
    [5, 6, 'ok', false, 'BILLING_SEAT_LIMIT'],
    [0, 0, 'ok', false, 'BILLING_SEAT_LIMIT'],
    [5, 4, 'warning', true, null],
    [5, 4, 'cancelled', true, null],
    [5, 4, 'restricted', false, null],
    [null, null, 'restricted', false, null],
    [null, 4, 'ok', true, null],
    [5, null, 'ok', true, null],
  ])('limit %s, members %s, dunning %s: allowed %s', (seatLimit, activeMembers, dunning, allowed, code) => {
    expect(seatGate({ seatLimit, activeMembers, dunning })).toMatchObject({ allowed, code });
  });

  it('says when it is open because something is not known', () => {
    expect(seatGate({ seatLimit: null, activeMembers: 1, dunning: 'ok' }).reason).toBe(
      'The seat limit is not known, so the gate is open.',
    );
    expect(seatGate({ seatLimit: 1, activeMembers: null, dunning: 'ok' }).reason).toBe(
      'The number of active members is not known, so the gate is open.',
    );
  });
});

describe('entitlementDecision', () => {
  it.each<[string | null | undefined, boolean, RegExp]>([
    ['true', true, /includes studio/],
    [' TRUE ', true, /includes/],
    ['false', false, /does not include studio/],
    ['10', true, /studio: 10/],
    ['0', false, /does not include/],
    [undefined, true, /gate is open/],
    [null, true, /gate is open/],
    ['', true, /gate is open/],
    ['maybe', true, /gate is open/],
    ['-1', true, /gate is open/],
  ])('%j: granted %s', (value, granted, reason) => {
    const decision = entitlementDecision(value, 'studio');
    expect(decision.granted).toBe(granted);
    expect(decision.reason).toMatch(reason);
  });
});
