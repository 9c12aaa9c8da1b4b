// A few hundred invoices with every kind of tie and gap, always the same for one seed; and the list as it ought to be, computed naively.
import type Database from 'better-sqlite3';
import { invoiceRow, type InvoiceFilter, type InvoiceRow } from '../../../../src/contract/invoices.ts';
import type { OperationParsedInput } from '../../../../src/contract/operations.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { invoiceColumns, invoiceRowOf, type StoredInvoice } from '../../../../src/adapters/sqlite/reads/invoiceRow.ts';
import { insertInvoice, insertOrg } from './rows.ts';

type Sort = OperationParsedInput<'invoices.list'>['sort'];

export const question = { cursor: null, limit: 100, withTotals: true, homeCurrency: 'aud', numberFormat: { prefix: 'RTP-', digits: 4 } } as const;
export const byDate: Sort = { key: 'date', direction: 'desc' };

/** A small generator with a known sequence (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 1_000_000) % below;
  };
}

const names = ['Acme Training', 'acme training', 'ACME TRAINING', 'Bright_Skills', 'Bright%Skills', "O'Brien College", 'Émile Académie', 'Zed 399', 'Back\\slash RTO', '学院 College'];
export const orgNames: readonly string[] = names;
const statuses = ['paid', 'paid', 'paid', 'open', 'void', 'draft', 'uncollectible'] as const;
const queue = ['awaiting_review', 'approved', 'pushing', 'synced', 'synced', 'failed', 'payment_pending', 'abandoned'] as const;
const revenueTypes = ['subscription', 'subscription', 'one_off_purchase', 'platform_fee'] as const;
const dates = [
  ['2026-03-31', '2026-Q3'],
  ['2026-04-01', '2026-Q4'],
  ['2026-04-10', '2026-Q4'],
  ['2026-06-30', '2026-Q4'],
  ['2026-07-01', '2027-Q1'],
  ['2026-09-09', '2027-Q1'],
] as const;
const totals = [0, 3500, 39900, 39900, 69900, 123450, 100] as const;

export function seedInvoices(db: Database.Database, count: number, seed: number): void {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  db.transaction(() => {
    names.forEach((name, index) => insertOrg(db, { id: `org_${index}`, name, rto_code: index % 3 === 2 ? null : String(40_000 + (index % 4)) }));
    for (let index = 0; index < count; index += 1) {
      const org = random(names.length + 1);
      const isKnown = org < names.length;
      const status = pick(statuses);
      const isPaid = status === 'paid';
      const [date, quarter] = pick(dates);
      const feeState = isPaid ? pick(['known', 'known', 'pending', 'none'] as const) : 'none';
      const number = random(4) === 0 ? null : String(index * 37 + 1).padStart(4, '0');
      insertInvoice(db, {
        stripe_invoice_id: `in_${String(index).padStart(6, '0')}`,
        org_id: isKnown ? `org_${org}` : null,
        client_name: isKnown ? (names[org] ?? '') : 'Walk-in RTO',
        rto_code: isKnown && org % 3 !== 2 ? String(40_000 + (org % 4)) : isKnown ? null : '40001',
        invoice_number: number === null ? null : `RTP-${number}`,
        amount_total: pick(totals),
        amount_refunded: random(10) === 0 ? 100 : 0,
        currency: pick(['aud', 'aud', 'aud', 'usd'] as const),
        status,
        local_date: date,
        quarter: isPaid ? quarter : null,
        fee_state: feeState,
        stripe_fee_cents: feeState === 'known' ? random(4) * 100 : null,
        qb_sync_status: isPaid ? pick(queue) : 'not_applicable',
        qb_sync_error: null,
        revenue_type: pick(revenueTypes),
        is_test: random(8) === 0 ? 1 : 0,
        stripe_customer_id: isKnown ? `cus_${org}` : null,
      });
    }
    // One of its kind.
    insertInvoice(db, { stripe_invoice_id: 'in_single', revenue_type: 'marketplace_fee', local_date: '2026-05-05', client_name: 'Walk-in RTO' });
  })();
}

export const allRows = (db: Database.Database): InvoiceRow[] =>
  (db.prepare(`SELECT ${invoiceColumns} FROM billing_invoices`).all() as StoredInvoice[]).map(invoiceRowOf);

/** The filter as the contract words it, row by row. */
export function meets(row: InvoiceRow, filter: InvoiceFilter, quarterOfRow: (id: number) => string | null): boolean {
  return (
    (filter.status === undefined || filter.status.length === 0 || filter.status.includes(row.status)) &&
    (filter.qbStatus === undefined || filter.qbStatus.length === 0 || filter.qbStatus.includes(row.qbStatus)) &&
    (filter.revenueType === undefined || filter.revenueType.length === 0 || filter.revenueType.includes(row.revenueType)) &&
    (filter.from === undefined || row.date >= filter.from) &&
    (filter.to === undefined || row.date <= filter.to) &&
    (filter.quarter === undefined || quarterOfRow(row.id) === filter.quarter) &&
    (filter.feePending === undefined || (row.feeState === 'pending') === filter.feePending) &&
    (filter.rtoCode === undefined || row.rtoCode === filter.rtoCode) &&
    (filter.search === undefined || found(row, filter.search.trim()))
  );
}

