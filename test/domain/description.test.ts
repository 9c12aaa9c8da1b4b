// Descriptions: the sentences of the house, and never an id, SKU or system word.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeInvoice, describeLine, speakable, type DescribedLine } from '../../src/domain/description.ts';

const essential: DescribedLine = {
  productName: 'RTOpacks',
  planTier: 'essential',
  productLabel: 'RTOpacks Essential',
  quantity: 1,
  seats: 1,
  interval: 'month',
  periodStart: '2026-04-03',
  isProration: false,
  rawDescription: '1 × RTOpacks Essential (at $399.00 / month)',
};
const oneOff: DescribedLine = {
  ...essential,
  planTier: null,
  productLabel: null,
  seats: null,
  interval: null,
  periodStart: null,
};

describe('describeLine', () => {
  it.each<[string, Partial<DescribedLine>]>([
    ['RTOpacks Essential — monthly subscription, 1 seat, April 2026', {}],
    ['RTOpacks Pro — monthly subscription, 5 seats, April 2026', { planTier: 'pro', seats: 5 }],
    [
      'RTOpacks Enterprise — annual subscription, 100 seats, 12 months from July 2026',
      { planTier: 'enterprise', seats: 100, interval: 'year', periodStart: '2026-07-01' },
    ],
    ['RTOpacks Essential — subscription, 1 seat, April 2026', { interval: 'fortnight' }],
    ['RTOpacks Essential — monthly subscription, April 2026', { seats: null }],
    ['RTOpacks Essential — monthly subscription, 1 seat', { periodStart: null }],
    ['Additional seat — RTOpacks Essential, April 2026', { planTier: 'seat_addon', basePlanTier: 'essential' }],
    ['2 additional seats — RTOpacks Pro, April 2026', { planTier: 'seat_addon', basePlanTier: 'pro', quantity: 2 }],
    ['Additional seat — RTOpacks, April 2026', { planTier: 'seat_addon' }],
    [
      'RTOpacks Essential — credit for unused time, April 2026',
      { isProration: true, rawDescription: 'Unused time on RTOpacks Essential after 15 Apr 2026' },
    ],
    [
      'RTOpacks Pro — charge for the rest of the period, April 2026',
      { planTier: 'pro', isProration: true, rawDescription: 'Remaining time on RTOpacks Pro after 15 Apr 2026' },
    ],
    [
      'RTOpacks Pro — credit for unused time, April 2026',
      { planTier: 'pro', isProration: true, rawDescription: null, amountCents: -100 },
    ],
    [
      'RTOpacks Pro — charge for the rest of the period, April 2026',
      { planTier: 'pro', isProration: true, rawDescription: null, amountCents: 100 },
    ],
    [
      'RTOpacks Pro — adjustment for a change of plan, April 2026',
      { planTier: 'pro', isProration: true, rawDescription: null },
    ],
    [
      'Additional seat — RTOpacks Pro, credit for unused time, April 2026',
      { planTier: 'seat_addon', basePlanTier: 'pro', isProration: true, amountCents: -5 },
    ],
  ])('%s', (expected, change) => {
    expect(describeLine({ ...essential, ...change })).toBe(expected);
  });

  it.each<[string, Partial<DescribedLine>]>([
    ['BSB50420 Diploma of Leadership, quantity 3', { productLabel: 'BSB50420 Diploma of Leadership', quantity: 3 }],
    ['Onboarding', { rawDescription: '1 × Onboarding (at $990.00)' }],
    ['Onboarding fee', { rawDescription: 'Onboarding fee (price_1PgafmB7WZ01zgkW6dKueIc5)' }],
    ['Marketplace content', { productLabel: 'Marketplace content SKU: MC-0042-X' }],
    ['RTOpacks — purchase', { rawDescription: 'prod_QXg1hqf4jFNsqG' }],
    ['RTOpacks — purchase', { rawDescription: null }],
    [
      'RTOpacks — monthly subscription, April 2026',
      { rawDescription: 'price_1abc', interval: 'month', periodStart: '2026-04-01' },
    ],
    ["O'Brien & Sons: workshop", { rawDescription: "O'Brien & Sons: workshop" }],
    ['Invoice for 2026-04-01', { rawDescription: 'Invoice for 2026-04-01' }],
    ['two lines', { rawDescription: 'two\n\tlines\u0000' }],
  ])('%s', (expected, change) => {
    expect(describeLine({ ...oneOff, ...change })).toBe(expected);
  });

  it('never holds an id, and stays short, whatever the names hold', () => {
    const identifier = fc
      .tuple(
        fc.constantFrom('price', 'prod', 'sub', 'si', 'in', 'ch', 'org', 'plan_v2'),
        fc.stringMatching(/^[A-Za-z0-9]{4,24}$/),
      )
      .map(([prefix, rest]) => `${prefix}_${rest}`);
    const label = fc.option(
      fc
        .tuple(fc.string({ unit: 'binary', maxLength: 60 }), identifier, fc.string({ maxLength: 60 }))
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(
        label,
        label,
        fc.constantFrom('essential', 'seat_addon', 'unknown_tier', null),
        fc.boolean(),
        fc.constantFrom('month', 'year', null),
        (productLabel, rawDescription, planTier, isProration, interval) => {
          const description = describeLine({
            ...essential,
            planTier,
            productLabel,
            rawDescription,
            isProration,
            interval,
          });
          expect(description).not.toMatch(/[A-Za-z0-9]_[A-Za-z0-9]/);
          expect(description.length).toBeGreaterThan(0);
          expect([...description].length).toBeLessThanOrEqual(200);
          expect(description).not.toMatch(/\p{Cc}/u);
          expect(description.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('speakable', () => {
  it.each([
    ['123e4567-e89b-42d3-a456-426614174000 licence', 'licence'],
    ['RTO-PRO-MTH plan', 'plan'],
    ['sku 12', ''],
    ['Course ()', 'Course'],
    ['– Course –', 'Course'],
    ['', ''],
    ['a_b', ''],
  ])('%j is %j', (text, expected) => {
    expect(speakable(text)).toBe(expected);
  });

  // Patterns that run away on such a text would not come back before the test's own time limit.
  it('comes to an end with a hostile text', () => {
    const spoken = [
      'A-'.repeat(50_000),
      '_'.repeat(100_000),
      '('.repeat(100_000),
      'sku '.repeat(30_000),
      ' '.repeat(100_000),
    ].map((text) => speakable(text));
    expect(spoken.every((text) => text.length <= 1000)).toBe(true);
  });
});

describe('describeInvoice', () => {
  it.each([
    [[], 'No lines'],
    [['A'], 'A'],
    [['A', 'B'], 'A + 1 more'],
    [['A', 'B', 'C'], 'A + 2 more'],
  ])('%j', (lines, expected) => {
    expect(describeInvoice(lines)).toBe(expected);
  });
});
