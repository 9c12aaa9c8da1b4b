// The PDF of a table, read back: its texts, its pages, signs outside its font.
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { printableText } from '../../../src/adapters/pdf/printableText.ts';
import { printTable } from '../../../src/adapters/pdf/printTable.ts';
import type { PrintableTable } from '../../../src/contract/exports.ts';

/** Every text that is drawn, in order; the built-in fonts are encoded in WinAnsi, written as hex. */
function textsOf(base64: string): { texts: string[]; pageCount: number } {
  const bytes = Buffer.from(base64, 'base64');
  const whole = bytes.toString('latin1');
  const texts: string[] = [];
  for (const match of whole.matchAll(/stream\n/g)) {
    const start = match.index + match[0].length;
    const end = whole.indexOf('\nendstream', start);
    let content: string;
    try {
      content = inflateSync(bytes.subarray(start, end)).toString('latin1');
    } catch {
      continue;
    }
    for (const [, array = ''] of content.matchAll(/\[([^\]]*)\] TJ/g)) {
      texts.push([...array.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(''));
    }
  }
  return { texts, pageCount: [...whole.matchAll(/\/Type \/Page\n/g)].length };
}

const table = (rows: string[][]): PrintableTable => ({
  title: 'Invoices',
  about: [['Stripe as of', '21 Nov 2026, 14:02']],
  columns: [
    { header: 'Client', align: 'start', widthRem: 10 },
    { header: 'Total (AUD)', align: 'end', widthRem: 6 },
  ],
  rows,
  totals: ['2 rows', '-399.00'],
});

test('heading, facts, heads, rows and sums stand in it', async () => {
  const { base64, replacedCharacters } = await printTable(table([['Acme Training', '399.00'], ['Zoë’s Café – 東京', '−798.00']]), '2026-11-21T04:02:00.000Z');
  const { texts, pageCount } = textsOf(base64);
  expect(pageCount).toBe(1);
  expect(texts).toEqual(expect.arrayContaining(['Invoices', 'Client', 'Total (AUD)', 'Acme Training', '399.00', '-798.00', '2 rows', '-399.00']));
  expect(texts.join('|')).toContain('21 Nov 2026, 14:02');
  expect(replacedCharacters).toBe(2);
  expect(texts.some((text) => text.includes('2 characters are shown as'))).toBe(true);
});

test('column heads stand on every page and no row is lost', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => [`Client ${index}`, `${index}.00`]);
  const { texts, pageCount } = textsOf((await printTable(table(rows), '2026-11-21T04:02:00.000Z')).base64);
  expect(pageCount).toBeGreaterThan(3);
  expect(texts.filter((text) => text === 'Client')).toHaveLength(pageCount);
  expect(rows.filter(([client = '']) => !texts.includes(client))).toEqual([]);
  expect(texts.filter((text) => / of \d+$/.test(text))).toHaveLength(pageCount);
});

test('a text too long for its column ends with an ellipsis; the amount beside it stands whole', async () => {
  const { texts } = textsOf((await printTable(table([['A very long name '.repeat(20), '1234567.89']]), '2026-11-21T04:02:00.000Z')).base64);
  expect(texts).toContain('1234567.89');
  // 0x85 is the ellipsis in WinAnsi.
  expect(texts.some((text) => text.startsWith('A very long name') && text.endsWith('\u0085'))).toBe(true);
});

test.each([
  ['Plain', 'Plain', 0],
  ['−1.00', '-1.00', 0],
  ['line\nend\ttab', 'line end tab', 0],
  ['“quoted” – €5', '“quoted” – €5', 0],
  ['Łódź', '?ód?', 2],
  ['🎓', '?', 1],
  ['e\u0301', 'é', 0],
])('printableText(%j) → %j', (text, printed, replaced) => {
  expect(printableText(text)).toEqual({ text: printed, replaced });
});
