// Stripe's fees: shares sum to the fee, and a fee that isn't settled yet is pending, not zero.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateFee, invoiceFee } from '../../src/domain/fees.ts';

describe('allocateFee', () => {
  it.each<[number, number[], number[]]>([
    [708, [39900], [708]],
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [1000, 2000, 3000], [16, 33, 51]],
    [100, [2000, 3000, 3000], [25, 38, 37]],
    [0, [5, 5], [0, 0]],
    [708, [0, 0], [708, 0]],
    [708, [], []],
    [-100, [1, 2], [-33, -67]],
  ])('%i over %j', (fee, paid, expected) => {
    expect(allocateFee(fee, paid)).toEqual(expected);
  });

  it('sums to the fee; every share but the largest is the proportion, rounded down', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.array(fc.nat({ max: 100_000_000 }), { minLength: 1, maxLength: 20 }),
        (fee, paid) => {
          const shares = allocateFee(fee, paid);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(fee);
          const total = paid.reduce((sum, amount) => sum + amount, 0);
          const largest = paid.indexOf(Math.max(...paid));
          for (const [index, share] of shares.entries()) {
            const down = total === 0 ? 0n : (BigInt(fee) * BigInt(paid[index] ?? 0)) / BigInt(total);
            expect(index === largest ? BigInt(share) >= down : BigInt(share) === down).toBe(true);
          }
        },
      ),
    );
  });
});

describe('invoiceFee', () => {
  it.each<[{ amountPaidCents: number; feeCents: number | null }[], string, number | null]>([
    [[], 'none', null],
    [[{ amountPaidCents: 0, feeCents: null }], 'none', null],
    [[{ amountPaidCents: 39900, feeCents: null }], 'pending', null],
    [[{ amountPaidCents: 39900, feeCents: 708 }], 'known', 708],
    [[{ amountPaidCents: 39900, feeCents: 0 }], 'known', 0],
    [
      [
        { amountPaidCents: 20000, feeCents: 300 },
        { amountPaidCents: 19900, feeCents: 408 },
      ],
      'known',
      708,
    ],
    [
      [
        { amountPaidCents: 20000, feeCents: 300 },
        { amountPaidCents: 19900, feeCents: null },
      ],
      'pending',
      null,
    ],
  ])('%j', (payments, state, feeCents) => {
    expect(invoiceFee({ payments })).toEqual({ state, feeCents });
  });
});
