// The palette puts what was meant first.
import { expect, test } from 'vitest';
import { matchScore, rankEntries, type RankedEntry } from '../../../../src/renderer/app/palette/paletteRanking.ts';

const entries = [
  'Overview',
  'Invoices',
  'QuickBooks',
  'Ledger',
  'GST & BAS',
  'Activity',
  'Settings',
  'Check the books',
].map((name): RankedEntry => ({ name, group: name === 'Check the books' ? 'Commands' : 'Pages' }));

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
  const ranked = rankEntries('dark', [
    { name: 'Look: dark', group: 'Commands' },
    { name: 'Other', group: 'Commands', keywords: 'dark mode' },
  ]);
  expect(ranked.map(({ name }) => name)).toEqual(['Look: dark', 'Other']);
});

test('accents do not matter', () => {
  expect(matchScore('cafe', 'Café Training')).toBeGreaterThan(50);
});

const invoice = (number: string, amount: string, client: string): RankedEntry => ({
  name: `${number} · ${client}`,
  group: 'Invoices',
  terms: [number, number.replace(/^RTP-0*/, ''), amount, client],
});
const records: readonly RankedEntry[] = [
  { name: 'Sync now', group: 'Commands' },
  { name: 'Settings: Backups and restore', group: 'Commands' },
  { name: 'Settings', group: 'Pages' },
  invoice('RTP-0399', '1990.00', 'Coral Coast Training'),
  invoice('RTP-0012', '399.00', 'Acme Skills'),
  { name: 'Coral Coast Training', group: 'Clients', terms: ['47008'] },
  { name: 'Payout of A$1,990.00', group: 'Payouts', terms: ['1990.00', 'po_1'] },
  { name: 'Found by its e-mail address', group: 'Clients', terms: ['47999'] },
];

test.each([
  ['a number with its prefix', 'RTP-0399', ['RTP-0399 · Coral Coast Training']],
  ['a number without it, before the same amount', '399', ['RTP-0399 · Coral Coast Training', 'RTP-0012 · Acme Skills']],
  ['an amount as it is shown', 'A$1,990.00', ['RTP-0399 · Coral Coast Training']],
  ['an amount typed short', '399.00', ['RTP-0012 · Acme Skills']],
  ['a client before what is of the client', 'coral coast training', ['Coral Coast Training', 'Found by its e-mail address', 'RTP-0399 · Coral Coast Training']],
  ['an RTO code', '47008', ['Coral Coast Training']],
  ['a command before records', 'sync now', ['Sync now']],
  ['a page before its sections', 'settings', ['Settings', 'Settings: Backups and restore']],
])('%s: %s', (_what, typed, expected) => {
  expect(
    rankEntries(typed, records)
      .map(({ name }) => name)
      .slice(0, expected.length),
  ).toEqual(expected);
});

test('a record that the engine found by something not shown stays; letters in order do not stand beside a good answer', () => {
  const names = rankEntries('sync', records).map(({ name }) => name);
  expect(names).toContain('Found by its e-mail address');
  expect(names[0]).toBe('Sync now');
  expect(rankEntries('stgs', [{ name: 'Settings', group: 'Pages' }])).toHaveLength(1);
  expect(
    rankEntries('ledger', [
      { name: 'Ledger', group: 'Pages' },
      { name: 'Look: everything darker', group: 'Commands' },
    ]),
  ).toHaveLength(1);
});

test('nothing typed shows no record', () => {
  expect(rankEntries('', records).every(({ group }) => group === 'Pages' || group === 'Commands')).toBe(true);
});

test('a group stands together', () => {
  const groups = rankEntries('co', records).map(({ group }) => group);
  expect(groups.filter((group, index) => group !== groups[index - 1])).toHaveLength(new Set(groups).size);
});
