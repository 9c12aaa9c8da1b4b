// The orders of the invoice list: each with its index, its cursor, and the stretches that follow a cursor.
import { AppError } from '../../../contract/errors.ts';
import type { OperationParsedInput } from '../../../contract/operations.ts';
import { decodeCursor, encodeCursor, type CursorKind } from './cursor.ts';
import { invoiceColumns, type StoredInvoice } from './invoiceRow.ts';
import { fragment, type Fragment, type SqlValue, type Statements } from './statements.ts';

type SortKey = OperationParsedInput<'invoices.list'>['sort']['key'];
type Direction = 'asc' | 'desc';

export interface InvoiceOrder {
  readonly key: SortKey;
  readonly index: string;
  readonly orderBy: string;
  /** Names list, key and direction in the cursor. */
  readonly name: string;
  /** The column whose values lead the order, where a filter can name them. */
  readonly leadingColumn: 'status' | 'qb_sync_status' | null;
  /**
   * Stretches of the list to be read one after the other, from the beginning or after a cursor's values. More than one where
   * a condition on several columns would not be answered by the index, where NULLs stand apart, and for each of the values
   * (`only`) that the leading column may have.
   */
  stretches(after: readonly SqlValue[] | null, only: readonly string[] | null): Fragment[];
}

interface Definition {
  readonly index: string;
  readonly terms: readonly string[];
  readonly kinds: readonly CursorKind[];
  readonly values: (row: StoredInvoice) => SqlValue[];
  readonly leadingColumn?: 'status' | 'qb_sync_status';
  readonly stretches: (direction: Direction, after: readonly SqlValue[] | null, only: readonly string[] | null) => Fragment[];
}

/** `(a, b, id) < (?, ?, ?)`: one stretch, for columns that are never NULL. */
const byColumns =
  (...columns: readonly string[]): Definition['stretches'] =>
  (direction, after) => {
    if (after === null) return [fragment('1')];
    const compare = direction === 'asc' ? '>' : '<';
    return [{ sql: `(${columns.join(', ')}) ${compare} (${columns.map(() => '?').join(', ')})`, values: after }];
  };

/** A state, then the date: within the state of the cursor's row, then the states beyond it. */
const byState =
  (column: 'status' | 'qb_sync_status'): Definition['stretches'] =>
  (direction, after, only) => {
    const compare = direction === 'asc' ? '>' : '<';
    const [state = null, date = null, id = null] = after ?? [];
    const within = fragment(`(${column} = ? AND (local_date, id) ${compare} (?, ?))`, state, date, id);
    if (only === null) return after === null ? [fragment('1')] : [within, fragment(`${column} ${compare} ?`, state)];
    const inOrder = [...new Set(only)].toSorted();
    if (direction === 'desc') inOrder.reverse();
    const isBeyond = (value: string): boolean => typeof state !== 'string' || (direction === 'asc' ? value > state : value < state);
    const beyond = inOrder.filter((value) => after === null || isBeyond(value)).map((value) => fragment(`${column} = ?`, value));
    return typeof state === 'string' && only.includes(state) ? [within, ...beyond] : beyond;
  };

/** NULLs are the smallest, as in SQLite's own order. */
function feeStretches(direction: Direction, after: readonly SqlValue[] | null): Fragment[] {
  const known = fragment('stripe_fee_cents >= -9007199254740991');
  const unknown = fragment('stripe_fee_cents IS NULL');
  if (after === null) return direction === 'asc' ? [unknown, known] : [known, unknown];
  const [fee = null, id = null] = after;
  const compare = direction === 'asc' ? '>' : '<';
  if (fee !== null) {
    const following = fragment(`(stripe_fee_cents, id) ${compare} (?, ?)`, fee, id);
    return direction === 'asc' ? [following] : [following, unknown];
  }
  const following = fragment(`(stripe_fee_cents IS NULL AND id ${compare} ?)`, id);
  return direction === 'asc' ? [following, known] : [following];
}

/** By length, then by text: the order of the counter, for one prefix. Rows without a number are the smallest. */
function numberStretches(direction: Direction, after: readonly SqlValue[] | null): Fragment[] {
  const numbered = fragment('length(invoice_number) >= 0');
  const unnumbered = fragment('(length(invoice_number) IS NULL AND invoice_number IS NULL)');
  if (after === null) return direction === 'asc' ? [unnumbered, numbered] : [numbered, unnumbered];
  const [number = null, id = null] = after;
  const compare = direction === 'asc' ? '>' : '<';
  if (number === null) {
    const following = fragment(`(length(invoice_number) IS NULL AND invoice_number IS NULL AND id ${compare} ?)`, id);
    return direction === 'asc' ? [following, numbered] : [following];
  }
  const sameLength = fragment(`(length(invoice_number) = length(?) AND invoice_number ${compare} ?)`, number, number);
  const otherLength = fragment(`length(invoice_number) ${compare} length(?)`, number);
  return direction === 'asc' ? [sameLength, otherLength] : [sameLength, otherLength, unnumbered];
}

