// A page of the queue of documents other than invoices, in one of its orders; and the totals of the filtered set.
import type { DocumentRow } from '../../../contract/documents.ts';
import type { OperationOutput, OperationParsedInput } from '../../../contract/operations.ts';
import { searchedAmountCents } from '../../../domain/searchedAmountCents.ts';
import { keyset, withoutKeys, type Orders, type OrderTerm } from './keyset.ts';
import { containsPattern } from './likePattern.ts';
import { allOf, anyOf, fragment, oneOf, type Fragment, type SqlValue, type Statements } from './statements.ts';

type StoredRow = Omit<DocumentRow, 'hasDrift'> & { readonly hasDrift: number };
const rowOf = (row: StoredRow): DocumentRow => ({ ...row, hasDrift: row.hasDrift === 1 });

type Question = OperationParsedInput<'documents.list'>;

const columns = `document.id, document.row_version AS version, document.kind, document.document_number AS number, document.local_date AS date, document.description,
  invoice.client_name AS clientName, document.invoice_id AS invoiceId, invoice.invoice_number AS invoiceNumber,
  document.amount_ex_gst AS exGstCents, document.gst_amount AS gstCents, document.amount_total AS totalCents, document.currency, document.status,
  document.status_reason AS statusReason, document.error, document.synced_at AS syncedAt,
  EXISTS (SELECT 1 FROM qb_drift WHERE qb_drift.document_id = document.id AND qb_drift.state IN ('open', 'restoring')) AS hasDrift`;
const tables = 'qb_documents AS document LEFT JOIN billing_invoices AS invoice ON invoice.id = document.invoice_id';

const id: OrderTerm = { sql: 'document.id', kind: 'integer' };
const date: OrderTerm = { sql: 'document.local_date', kind: 'text' };
const orders: Orders<Question['sort']['key']> = {
  date: [date, id],
  number: [{ sql: 'document.document_number', kind: 'text' }, id],
  client: [{ sql: `lower(COALESCE(invoice.client_name, ''))`, kind: 'text' }, id],
  kind: [{ sql: 'document.kind', kind: 'text' }, date, id],
  total: [{ sql: 'document.amount_total', kind: 'integer' }, id],
  status: [{ sql: 'document.status', kind: 'text' }, date, id],
};

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
export function documentsPage(statements: Statements, { filter, sort, cursor, limit, withTotals }: Question): OperationOutput<'documents.list'> {
  const keys = keyset('documents', orders, sort, cursor);
  const matching = conditionsOf(filter);
  const where = allOf([...matching, ...keys.after]);
  const read = statements.all<StoredRow & Record<string, SqlValue>>(
    `SELECT ${columns}, ${keys.keyColumns} FROM ${tables} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    [...where.values, limit + 1],
  );
  const shown = read.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowOf(withoutKeys(row))),
    nextCursor: read.length > limit && last !== undefined ? keys.cursorAfter(last) : null,
    totals: withTotals ? totalsOf(statements, allOf(matching), (filter.search?.trim() ?? '') === '' ? 'qb_documents AS document' : tables) : null,
    allCount: statements.get<{ n: number }>('SELECT COUNT(*) AS n FROM qb_documents')?.n ?? 0,
  };
}

/** Undefined: no such document. */
export function documentRow(statements: Statements, documentId: number): DocumentRow | undefined {
  const row = statements.get<StoredRow>(`SELECT ${columns} FROM ${tables} WHERE document.id = ?`, [documentId]);
  return row === undefined ? undefined : rowOf(row);
}

export function documentCounts(statements: Statements): OperationOutput<'documents.counts'> {
  return (
    statements.get<OperationOutput<'documents.counts'>>(
      `SELECT COALESCE(SUM(status = 'awaiting_review'), 0) AS toReview, COALESCE(SUM(status IN ('failed', 'part_done', 'abandoned')), 0) AS stopped, COUNT(*) AS 'all'
       FROM qb_documents`,
    ) ?? { toReview: 0, stopped: 0, all: 0 }
  );
}

function conditionsOf(filter: Question['filter']): Fragment[] {
  const search = filter.search?.trim() ?? '';
  const pattern = containsPattern(search);
  const searchedCents = searchedAmountCents(search);
  const words = ['document.document_number', 'document.description', 'invoice.client_name'].map((column) => fragment(`${column} LIKE ? ESCAPE '\\'`, pattern));
  return [
    ...(filter.kind === undefined || filter.kind.length === 0 ? [] : [oneOf('document.kind', filter.kind)]),
    ...(filter.status === undefined || filter.status.length === 0 ? [] : [oneOf('document.status', filter.status)]),
    ...(filter.from === undefined ? [] : [fragment('document.local_date >= ?', filter.from)]),
    ...(filter.to === undefined ? [] : [fragment('document.local_date <= ?', filter.to)]),
    ...(search === '' ? [] : [anyOf([...words, ...(searchedCents === null ? [] : [fragment('document.amount_total = ?', searchedCents)])])]),
  ];
}

/** `from`: with the invoices only where the client's name is searched. */
function totalsOf(statements: Statements, where: Fragment, from: string): OperationOutput<'documents.list'>['totals'] {
  const none = { count: 0, exGstCents: 0, gstCents: 0, totalCents: 0 };
  return (
    statements.getKept<typeof none>(
      `SELECT COUNT(*) AS count, COALESCE(SUM(document.amount_ex_gst), 0) AS exGstCents, COALESCE(SUM(document.gst_amount), 0) AS gstCents,
              COALESCE(SUM(document.amount_total), 0) AS totalCents FROM ${from} WHERE ${where.sql}`,
      where.values,
    ) ?? none
  );
}
