// The palette puts what was meant first.
import { expect, test } from 'vitest';
import { matchScore, rankEntries } from '../../../src/renderer/app/paletteRanking.ts';

const entries = [
  'Overview',
  'Invoices',
  'QuickBooks',
  'Ledger',
  'GST & BAS',
  'Activity',
  'Settings',
  'Check the books',
].map((name) => ({ name }));

test.each([
  ['inv', 'Invoices'],
  ['bas', 'GST & BAS'],
  ['book', 'Check the books'],
  ['quick', 'QuickBooks'],
  ['LEDGER', 'Ledger'],
  ['stg', 'Settings'],
])('%s → %s', (typed, first) => {
  expect(rankEntries(typed, entries)[0]?.name).toBe(first);
});

test('nothing typed lists everything in its order', () => {
  expect(rankEntries('', entries)).toEqual(entries);
});

test('no match, no entry', () => {
  expect(rankEntries('zzz', entries)).toEqual([]);
});

test('keywords count, less than names', () => {
  const ranked = rankEntries('dark', [{ name: 'Look: dark' }, { name: 'Other', keywords: 'dark mode' }]);
  expect(ranked.map(({ name }) => name)).toEqual(['Look: dark', 'Other']);
});

test('accents do not matter', () => {
  expect(matchScore('cafe', 'Café Training')).toBeGreaterThan(50);
});