function clientStretches(direction: Direction, after: readonly SqlValue[] | null): Fragment[] {
  if (after === null) return [fragment('1')];
  const [name = null, id = null] = after;
  const compare = direction === 'asc' ? '>' : '<';
  return [
    fragment(`(client_name = ? COLLATE NOCASE AND id ${compare} ?)`, name, id),
    fragment(`client_name ${compare} ? COLLATE NOCASE`, name),
  ];
}

const definitions: Readonly<Record<SortKey, Definition>> = {
  date: {
    index: 'billing_invoices_by_date',
    terms: ['local_date', 'id'],
    kinds: ['text', 'integer'],
    values: (row) => [row.local_date, row.id],
    stretches: byColumns('local_date', 'id'),
  },
  number: {
    index: 'billing_invoices_by_number',
    terms: ['length(invoice_number)', 'invoice_number', 'id'],
    kinds: ['text?', 'integer'],
    values: (row) => [row.invoice_number, row.id],
    stretches: numberStretches,
  },
  client: {
    index: 'billing_invoices_by_client',
    terms: ['client_name COLLATE NOCASE', 'id'],
    kinds: ['text', 'integer'],
    values: (row) => [row.client_name, row.id],
    stretches: clientStretches,
  },
  total: {
    index: 'billing_invoices_by_total',
    terms: ['amount_total', 'id'],
    kinds: ['integer', 'integer'],
    values: (row) => [row.amount_total, row.id],
    stretches: byColumns('amount_total', 'id'),
  },
  status: {
    index: 'billing_invoices_by_status',
    terms: ['status', 'local_date', 'id'],
    kinds: ['text', 'text', 'integer'],
    values: (row) => [row.status, row.local_date, row.id],
    leadingColumn: 'status',
    stretches: byState('status'),
  },
  qbStatus: {
    index: 'billing_invoices_by_qb_status',
    terms: ['qb_sync_status', 'local_date', 'id'],
    kinds: ['text', 'text', 'integer'],
    values: (row) => [row.qb_sync_status, row.local_date, row.id],
    leadingColumn: 'qb_sync_status',
    stretches: byState('qb_sync_status'),
  },
  fee: {
    index: 'billing_invoices_by_fee',
    terms: ['stripe_fee_cents', 'id'],
    kinds: ['integer?', 'integer'],
    values: (row) => [row.stripe_fee_cents, row.id],
    stretches: feeStretches,
  },
};

export function invoiceOrder(sort: { readonly key: SortKey; readonly direction: Direction }): InvoiceOrder {
  const { index, terms, leadingColumn = null, stretches } = definitions[sort.key];
  return {
    key: sort.key,
    index,
    orderBy: terms.map((term) => `${term} ${sort.direction.toUpperCase()}`).join(', '),
    name: `invoices:${sort.key}:${sort.direction}`,
    leadingColumn,
    stretches: (after, only) => stretches(sort.direction, after, only),
  };
}

/** The contract's limit for a cursor; a client's name can make it longer than that. */
const longestCursor = 400;

const byRow = (order: InvoiceOrder): string => `${order.name}:row`;

export function invoiceCursorOf(order: InvoiceOrder, row: StoredInvoice): string {
  const full = encodeCursor(order.name, definitions[order.key].values(row));
  return full.length <= longestCursor ? full : encodeCursor(byRow(order), [row.id]);
}

/**
 * The values that the list goes on after; null: from the beginning. A cursor whose values would be too long names its row
 * instead. Throws AppError BAD_INPUT.
 */
export function readInvoiceCursor(statements: Statements, order: InvoiceOrder, cursor: string | null): readonly SqlValue[] | null {
  if (cursor === null) return null;
  const { kinds, values } = definitions[order.key];
  const { list, values: found } = decodeCursor({ [order.name]: kinds, [byRow(order)]: ['integer'] }, cursor);
  if (list === order.name) return found;
  const row = statements.get<StoredInvoice>(`SELECT ${invoiceColumns} FROM billing_invoices WHERE id = ?`, found);
  if (row === undefined) throw new AppError('BAD_INPUT', 'cursor');
  return values(row);
}
