// Words made from machine words: failures, event types, quarters on offer, ticks of the chart, errors of the profile.
import { expect, test } from 'vitest';
import { defaultBusinessProfile } from '../../../src/contract/profile.ts';
import { roundTicks } from '../../../src/renderer/charts/roundTicks.ts';
import { failureWords } from '../../../src/renderer/features/invoices/failureWords.ts';
import { recentQuarters } from '../../../src/renderer/features/invoices/recentQuarters.ts';
import { stripeStatusWord } from '../../../src/renderer/features/invoices/statusWords.ts';
import { humanise } from '../../../src/renderer/ui/humanise.ts';
import { profileErrors } from '../../../src/renderer/features/settings/profileErrors.ts';

test.each([
  ['[step3_customer] The name is taken.', 'Step 3, customer: The name is taken.'],
  ['[step5_verify_invoice] Differs.\nTotal', 'Step 5, verify invoice: Differs.\nTotal'],
  ['Something else', 'Something else'],
])('failureWords(%j)', (raw, words) => {
  expect(failureWords(raw)).toBe(words);
});

test('an unknown Stripe state is shown as it came', () => {
  expect([stripeStatusWord('paid').word, stripeStatusWord('partially_paid').word, humanise('')]).toEqual([
    'Paid',
    'Partially paid',
    '',
  ]);
});

test.each([
  ['2026-11-21', ['2027-Q2', '2027-Q1', '2026-Q4', '2026-Q3', '2026-Q2']],
  ['2026-07-01', ['2027-Q1', '2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1']],
  ['2026-06-30', ['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4']],
])('quarters on offer on %s', (today, quarters) => {
  expect(recentQuarters(today, 5).map(({ value }) => value)).toEqual(quarters);
});

test.each([
  [0, [0, 100_000]],
  [1_999_999, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
  [2_216_000, [0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000]],
])('round ticks up to %i', (highest, ticks) => {
  expect(roundTicks(highest)).toEqual(ticks);
});

test('the shipped profile has no errors; a wrong field is named in words', () => {
  expect([
    profileErrors(defaultBusinessProfile),
    Object.keys(profileErrors({ ...defaultBusinessProfile, businessName: '', invoicePrefix: 'R/1' })),
  ]).toEqual([{}, ['businessName', 'invoicePrefix']]);
});
