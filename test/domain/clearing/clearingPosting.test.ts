// The posting rules of the clearing book: account by category, fee and its GST by type, and what holds for any history.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOfCategory, clearingPosting, clearingRuleVersion } from '../../../src/domain/clearing/clearingPosting.ts';
import { feeOf } from '../../../src/domain/clearing/feeOf.ts';
import type { BalanceTransactionFacts } from '../../../src/domain/stripe/readBalanceTransaction.ts';

const transaction = (change: Partial<BalanceTransactionFacts>): BalanceTransactionFacts => {
  const amountCents = change.amountCents ?? 39_900;
  const feeCents = change.feeCents ?? 0;
  return {
    id: 'txn_1', type: 'charge', reportingCategory: 'charge', currency: 'aud', sourceId: 'ch_1', payoutId: null, availableOn: null,
    createdAt: '2026-03-31T14:30:00.000Z', balanceType: 'payments', description: null, feeDetails: [],
    ...change, amountCents, feeCents, netCents: change.netCents ?? amountCents - feeCents,
  };
};

describe('feeOf', () => {
  it.each([
    ['a payment fee includes 1/11', { feeCents: 708 }, { type: 'payment', costCents: 708, gstIncludedCents: 64, gstOnTopCents: 0 }],
    ['Stripe’s own statement of the tax wins', { feeCents: 708, feeDetails: [{ type: 'stripe_fee', amountCents: 645 }, { type: 'tax', amountCents: 63 }] }, { type: 'payment', costCents: 708, gstIncludedCents: 63, gstOnTopCents: 0 }],
    ['a dispute fee includes 1/11', { reportingCategory: 'dispute', amountCents: -39_900, feeCents: 2_500 }, { type: 'dispute', costCents: 2_500, gstIncludedCents: 227, gstOnTopCents: 0 }],
    ['Radar: GST comes on top', { reportingCategory: 'fee', type: 'stripe_fee', amountCents: -808, description: 'Radar for Fraud Teams (2026-03-01 – 2026-03-31)' }, { type: 'radar', costCents: 808, gstIncludedCents: 0, gstOnTopCents: 81 }],
    ['Connect: GST comes on top', { reportingCategory: 'fee', type: 'stripe_fee', amountCents: -2_000, description: 'Connect: Active Account Billing' }, { type: 'connect', costCents: 2_000, gstIncludedCents: 0, gstOnTopCents: 200 }],
    ['a tax row told by its category alone', { reportingCategory: 'tax', type: 'stripe_fee', amountCents: -81 }, { type: 'tax', costCents: 81, gstIncludedCents: 81, gstOnTopCents: 0 }],
    ['a tax row told by its type alone', { reportingCategory: 'fee', type: 'tax_fee', amountCents: -81 }, { type: 'tax', costCents: 81, gstIncludedCents: 81, gstOnTopCents: 0 }],
    ['the tax row itself is all GST', { reportingCategory: 'tax', type: 'tax_fee', amountCents: -81, description: 'GST - Radar for Fraud Teams' }, { type: 'tax', costCents: 81, gstIncludedCents: 81, gstOnTopCents: 0 }],
    ['an unknown product: nothing is estimated', { reportingCategory: 'fee', type: 'stripe_fee', amountCents: -500, description: 'Something new' }, { type: 'other', costCents: 500, gstIncludedCents: 0, gstOnTopCents: 0 }],
    ['a fee given back is negative', { reportingCategory: 'refund', amountCents: -39_900, feeCents: -708 }, { type: 'payment', costCents: -708, gstIncludedCents: -64, gstOnTopCents: 0 }],
  ] as const)('%s', (_, change, expected) => {
    expect(feeOf(transaction({ ...change, feeDetails: 'feeDetails' in change ? [...change.feeDetails] : [] }), '2026-03-31')).toEqual(expected);
  });

  it('is null where nothing was charged', () => {
    expect(feeOf(transaction({ reportingCategory: 'payout', type: 'payout', amountCents: -100 }), '2026-03-31')).toBeNull();
  });
});

describe('clearingPosting', () => {
  it.each([
    ['charge', 'payments'], ['refund', 'refunds'], ['refund_failure', 'refunds'], ['dispute', 'disputes'], ['dispute_reversal', 'disputes'], ['fee', 'fees'], ['tax', 'fees'],
    ['payout', 'bank'], ['payout_reversal', 'bank'], ['topup', 'bank'], ['other_adjustment', 'adjustments'], ['risk_reserved_funds', 'reserves'], ['transfer', 'connect'],
    ['a_category_of_next_year', 'suspense'], ['', 'suspense'],
  ])('%s is posted as %s', (category, account) => {
    expect(accountOfCategory(category)).toBe(account);
  });

  it('dates it by the business’s zone', () => {
    expect(clearingPosting(transaction({}), 'Australia/Brisbane')).toMatchObject({ localDate: '2026-04-01', month: '2026-04', ruleVersion: clearingRuleVersion });
  });

  it('tells the category from the type where an older version has none', () => {
    expect(clearingPosting(transaction({ reportingCategory: '', type: 'stripe_fee', amountCents: -808, description: 'Radar' }), 'Australia/Brisbane')).toMatchObject({ accountClass: 'fees', feeType: 'radar' });
    expect(clearingPosting(transaction({ reportingCategory: '', type: 'invented' }), 'Australia/Brisbane')).toMatchObject({ accountClass: 'suspense', reportingCategory: 'invented' });
  });

  it('another amount gives another digest, the same source the same', () => {
    const first = clearingPosting(transaction({}), 'Australia/Brisbane').sourceDigest;
    expect(clearingPosting(transaction({ description: 'renamed', availableOn: '2026-04-03T00:00:00.000Z' }), 'Australia/Brisbane').sourceDigest).toBe(first);
    expect(clearingPosting(transaction({ amountCents: 39_901 }), 'Australia/Brisbane').sourceDigest).not.toBe(first);
  });

  it('never drops a transaction, whatever its category: net is amount less fee, GST within the cost', () => {
    const anyTransaction = fc.record({ amountCents: fc.integer({ min: -10_000_000, max: 10_000_000 }), feeCents: fc.integer({ min: -50_000, max: 50_000 }), reportingCategory: fc.oneof(fc.string(), fc.constantFrom('charge', 'refund', 'dispute', 'fee', 'tax', 'payout')), type: fc.string() });
    fc.assert(fc.property(anyTransaction, (change) => {
      const posting = clearingPosting(transaction(change), 'Australia/Sydney');
      expect(posting.amountCents - posting.feeCents).toBe(posting.netCents);
      expect(Math.abs(posting.feeGstIncludedCents)).toBeLessThanOrEqual(Math.abs(posting.feeCostCents));
      expect(posting.accountClass).toBeTruthy();
    }));
  });
});
