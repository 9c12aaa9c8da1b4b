// Exports are read by spreadsheets: nothing in them may run, and every cell comes back as it was.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvLine } from '../../../../src/renderer/app/export/csvFile.ts';

const anyText = fc.oneof(
  fc.string(),
  fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map(([start, rest]) => start + rest),
);

describe('csvCell', () => {
  test.each([
    ['plain', 'plain'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+61 7 1234', "'+61 7 1234"],
    ['-', "'-"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['-399.00', '-399.00'],
    ['-5', '-5'],
    ['-1+1', "'-1+1"],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' padded ', '" padded "'],
    ['', ''],
  ])('%j → %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test('no cell begins like a formula unless it is a plain number', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = csvCell(text);
        const value = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(/^[=+@\t\r]/.test(value)).toBe(false);
        expect(value.startsWith('-') && !/^-\d+(\.\d+)?$/.test(value)).toBe(false);
        expect(value === text || value === `'${text}`).toBe(true);
      }),
    );
  });
});

test('lines end with CR LF', () => {
  expect(csvLine(['RTP-0001', '399.00', 'Smith, Jones'])).toBe('RTP-0001,399.00,"Smith, Jones"\r\n');
});
