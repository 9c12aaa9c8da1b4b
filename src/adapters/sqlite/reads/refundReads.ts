// Refunds of every origin as one list, and disputes by deadline.
import { closedDisputeStatuses } from '../../../domain/stripe/readDispute.ts';
import { sqlWords } from '../../../domain/ledgerKinds.ts';
import type { RefundReads, RefundsPage, RefundsQuestion, StoredDisputeRow, StoredRefund } from '../../../engine/ports/refundReads.ts';
import { keyset, type Orders, type OrderTerm } from './keyset.ts';
import { containsPattern } from './likePattern.ts';
import { readSearch } from './searchText.ts';
import { allOf, anyOf, fragment, oneOf, type Fragment, type SqlValue, type Statements } from './statements.ts';

/** What was not given back in the end. */
const undone = `('failed', 'canceled', 'undone')`;

/** The invoice of a refund that is not booked: the first that its charge paid. */
const invoiceOfCharge = `
  (SELECT invoice.id FROM billing_invoices AS invoice
   WHERE invoice.stripe_invoice_id IN (
     SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE charge_id = refund.charge_id
     UNION ALL SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE payment_intent_id = refund.payment_intent_id)
   LIMIT 1)`;

const all = `
  SELECT refund.id, 'stripe' AS origin, refund.created_at AS at, refund.amount, refund.currency, refund.status, refund.reason AS how, NULL AS note,
         COALESCE(booked.invoice_id, ${invoiceOfCharge}) AS invoice_id, booked.local_date, booked.quarter
  FROM stripe_refunds AS refund LEFT JOIN billing_ledger AS booked ON booked.fact_key = refund.id || ' refunded'
  UNION ALL
  SELECT hand.id, 'hand', booked.effective_at, hand.amount, hand.currency, CASE WHEN undone.refund_id IS NULL THEN 'recorded' ELSE 'undone' END, hand.how, hand.note,
         hand.invoice_id, hand.local_date, booked.quarter
  FROM refunds_by_hand AS hand
  JOIN billing_ledger AS booked ON booked.fact_key = hand.id || ' refunded'
  LEFT JOIN refunds_by_hand_undone AS undone ON undone.refund_id = hand.id`;

const listed = `
  FROM (${all}) AS given
  LEFT JOIN billing_invoices AS invoice ON invoice.id = given.invoice_id
  LEFT JOIN qb_documents AS document ON document.kind = 'refund' AND document.source_id = given.id`;

/** Of all rows of the fact: one charge may have paid several invoices. */
const gstOfGiven = `
  (SELECT -SUM(gst_amount) FROM billing_ledger
   WHERE fact_key = given.id || ' refunded' OR (fact_key > given.id || ' refunded ' AND fact_key < given.id || ' refunded!'))`;

/** The same amount on the same invoice by the other way, neither taken back. */
const isDouble = `
  (given.status NOT IN ${undone} AND CASE given.origin
     WHEN 'stripe' THEN EXISTS (
       SELECT 1 FROM refunds_by_hand AS other
       WHERE other.invoice_id = given.invoice_id AND other.amount = given.amount
         AND NOT EXISTS (SELECT 1 FROM refunds_by_hand_undone AS taken WHERE taken.refund_id = other.id))
     ELSE EXISTS (
       SELECT 1 FROM billing_ledger AS other JOIN stripe_refunds AS refund ON refund.id = other.source_id
       WHERE other.invoice_id = given.invoice_id AND other.event_type = 'refund' AND refund.amount = given.amount AND refund.status NOT IN ${undone})
   END)`;

interface Row extends Omit<StoredRefund, 'isPossibleDouble' | 'isTest' | 'document'> {
  isPossibleDouble: number;
  isTest: number;
  documentId: number | null;
  documentNumber: string | null;
  documentStatus: string | null;
}

