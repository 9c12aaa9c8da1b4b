// What an export's cells and words are: numbers and dates for Excel, texts that never run, filters in words.
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { filterWords, viewParams } from '../../../../src/renderer/app/export/filterWords.ts';
import { writeCsv } from '../../../../src/renderer/app/export/csvFile.ts';
import { TooManyRows, writeXlsx } from '../../../../src/renderer/app/export/xlsxFile.ts';
import { xlsxCell, xlsxWorkbook } from '../../../../src/renderer/app/export/xlsxWorkbook.ts';
import { zip } from '../../../../src/renderer/app/export/zipInThread.ts';
import type { ExportSheet } from '../../../../src/renderer/app/export/exportSheet.ts';

test.each([
  ['399.00', 'end', { type: Number, value: 399, format: '#,##0.00' }],
  ['-1234.50', 'end', { type: Number, value: -1234.5, format: '#,##0.00' }],
  ['12.345', 'end', { type: Number, value: 12.345, format: '#,##0.000' }],
  ['42', 'end', { type: Number, value: 42, format: '#,##0' }],
  // An RTO code is a name, not a number.
  ['31234', 'start', { type: String, value: '31234' }],
  ['2026-11-21', 'start', { type: Date, value: new Date('2026-11-21T00:00:00.000Z'), format: 'd mmm yyyy' }],
  ['=1+1', 'end', { type: String, value: '=1+1' }],
  ['pending', 'end', { type: String, value: 'pending' }],
  // More digits than a double keeps stay a text.
  ['1234567890123456.00', 'end', { type: String, value: '1234567890123456.00' }],
  ['', 'end', null],
] as const)('xlsxCell(%j, %s)', (text, align, cell) => {
  expect(xlsxCell(text, align)).toEqual(cell);
});

const sheet = (rows: readonly string[][]): ExportSheet<readonly string[]> => ({
  title: 'Invoices: all/some',
  columns: [
    { header: 'Client', text: (row) => row[0] ?? '' },
    { header: 'Total', unit: 'AUD', align: 'end', text: (row) => row[1] ?? '' },
  ],
  pages: () => [rows],
  about: (rowCount) => [['Filter', 'Status: paid'], ['Rows', String(rowCount)]],
});

test('CSV: heads, rows, then after an empty line what makes them trustworthy', async () => {
  const { blob, rowCount } = await writeCsv(sheet([['Acme, Pty', '399.00'], ['=cmd', '-1.00']]));
  expect(rowCount).toBe(2);
  expect(await blob.text()).toBe('Client,Total (AUD)\r\n"Acme, Pty",399.00\r\n\'=cmd,-1.00\r\n\r\nFilter,Status: paid\r\nRows,2\r\n');
});

test('XLSX is a zip with two sheets', async () => {
  const { blob } = await writeXlsx(sheet([['Acme', '399.00']]), xlsxWorkbook);
  const bytes = Buffer.from(await blob.arrayBuffer());
  expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
  expect(bytes.toString('latin1')).toContain('xl/worksheets/sheet2.xml');
});

test('the console packs in the thread that asks: the same archive, and a failure is told', () => {
  const answers: unknown[][] = [];
  zip({ 'a.txt': new TextEncoder().encode('Acme') }, (...answer) => void answers.push(answer));
  const [error, archive] = answers[0] as [unknown, Uint8Array];
  expect([error, Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])]).toEqual([null, [['a.txt', 'Acme']]]);
  zip({ 'a.txt': 'no bytes' as never }, (...answer) => void answers.push(answer));
  expect(answers).toHaveLength(2);
  expect(answers[1]?.[0]).toBeInstanceOf(Error);
});

test('XLSX refuses what would not fit in memory, and says how many fit', async () => {
  const page = Array.from({ length: 60_000 }, () => ['a', '1']);
  const twice: ExportSheet<readonly string[]> = { ...sheet([]), pages: () => [page, page] };
  await expect(writeXlsx(twice, xlsxWorkbook)).rejects.toBeInstanceOf(TooManyRows);
});

test.each([
  ['status=paid,open&open=12', 'Status: paid, open'],
  ['qbStatus=awaiting_review&sort=total:desc', 'Qb status: awaiting review; Sort: total, descending'],
  ['feePending=1', 'Fee pending: yes'],
  ['', ''],
])('filterWords(%j)', (params, words) => {
  expect(filterWords(new URLSearchParams(params))).toBe(words);
});

test('the same filter in another order is the same view', () => {
  expect(viewParams(new URLSearchParams('b=2&open=3&a=1'))).toBe(viewParams(new URLSearchParams('a=1&b=2')));
});
