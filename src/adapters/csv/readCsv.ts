// Reads CSV as spreadsheets and registers write it: any of the usual encodings and separators, within bounds that memory allows.
import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../../contract/errors.ts';
import type { CsvTable, ReadCsv } from '../../engine/ports/csvReader.ts';

const mostColumns = 200;
const mostRecords = 50_000;
/** Characters of one record, all its fields together. */
const longestRecord = 100_000;

export const readCsv: ReadCsv = (bytes) => {
  const { text, encoding } = decode(bytes);
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  let parsed: { record: string[]; info: { lines: number } }[];
  try {
    parsed = parse(text, {
      delimiter: separatorOf(firstLine),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      to: mostRecords + 2,
    }) as unknown as typeof parsed;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusal(error);
  }
  const [head, ...rest] = parsed;
  if (head === undefined) throw new AppError('REGISTER_UNREADABLE', 'the file is empty');
  if (head.record.length > mostColumns) throw new AppError('TOO_LARGE', `the file has more than ${mostColumns} columns`);
  if (rest.length > mostRecords) throw new AppError('TOO_LARGE', `the file has more than ${mostRecords} rows`);
  return { headings: head.record, records: linesOf(rest, head.info.lines), encoding };
};

/** The parser tells the line on which a record ends; it began after the one before. */
function linesOf(parsed: readonly { record: string[]; info: { lines: number } }[], headLine: number): CsvTable['records'] {
  let end = headLine;
  return parsed.map(({ record, info }) => {
    const line = end + 1;
    end = info.lines;
    return { line, cells: record };
  });
}

function refusal(error: CsvError): AppError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new AppError('TOO_LARGE', `a row is longer than ${longestRecord} characters: too many columns, or a quotation mark that is never closed`);
  const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : '';
  return new AppError('REGISTER_UNREADABLE', error.code.includes('QUOTE') ? `a quotation mark is out of place${line}` : `the rows can not be told apart${line}`);
}

/** Of what separates columns in the heading, the most frequent. */
function separatorOf(firstLine: string): string {
  const counted = [',', ';', '\t', '|'].map((separator) => [firstLine.split(separator).length, separator] as const);
  return counted.toSorted(([a], [b]) => b - a)[0]?.[1] ?? ',';
}

/** A byte order mark decides; without one UTF-8 where it is valid, else what Excel writes on Windows. */
function decode(bytes: Uint8Array): { text: string; encoding: string } {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new AppError('REGISTER_UNREADABLE', 'it is a spreadsheet file; save it as CSV and choose that');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' };
  if (bytes.subarray(0, 1000).includes(0)) throw new AppError('REGISTER_UNREADABLE', 'it is not a text file');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}
