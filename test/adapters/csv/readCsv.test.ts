// Reading CSV: encodings, separators, quoting, and files that are none or too large.
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/adapters/csv/readCsv.ts';
import { AppError } from '../../../src/contract/errors.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, isLittle);
  for (let index = 0; index < text.length; index += 1) view.setUint16(2 + index * 2, text.charCodeAt(index), isLittle);
  return bytes;
};
const failureOf = (bytes: Uint8Array): string => {
  try {
    readCsv(bytes);
    return 'read';
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.detail}` : 'a mistake';
  }
};

describe('readCsv', () => {
  const text = 'code,name\r\n40321,Ngā Café\r\n';
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', utf8(text), 'UTF-8'],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${text}`), 'UTF-8'],
    ['UTF-16 little endian', utf16(text, true), 'UTF-16'],
    ['UTF-16 big endian', utf16(text, false), 'UTF-16'],
  ])('%s', (_name, bytes, encoding) => {
    expect(readCsv(bytes)).toEqual({ headings: ['code', 'name'], records: [{ line: 2, cells: ['40321', 'Ngā Café'] }], encoding });
  });

  it('takes what is not UTF-8 for what Excel writes on Windows', () => {
    expect(readCsv(Uint8Array.from([...utf8('code,name\n1,Caf'), 0xe9]))).toMatchObject({ encoding: 'Windows-1252', records: [{ cells: ['1', 'Café'] }] });
  });

  it.each([';', '\t', '|'])('separator %j', (separator) => {
    expect(readCsv(utf8(`code${separator}legal name, full${separator}abn\n40321${separator}Skills, Inc${separator}`))).toMatchObject({ headings: ['code', 'legal name, full', 'abn'], records: [{ cells: ['40321', 'Skills, Inc', ''] }] });
  });

  it('keeps quoted separators, quotes and line ends, and tells the line of each record', () => {
    const table = readCsv(utf8('code,name\n1,"a, ""b""\nc"\n\n2,d\n'));
    expect(table.records.map(({ cells }) => cells)).toEqual([['1', 'a, "b"\nc'], ['2', 'd']]);
    expect(table.records[0]?.line).toBe(2);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', utf8(''), /REGISTER_UNREADABLE: the file is empty/],
    ['a spreadsheet', Uint8Array.from([0x50, 0x4b, 3, 4, 0]), /save it as CSV/],
    ['a picture', Uint8Array.from([0x89, 0x50, 0, 0, 1]), /not a text file/],
    ['a million columns', utf8(`${','.repeat(1_000_000)}\n1`), /TOO_LARGE/],
    ['three hundred columns', utf8(`${','.repeat(300)}\n1`), /TOO_LARGE: the file has more than 200 columns/],
    ['a huge field', utf8(`code,name\n1,${'x'.repeat(2_000_000)}`), /TOO_LARGE/],
    ['a quotation mark that is never closed', utf8(`code,name\n1,"${'x\n'.repeat(10)}`), /REGISTER_UNREADABLE: a quotation mark/],
    ['a quotation mark in the middle', utf8('code,name\n1,a"b"\n'), /REGISTER_UNREADABLE: a quotation mark is out of place near line 2/],
    ['too many rows', utf8(`code\n${'1\n'.repeat(60_000)}`), /TOO_LARGE: the file has more than 50000 rows/],
  ])('refuses %s', (_name, bytes, expected) => {
    expect(failureOf(bytes)).toMatch(expected);
  });
});
