// What the lists are asked in the benchmark: each question through the door beside the barest SQL that finds the same rows.
import type { OperationName } from '../../src/contract/operations.ts';

export interface ListQuestion {
  readonly label: string;
  readonly operation: OperationName;
  /** `turn` counts the repetitions: searches look for something else every time. */
  readonly input: (turn: number) => object;
  readonly sql: string;
  readonly values: (turn: number) => readonly (string | number)[];
}

const names = [
  'Kimberley',
  'pilbara',
  'Gippsl',
  'riverina train',
  'Care Training',
  'barossa',
  'Tiwi',
  'Bass Str',
] as const;
const amounts = ['399.00', '699', '434.00', '1490.00', '35'] as const;
const amountsCents = [39_900, 69_900, 43_400, 149_000, 3_500] as const;

const from = (columns: string, where: string, order = 'local_date DESC, id DESC'): string =>
  `SELECT ${columns} FROM billing_invoices WHERE ${where} ORDER BY ${order} LIMIT 101`;
const all = (where: string, order?: string): string => from('*', where, order);

/** The number in it is one client's, or that of a few. */
const clientNameAt = (turn: number): string => ` ${100 + ((turn * 31) % 300)} Pty`;
const nameAt = (turn: number): string => names[turn % names.length] ?? '';

/** `count`: invoices in the database, for numbers that exist. `middle`: dates of a quarter within it. */
export function listQuestions(
  count: number,
  middle: { readonly from: string; readonly to: string },
): readonly ListQuestion[] {
  const numberAt = (turn: number): string => `RTP-${String(1 + ((turn * 7919) % count)).padStart(4, '0')}`;
  return [
    { label: 'no filter', operation: 'invoices.list', input: () => ({}), sql: all('1'), values: () => [] },
    {
      label: 'awaiting review',
      operation: 'invoices.list',
      input: () => ({ filter: { qbStatus: ['awaiting_review'] } }),
      sql: all(`qb_sync_status = 'awaiting_review'`),
      values: () => [],
    },
    {
      label: 'search: number',
      operation: 'invoices.list',
      input: (turn) => ({ filter: { search: numberAt(turn) } }),
      sql: all('invoice_number = ?'),
      values: (turn) => [numberAt(turn)],
    },
    {
      label: 'search: one client by name',
      operation: 'invoices.list',
      input: (turn) => ({ filter: { search: clientNameAt(turn) } }),
      sql: all('client_name LIKE ?'),
      values: (turn) => [`%${clientNameAt(turn)}%`],
    },
    {
      label: 'search: a word in a tenth of all names',
      operation: 'invoices.list',
      input: (turn) => ({ filter: { search: nameAt(turn) } }),
      sql: all('client_name LIKE ?'),
      values: (turn) => [`%${nameAt(turn)}%`],
    },
    {
      label: 'search: an amount of a fifth of all',
      operation: 'invoices.list',
      input: (turn) => ({ filter: { search: amounts[turn % amounts.length] ?? '' } }),
      sql: all('amount_total = ?'),
      values: (turn) => [amountsCents[turn % amountsCents.length] ?? 0],
    },
    {
      label: 'one quarter by dates',
      operation: 'invoices.list',
      input: () => ({ filter: middle }),
      sql: all('local_date BETWEEN ? AND ?'),
      values: () => [middle.from, middle.to],
    },
    {
      label: 'sorted by total',
      operation: 'invoices.list',
      input: () => ({ sort: { key: 'total', direction: 'desc' } }),
      sql: all('1', 'amount_total DESC, id DESC'),
      values: () => [],
    },
    {
      label: 'ledger, first page',
      operation: 'ledger.list',
      input: () => ({}),
      sql: 'SELECT * FROM billing_ledger ORDER BY id DESC LIMIT 101',
      values: () => [],
    },
    {
      label: 'GST by quarter',
      operation: 'gst.quarters',
      input: () => ({}),
      sql: 'SELECT * FROM gst_accrual ORDER BY quarter DESC',
      values: () => [],
    },
  ];
}