const id: OrderTerm = { sql: 'given.id', kind: 'text' };
const orders: Orders<RefundsQuestion['sort']['key']> = {
  date: [{ sql: 'given.at', kind: 'text' }, id],
  client: [{ sql: `lower(COALESCE(invoice.client_name, 'Unknown client'))`, kind: 'text' }, id],
  amount: [{ sql: 'given.amount', kind: 'integer' }, id],
  status: [{ sql: 'given.status', kind: 'text' }, id],
};

function refundsPage(statements: Statements, question: RefundsQuestion): RefundsPage {
  const { sort, limit, homeCurrency } = question;
  const keys = keyset('refunds', orders, sort, question.cursor);
  const conditions = conditionsOf(question);
  const where = allOf([...conditions, ...keys.after]);
  const found = statements.all<Record<string, SqlValue> & { id: string }>(
    `SELECT given.id, ${keys.keyColumns} ${listed} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    [...where.values, limit + 1],
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: rowsWith(statements, shown.map((row) => row.id)).map(rowOf),
    nextCursor: found.length > limit && last !== undefined ? keys.cursorAfter(last) : null,
    totals: question.withTotals ? totalsOf(statements, conditions, homeCurrency) : null,
    allCount: statements.get<{ n: number }>(`SELECT (SELECT COUNT(*) FROM stripe_refunds) + (SELECT COUNT(*) FROM refunds_by_hand) AS n`)?.n ?? 0,
  };
}

/** Most columns cost a look of their own: they are read for what is shown, once it is known what that is. In the order given. */
function rowsWith(statements: Statements, ids: readonly string[]): Row[] {
  if (ids.length === 0) return [];
  const among = oneOf('given.id', ids);
  const found = statements.all<Row>(
    `SELECT given.id, given.origin, given.at, given.local_date AS bookedDate, COALESCE(invoice.client_name, 'Unknown client') AS clientName,
            given.invoice_id AS invoiceId, invoice.invoice_number AS invoiceNumber, given.amount AS totalCents, ${gstOfGiven} AS gstCents,
            given.quarter, given.currency, given.status, given.how, given.note, ${isDouble} AS isPossibleDouble,
            COALESCE(invoice.is_test, 0) AS isTest, document.id AS documentId, document.document_number AS documentNumber, document.status AS documentStatus
     ${listed}
     WHERE ${among.sql}`,
    among.values,
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function rowOf({ documentId, documentNumber, documentStatus, ...row }: Row): StoredRefund {
  const document = documentId === null || documentNumber === null || documentStatus === null ? null : { id: documentId, number: documentNumber, status: documentStatus };
  return { ...row, document, isPossibleDouble: row.isPossibleDouble === 1, isTest: row.isTest === 1 };
}

function conditionsOf({ filter, fromAt, beforeAt, numberFormat }: RefundsQuestion): Fragment[] {
  const { origin = [], status = [], qbStatus = [], invoiceId } = filter;
  return [
    ...(origin.length === 0 ? [] : [oneOf('given.origin', origin)]),
    ...(status.length === 0 ? [] : [oneOf('given.status', status)]),
    ...(qbStatus.length === 0 ? [] : [oneOf(`COALESCE(document.status, 'none')`, qbStatus)]),
    ...(invoiceId === undefined ? [] : [fragment('given.invoice_id = ?', invoiceId)]),
    ...(fromAt === null ? [] : [fragment('given.at >= ?', fromAt)]),
    ...(beforeAt === null ? [] : [fragment('given.at < ?', beforeAt)]),
    ...searchCondition(filter.search, numberFormat),
  ];
}

function searchCondition(search: string | undefined, numberFormat: RefundsQuestion['numberFormat']): Fragment[] {
  const meaning = readSearch(search, numberFormat);
  if (meaning === null) return [];
  if (meaning === 'none') return [fragment('0')];
  return [
    anyOf([
      fragment(`invoice.client_name LIKE ? ESCAPE '\\'`, containsPattern(meaning.text)),
      ...meaning.numbers.map(({ from, to }) => fragment('(invoice.invoice_number >= ? AND invoice.invoice_number < ?)', from, to)),
      ...(meaning.amountCents === null ? [] : [fragment('given.amount = ?', meaning.amountCents)]),
      ...(meaning.stripeId === null ? [] : [fragment('given.id = ?', meaning.stripeId)]),
    ]),
  ];
}

/** Count of all; sums in the home currency of what stayed given back. */
function totalsOf(statements: Statements, conditions: readonly Fragment[], homeCurrency: string): RefundsPage['totals'] {
  const where = allOf(conditions);
  const totals = statements.getKept<NonNullable<RefundsPage['totals']>>(
    `SELECT COUNT(*) AS count,
            COALESCE(SUM(CASE WHEN given.currency = ? AND given.status NOT IN ${undone} THEN given.amount END), 0) AS totalCents,
            COALESCE(SUM(CASE WHEN given.currency = ? AND given.status NOT IN ${undone} THEN ${gstOfGiven} END), 0) AS gstCents,
            COALESCE(SUM(document.status = 'awaiting_review'), 0) AS toReview
     ${listed}
     WHERE ${where.sql}`,
    [homeCurrency, homeCurrency, ...where.values],
  );
  return totals ?? null;
}

const isClosed = `dispute.status IN (${sqlWords(closedDisputeStatuses)})`;

function disputeRows(statements: Statements, only: { readonly disputeId?: string; readonly invoiceId?: number } = {}): readonly StoredDisputeRow[] {
  const conditions = [
    ...(only.disputeId === undefined ? [] : [fragment('dispute.id = ?', only.disputeId)]),
    ...(only.invoiceId === undefined ? [] : [fragment('invoice.id = ?', only.invoiceId)]),
  ];
  const where = allOf(conditions);
  const rows = statements.all<Omit<StoredDisputeRow, 'hasEvidenceInStripe'> & { hasEvidenceInStripe: number }>(
    `SELECT dispute.id, COALESCE(invoice.client_name, 'Unknown client') AS clientName, invoice.id AS invoiceId, invoice.invoice_number AS invoiceNumber,
            dispute.amount AS amountCents, dispute.currency, dispute.status, dispute.reason, dispute.created_at AS createdAt, dispute.due_by AS dueBy,
            dispute.submission_count AS submissionCount, dispute.evidence <> '{}' AS hasEvidenceInStripe, dispute.fee_cents AS feeCents,
            COALESCE((SELECT -SUM(row.amount_total) FROM stripe_balance_transactions AS movement
                      JOIN billing_ledger AS row ON row.fact_key = dispute.id || ' moved ' || movement.id
                      WHERE movement.source_id = dispute.id), 0) AS withheldCents,
            draft.row_version AS draftVersion, draft.sent_version AS sentVersion, draft.submitted_at AS submittedAt
     FROM stripe_disputes AS dispute
     LEFT JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
     LEFT JOIN billing_invoices AS invoice ON invoice.id = (
       SELECT paid.id FROM billing_invoices AS paid
       WHERE paid.stripe_invoice_id IN (
         SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE charge_id = dispute.charge_id
         UNION ALL SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE payment_intent_id = charge.payment_intent_id)
       ORDER BY paid.amount_total DESC, paid.id LIMIT 1)
     LEFT JOIN dispute_evidence AS draft ON draft.dispute_id = dispute.id
     WHERE ${where.sql}
     ORDER BY ${isClosed}, CASE WHEN ${isClosed} THEN '' ELSE COALESCE(dispute.due_by, '9') END, dispute.created_at DESC, dispute.id
     LIMIT 1000`,
    where.values,
  );
  return rows.map((row) => ({ ...row, hasEvidenceInStripe: row.hasEvidenceInStripe === 1 }));
}

export function refundReads(statements: Statements): RefundReads {
  return {
    refundsPage: (question) => refundsPage(statements, question),
    disputeRows: (only) => disputeRows(statements, only),
    disputeLedger: (disputeId) =>
      statements.all(
        `SELECT id, local_date AS date, description, amount_total AS totalCents, gst_amount AS gstCents
         FROM billing_ledger WHERE fact_key > ? AND fact_key < ? ORDER BY id`,
        [`${disputeId} `, `${disputeId}!`],
      ),
  };
}
