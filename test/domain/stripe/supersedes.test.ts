// Which state may follow which: paid never goes back to open, whatever the order of arrival.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invoiceSupersedes, subscriptionSupersedes } from '../../../src/domain/stripe/supersedes.ts';

describe('invoiceSupersedes', () => {
  it.each<[string, string, boolean]>([
    ['draft', 'open', true],
    ['draft', 'paid', true],
    ['draft', 'deleted', true],
    ['open', 'draft', false],
    ['open', 'paid', true],
    ['open', 'void', true],
    ['open', 'uncollectible', true],
    ['uncollectible', 'paid', true],
    ['uncollectible', 'void', true],
    ['uncollectible', 'open', false],
    ['paid', 'open', false],
    ['paid', 'draft', false],
    ['paid', 'void', false],
    ['paid', 'uncollectible', false],
    ['paid', 'paid', true],
    ['void', 'open', false],
    ['void', 'paid', false],
    ['void', 'void', true],
    ['deleted', 'open', false],
    ['open', 'open', true],
    ['open', 'something_new', true],
    ['something_new', 'open', true],
    ['paid', 'something_new', false],
  ])('%s then %s: %s', (stored, incoming, expected) => {
    expect(invoiceSupersedes(stored, incoming)).toBe(expected);
  });

  it("ends in the same state for every order of one life's states", () => {
    const lives = [
      ['draft', 'open', 'paid'],
      ['draft', 'open', 'void'],
      ['draft', 'open', 'uncollectible', 'paid'],
      ['draft', 'open', 'uncollectible', 'void'],
      ['draft', 'deleted'],
      ['open', 'paid'],
    ];
    const anyOrder = fc
      .constantFrom(...lives)
      .chain((life) =>
        fc.tuple(fc.constant(life), fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 })),
      );
    fc.assert(
      fc.property(anyOrder, ([life, order]) => {
        const state = order.reduce((stored, incoming) => (invoiceSupersedes(stored, incoming) ? incoming : stored));
        expect(state).toBe(life.at(-1));
      }),
    );
  });
});

describe('subscriptionSupersedes', () => {
  it.each<[string, string, boolean]>([
    ['active', 'past_due', true],
    ['past_due', 'active', true],
    ['active', 'cancelled', true],
    ['cancelled', 'active', false],
    ['cancelled', 'past_due', false],
    ['cancelled', 'cancelled', true],
    ['canceled', 'cancelled', true],
    ['canceled', 'active', false],
    ['incomplete', 'active', true],
    ['incomplete_expired', 'active', false],
    ['paused', 'active', true],
    ['active', 'something_new', true],
  ])('%s then %s: %s', (stored, incoming, expected) => {
    expect(subscriptionSupersedes(stored, incoming)).toBe(expected);
  });
});
