// The orders of the invoice list: each with its index, its cursor, and the stretches that follow a cursor.
import { AppError } from '../../../contract/errors.ts';
import type { OperationParsedInput } from '../../../contract/operations.ts';
import { decodeCursor, encodeCursor, type CursorKind } from './cursor.ts';
import { invoiceColumns, type StoredInvoice } from './invoiceRow.ts';
import { fragment, type Fragment, type SqlValue, type Statements } from './statements.ts';

/** A part of the list that one range of the order's index answers, and the order within it. */
export interface Stretch {
  readonly where: Fragment;
  readonly orderBy: string;
}

type SortKey = OperationParsedInput<'invoices.list'>['sort']['key'];
type Direction = 'asc' | 'desc';

export interface InvoiceOrder {
  readonly key: SortKey;
  readonly index: string;
  /** Names list, key and direction in the cursor. */
  readonly name: string;
  /** The column whose values lead the order, where a filter can name them. */
  readonly leadingColumn: 'status' | 'qb_sync_status' | null;
  /**
   * Stretches of the list to be read one after the other, from the beginning or after a cursor's values: SQLite doesn't
   * take `(a, id) < (?, ?)` to the index when `id` is the rowid, and would walk through all equal values again on each page.
   * `only`: the values that the leading column may have.
   */
  stretches(after: readonly SqlValue[] | null, only: readonly string[] | null): Stretch[];
}

interface Definition {
  readonly index: string;
  readonly terms: readonly string[];
  readonly kinds: readonly CursorKind[];
  readonly values: (row: StoredInvoice) => SqlValue[];
  readonly leadingColumn?: 'status' | 'qb_sync_status';
  readonly stretches: (direction: Direction, after: readonly SqlValue[] | null, only: readonly string[] | null) => (Fragment & { orderBy?: readonly string[] })[];
}

/** One column that is never NULL, then the id. */
const byColumn =
  (column: string): Definition['stretches'] =>
  (direction, after) => {
    if (after === null) return [fragment('1')];
    const [value = null, id = null] = after;
    const compare = comparing(direction);
    return [fragment(`(${column} = ? AND id ${compare} ?)`, value, id), fragment(`${column} ${compare} ?`, value)];
  };

/** A state, then the date: on the day of the cursor's row, within its state, then the states beyond it. */
const byState =
  (column: 'status' | 'qb_sync_status'): Definition['stretches'] =>
  (direction, after, only) => {
    const compare = comparing(direction);
    const [state = null, date = null, id = null] = after ?? [];
    const within = [
      fragment(`(${column} = ? AND local_date = ? AND id ${compare} ?)`, state, date, id),
      fragment(`(${column} = ? AND local_date ${compare} ?)`, state, date),
    ];
    if (only === null) return after === null ? [fragment('1')] : [...within, fragment(`${column} ${compare} ?`, state)];
    const inOrder = [...new Set(only)].toSorted();
    if (direction === 'desc') inOrder.reverse();
    const isBeyond = (value: string): boolean => typeof state !== 'string' || (direction === 'asc' ? value > state : value < state);
    const beyond = inOrder.filter((value) => after === null || isBeyond(value)).map((value) => fragment(`${column} = ?`, value));
    return typeof state === 'string' && only.includes(state) ? [...within, ...beyond] : beyond;
  };

const comparing = (direction: Direction): '<' | '>' => (direction === 'asc' ? '>' : '<');

/** NULLs are the smallest, as in SQLite's own order. */
function feeStretches(direction: Direction, after: readonly SqlValue[] | null): Fragment[] {
  const known = fragment('stripe_fee_cents >= -9007199254740991');
  const unknown = fragment('stripe_fee_cents IS NULL');
  if (after === null) return direction === 'asc' ? [unknown, known] : [known, unknown];
  const [fee = null, id = null] = after;
  const compare = comparing(direction);
  if (fee === null) {
    const following = fragment(`(stripe_fee_cents IS NULL AND id ${compare} ?)`, id);
    return direction === 'asc' ? [following, known] : [following];
  }
  const following = [fragment(`(stripe_fee_cents = ? AND id ${compare} ?)`, fee, id), fragment(`stripe_fee_cents ${compare} ?`, fee)];
  return direction === 'asc' ? following : [...following, unknown];
}

/** By length, then by text: the order of the counter, for one prefix. Rows without a number are the smallest. */
function numberStretches(direction: Direction, after: readonly SqlValue[] | null): (Fragment & { orderBy?: readonly string[] })[] {
  const numbered = fragment('length(invoice_number) >= 0');
  const unnumbered = { ...fragment('(length(invoice_number) IS NULL AND invoice_number IS NULL)'), orderBy: ['id'] };
  if (after === null) return direction === 'asc' ? [unnumbered, numbered] : [numbered, unnumbered];
  const [number = null, id = null] = after;
  const compare = comparing(direction);
  if (number === null) {
    const following = { ...fragment(`(length(invoice_number) IS NULL AND invoice_number IS NULL AND id ${compare} ?)`, id), orderBy: ['id'] };
    return direction === 'asc' ? [following, numbered] : [following];
  }
  // SQLite doesn't see that an expression is constant here, and would sort: the order is given without it.
  const sameLength = { ...fragment(`(length(invoice_number) = length(?) AND invoice_number ${compare} ?)`, number, number), orderBy: ['invoice_number'] };
  const otherLength = fragment(`length(invoice_number) ${compare} length(?)`, number);
  return direction === 'asc' ? [sameLength, otherLength] : [sameLength, otherLength, unnumbered];
}

function clientStretches(direction: Direction, after: readonly SqlValue[] | null): Fragment[] {
  if (after === null) return [fragment('1')];
  const [name = null, id = null] = after;
  const compare = comparing(direction);
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
    stretches: byColumn('local_date'),
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
    stretches: byColumn('amount_total'),
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
    name: `invoices:${sort.key}:${sort.direction}`,
    leadingColumn,
    stretches: (after, only) =>
      stretches(sort.direction, after, only).map(({ orderBy = terms, ...where }) => ({
        where,
        orderBy: orderBy.map((term) => `${term} ${sort.direction.toUpperCase()}`).join(', '),
      })),
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
