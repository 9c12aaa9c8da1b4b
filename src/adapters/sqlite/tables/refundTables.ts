// What was given back on an invoice, from the ledger; refunds that people recorded by hand, append-only; Stripe's refunds by charge.
import { givenBackTypes, sqlWords } from '../../../domain/ledgerKinds.ts';
import type { BookedRow, CreditNoteRecord, HandRefund, RefundTables } from '../../../engine/ports/refundTables.ts';
import type { TableContext } from './tableContext.ts';

const handSql = `
  SELECT hand.id, hand.invoice_id AS invoiceId, hand.amount AS amountCents, hand.currency, hand.local_date AS localDate, hand.how, hand.note,
         hand.recorded_at AS recordedAt, undone.undone_at AS undoneAt, undone.reason AS undoneReason
  FROM refunds_by_hand AS hand LEFT JOIN refunds_by_hand_undone AS undone ON undone.refund_id = hand.id`;

type StripeRefund = ReturnType<RefundTables['stripeRefundsOf']>[number];

export function refundTables({ db, now }: TableContext): RefundTables {
  // Further rows of a fact have its key, a blank and the invoice: one range of the unique index.
  const booked = db.prepare<[string, string, string], BookedRow>(
    `SELECT fact_key AS factKey, invoice_id AS invoiceId, amount_ex_gst AS exGstCents, gst_amount AS gstCents, amount_total AS totalCents,
            currency, local_date AS localDate
     FROM billing_ledger WHERE fact_key = ? OR (fact_key > ? AND fact_key < ?) ORDER BY id`,
  );
  const sums = db.prepare<[number], { totalCents: number; gstCents: number }>(
    `SELECT COALESCE(-SUM(amount_total), 0) AS totalCents, COALESCE(-SUM(gst_amount), 0) AS gstCents
     FROM billing_ledger WHERE invoice_id = ? AND event_type IN (${sqlWords(givenBackTypes)})`,
  );
  const lost = db.prepare<[number], { disputeId: string }>(
    `SELECT source_id AS disputeId FROM billing_ledger AS lost
     WHERE invoice_id = ? AND event_type = 'dispute_lost' AND source_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM billing_ledger WHERE fact_key = lost.source_id || ' regained')`,
  );
  const note = db.prepare<[string], Omit<CreditNoteRecord, 'refunds'>>(
    `SELECT id AS creditNoteId, stripe_invoice_id AS stripeInvoiceId, number, status, amount AS amountCents, currency FROM stripe_credit_notes WHERE id = ?`,
  );
  const noteRefunds = db.prepare<[string], CreditNoteRecord['refunds'][number]>(
    `SELECT refund_id AS refundId, amount AS amountCents FROM stripe_credit_note_refunds WHERE credit_note_id = ?`,
  );
  const addHand = db.prepare(
    `INSERT INTO refunds_by_hand (id, invoice_id, amount, currency, local_date, how, note, recorded_at)
     VALUES (@id, @invoiceId, @amountCents, @currency, @localDate, @how, @note, @now)`,
  );
  const hand = db.prepare<[string], HandRefund>(`${handSql} WHERE hand.id = ?`);
  const handOf = db.prepare<[number], HandRefund>(`${handSql} WHERE hand.invoice_id = ? ORDER BY hand.local_date, hand.recorded_at, hand.id`);
  const undo = db.prepare(`INSERT INTO refunds_by_hand_undone (refund_id, reason, undone_at) VALUES (@id, @reason, @now)`);
  const ofCharges = db.prepare<[string], StripeRefund>(
    `SELECT id AS refundId, charge_id AS chargeId, amount AS amountCents, status, created_at AS createdAt
     FROM stripe_refunds WHERE charge_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id`,
  );
  return {
    booked: (factKey) => booked.all(factKey, `${factKey} `, `${factKey}!`),
    givenBack: (invoiceId) => ({ ...(sums.get(invoiceId) ?? { totalCents: 0, gstCents: 0 }), lostDisputes: lost.all(invoiceId).map((row) => row.disputeId) }),
    creditNote: (id) => {
      const row = note.get(id);
      return row === undefined ? undefined : { ...row, refunds: noteRefunds.all(id) };
    },
    addHandRefund: ({ id, invoiceId, amountCents, currency, localDate, how, note }) => void addHand.run({ id, invoiceId, amountCents, currency, localDate, how, note, now: now() }),
    handRefund: (id) => hand.get(id),
    handRefundsOf: (invoiceId) => handOf.all(invoiceId),
    undoHandRefund: (id, reason) => void undo.run({ id, reason, now: now() }),
    stripeRefundsOf: (chargeIds) => (chargeIds.length === 0 ? [] : ofCharges.all(JSON.stringify(chargeIds))),
  };
}