const asciiLower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Name, RTO code, number (with or without the prefix), amount. Stripe ids are tested by their own cases. */
function found(row: InvoiceRow, text: string): boolean {
  if (text === '') return true;
  if (asciiLower(row.clientName).includes(asciiLower(text)) || row.rtoCode === text) return true;
  if (/^\d+$/.test(text) && row.number !== null && (row.number.startsWith(`RTP-${text}`) || row.number === `RTP-${text.padStart(4, '0')}`)) return true;
  if (/^rtp/i.test(text) && row.number?.startsWith(text.toUpperCase()) === true) return true;
  const amount = /^\$?(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(text);
  if (amount === null) return false;
  const cents = Number((amount[1] ?? '').replaceAll(',', '')) * 100 + Number((amount[2] ?? '').padEnd(2, '0'));
  return row.totalCents === cents;
}

const compareText = (left: string, right: string): number => Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
const compareNullable = <T>(left: T | null, right: T | null, compare: (a: T, b: T) => number): number =>
  left === null ? (right === null ? 0 : -1) : right === null ? 1 : compare(left, right);
const compareNumber = (left: number, right: number): number => left - right;

const ascending: Readonly<Record<Sort['key'], (left: InvoiceRow, right: InvoiceRow) => number>> = {
  date: (left, right) => compareText(left.date, right.date),
  number: (left, right) => compareNullable(left.number, right.number, (a, b) => a.length - b.length || compareText(a, b)),
  client: (left, right) => compareText(asciiLower(left.clientName), asciiLower(right.clientName)),
  total: (left, right) => left.totalCents - right.totalCents,
  status: (left, right) => compareText(left.status, right.status) || compareText(left.date, right.date),
  qbStatus: (left, right) => compareText(left.qbStatus, right.qbStatus) || compareText(left.date, right.date),
  fee: (left, right) => compareNullable(left.feeCents, right.feeCents, compareNumber),
};

export function sorted(rows: readonly InvoiceRow[], sort: Sort): InvoiceRow[] {
  const sign = sort.direction === 'asc' ? 1 : -1;
  return rows.toSorted((left, right) => sign * (ascending[sort.key](left, right) || left.id - right.id));
}

/** Every page from the first to the last; each row checked against the contract. */
export function readAllPages(reads: StoreReads, filter: InvoiceFilter, sort: Sort, limit: number): InvoiceRow[] {
  const rows: InvoiceRow[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 10_000; pages += 1) {
    const page = reads.invoicesPage({ ...question, filter, sort, cursor, limit, withTotals: false });
    if (page.rows.length > limit) throw new Error('a page is longer than asked for');
    rows.push(...page.rows.map((row) => invoiceRow.parse(row)));
    if (page.nextCursor === null) return rows;
    if (page.nextCursor.length > 400) throw new Error('a cursor is longer than the contract allows');
    cursor = page.nextCursor;
  }
  throw new Error('the pages never end');
}
