// Sums of rows in the home currency, and the text of an amount in an export.
import { expect, test } from 'vitest';
import { amountText } from '../../../../src/renderer/ui/table/amountColumn.tsx';
import { homeSumCents, homeSumText, type Amounts } from '../../../../src/renderer/ui/table/homeSum.ts';

interface Row {
  readonly cents: number | null;
  readonly currency: string;
  readonly failed?: boolean;
}
const amounts: Amounts<Row> = { centsOf: (row) => row.cents, currencyOf: (row) => row.currency, isSummed: (row) => row.failed !== true };
const rows: readonly Row[] = [
  { cents: 10_000, currency: 'aud' },
  { cents: -2_550, currency: 'aud' },
  { cents: 500, currency: 'aud', failed: true },
  { cents: null, currency: 'aud' },
];

test('what counts for nothing, and what has no amount, is not summed', () => {
  expect([homeSumCents(rows, amounts), homeSumText(rows, amounts)]).toEqual([7450, 'A$74.50']);
});

test('another currency is left out of the sum, and said', () => {
  expect(homeSumText([...rows, { cents: 900, currency: 'usd' }], amounts)).toBe('A$74.50, without 1 in another currency');
});

test.each([
  [7450, 'aud', '74.50'],
  [-7450, 'usd', 'USD -74.50'],
  [900, 'jpy', 'JPY 900'],
  [null, 'aud', ''],
])('an exported amount is a bare number only in the home currency: %s %s', (cents, currency, text) => {
  expect(amountText(cents, currency)).toBe(text);
});
