// billing_invoices, their lines and the number sequence: the mirror side is Stripe's, the QuickBooks side is ours.
import type { InvoiceLineRecord, InvoicePushPatch } from '../../../engine/ports/records.ts';
import type { InvoiceTables } from '../../../engine/ports/store.ts';
import { invoiceRecord, type InvoiceRow } from './invoiceRow.ts';
import { bit, type TableContext } from './tableContext.ts';

const pushColumns: Readonly<Record<keyof InvoicePushPatch, string>> = {
  qbStatus: 'qb_sync_status',
  qbInvoiceId: 'qb_invoice_id',
  qbPaymentId: 'qb_payment_id',
  qbCustomerId: 'qb_customer_id',
  qbRealmId: 'qb_realm_id',
  qbError: 'qb_sync_error',
  qbSyncedAt: 'qb_synced_at',
  qbConsecutiveFailures: 'qb_consecutive_failures',
  approvedAt: 'approved_at',
  abandonReason: 'abandon_reason',
};

const upsertSql = `
  INSERT INTO billing_invoices (
    org_id, client_name, rto_code, description, amount_ex_gst, gst_amount, amount_total, amount_paid, currency, status,
    billing_reason, attempt_count, next_payment_attempt_at, period_start, period_end, issued_at, finalized_at, paid_at, local_date, quarter,
    stripe_invoice_id, stripe_customer_id, stripe_subscription_id, stripe_invoice_url, revenue_type, is_test, created_at, updated_at)
  VALUES (
    @orgId, @clientName, @rtoCode, @description, @exGstCents, @gstCents, @totalCents, @amountPaidCents, @currency, @status,
    @billingReason, @attemptCount, @nextPaymentAttemptAt, @periodStart, @periodEnd, @issuedAt, @finalizedAt, @paidAt, @localDate, @quarter,
    @stripeInvoiceId, @stripeCustomerId, @stripeSubscriptionId, @stripeInvoiceUrl, @revenueType, @isTest, @now, @now)
  ON CONFLICT (stripe_invoice_id) DO UPDATE SET
    org_id = excluded.org_id, client_name = excluded.client_name, rto_code = excluded.rto_code, description = excluded.description,
    amount_ex_gst = excluded.amount_ex_gst, gst_amount = excluded.gst_amount, amount_total = excluded.amount_total,
    amount_paid = excluded.amount_paid, currency = excluded.currency, status = excluded.status,
    billing_reason = excluded.billing_reason, attempt_count = excluded.attempt_count, next_payment_attempt_at = excluded.next_payment_attempt_at,
    period_start = excluded.period_start, period_end = excluded.period_end, issued_at = excluded.issued_at,
    finalized_at = excluded.finalized_at, paid_at = excluded.paid_at, local_date = excluded.local_date, quarter = excluded.quarter,
    stripe_customer_id = excluded.stripe_customer_id, stripe_subscription_id = excluded.stripe_subscription_id,
    stripe_invoice_url = excluded.stripe_invoice_url, revenue_type = excluded.revenue_type, is_test = excluded.is_test,
    -- Only what a person could have seen differently makes their view stale.
    row_version = row_version + ((org_id, client_name, rto_code, description, amount_total, amount_paid, currency, status, period_start, period_end,
        finalized_at, paid_at, local_date, revenue_type, is_test)
      IS NOT (excluded.org_id, excluded.client_name, excluded.rto_code, excluded.description, excluded.amount_total, excluded.amount_paid, excluded.currency,
        excluded.status, excluded.period_start, excluded.period_end, excluded.finalized_at, excluded.paid_at, excluded.local_date, excluded.revenue_type, excluded.is_test)),
    updated_at = excluded.updated_at
  RETURNING id`;

export function invoiceTables({ db, now }: TableContext): InvoiceTables {
  const get = db.prepare<[number], InvoiceRow>(`SELECT * FROM billing_invoices WHERE id = ?`);
  const byStripeId = db.prepare<[string], InvoiceRow>(`SELECT * FROM billing_invoices WHERE stripe_invoice_id = ?`);
  const byNumber = db.prepare<[string], InvoiceRow>(`SELECT * FROM billing_invoices WHERE invoice_number = ?`);
  const upsert = db.prepare<[Record<string, unknown>], { id: number }>(upsertSql);
  const deleteLines = db.prepare(`DELETE FROM billing_invoice_lines WHERE invoice_id = ?`);
  const insertLine = db.prepare(
    `INSERT INTO billing_invoice_lines (invoice_id, position, stripe_line_id, description, quantity, amount_ex_gst, gst_amount, amount_total,
       stripe_price_id, is_proration, period_start, period_end)
     VALUES (@invoiceId, @position, @stripeLineId, @description, @quantity, @exGstCents, @gstCents, @totalCents,
       @stripePriceId, @isProration, @periodStart, @periodEnd)`,
  );
  const lines = db.prepare<[number], Omit<InvoiceLineRecord, 'isProration'> & { isProration: number }>(
    `SELECT position, stripe_line_id AS stripeLineId, description, quantity, amount_ex_gst AS exGstCents, gst_amount AS gstCents,
            amount_total AS totalCents, stripe_price_id AS stripePriceId, is_proration AS isProration,
            period_start AS periodStart, period_end AS periodEnd
     FROM billing_invoice_lines WHERE invoice_id = ? ORDER BY position`,
  );
  const setNumber = db.prepare(`UPDATE billing_invoices SET invoice_number = ?, row_version = row_version + 1, updated_at = ? WHERE id = ? AND invoice_number IS NULL`);
  const clearNumber = db.prepare(`UPDATE billing_invoices SET invoice_number = NULL, updated_at = ? WHERE id = ?`);
  const setRecorded = db.prepare(`UPDATE billing_invoices SET number_recorded_at = ?, updated_at = ? WHERE id = ?`);
  const setFee = db.prepare(
    `UPDATE billing_invoices SET stripe_fee_cents = @feeCents, fee_state = @state, stripe_charge_id = @chargeId, row_version = row_version + 1, updated_at = @now
     WHERE id = @id AND (stripe_fee_cents IS NOT @feeCents OR fee_state <> @state OR stripe_charge_id IS NOT @chargeId)`,
  );
  const addRefund = db.prepare(`UPDATE billing_invoices SET amount_refunded = amount_refunded + ?, row_version = row_version + 1, updated_at = ? WHERE id = ?`);
  const clientName = db.prepare(`UPDATE billing_invoices SET client_name = @name, rto_code = @rtoCode WHERE org_id = @orgId AND (client_name <> @name OR rto_code IS NOT @rtoCode)`);
  const setTest = db.prepare(`UPDATE billing_invoices SET is_test = ?, row_version = row_version + 1, updated_at = ? WHERE stripe_customer_id = ?`);
  const ensure = db.prepare(`UPDATE billing_invoice_sequence SET last_number = @n, updated_at = @now WHERE id = 1 AND last_number < @n`);
  const next = db.prepare<[string], { last_number: number }>(
    `UPDATE billing_invoice_sequence SET last_number = last_number + 1, updated_at = ? WHERE id = 1 RETURNING last_number`,
  );
  const unsettled = db.prepare<[number], { id: string }>(
    `SELECT stripe_invoice_id AS id FROM billing_invoices WHERE status IN ('draft', 'open') ORDER BY updated_at, id LIMIT ?`,
  );
  const notRecorded = db.prepare<[number], { id: number }>(
    `SELECT id FROM billing_invoices WHERE invoice_number IS NOT NULL AND number_recorded_at IS NULL ORDER BY id DESC LIMIT ?`,
  );
  const purchase = db.prepare(
    `INSERT INTO billing_purchases (org_id, invoice_id, revenue_type, description, amount_total, purchased_at, created_at)
     VALUES (@orgId, @invoiceId, @revenueType, @description, @totalCents, @purchasedAt, @now) ON CONFLICT (invoice_id) DO NOTHING`,
  );
  const patches = new Map<string, ReturnType<typeof db.prepare>>();

  return {
    get: (id) => record(get.get(id)),
    byStripeId: (id) => record(byStripeId.get(id)),
    byNumber: (invoiceNumber) => record(byNumber.get(invoiceNumber)),
    upsert: (mirror, lineRecords) => {
      const id = upsert.get({ ...mirror, isTest: bit(mirror.isTest), now: now() })?.id;
      if (id === undefined) throw new Error('upsert of an invoice answered no id');
      deleteLines.run(id);
      for (const line of lineRecords) insertLine.run({ ...line, invoiceId: id, isProration: bit(line.isProration) });
      return id;
    },
    lines: (id) => lines.all(id).map((line) => ({ ...line, isProration: line.isProration === 1 })),
    setNumber: (id, invoiceNumber) => void (invoiceNumber === null ? clearNumber.run(now(), id) : setNumber.run(invoiceNumber, now(), id)),
    setNumberRecorded: (id) => void setRecorded.run(now(), now(), id),
    setFee: (id, fee) => void setFee.run({ id, ...fee, now: now() }),
    addRefund: (id, refundedCents) => void addRefund.run(refundedCents, now(), id),
    patchPush: (id, patch) => {
      const keys = (Object.keys(patch) as (keyof InvoicePushPatch)[]).filter((key) => patch[key] !== undefined);
      const signature = keys.join(',');
      let statement = patches.get(signature);
      if (statement === undefined) {
        const columns = keys.map((key) => `${pushColumns[key]} = @${key}, `).join('');
        statement = db.prepare(`UPDATE billing_invoices SET ${columns}row_version = row_version + 1, updated_at = @now WHERE id = @id`);
        patches.set(signature, statement);
      }
      statement.run({ ...patch, id, now: now() });
    },
    setClientName: (orgId, name, rtoCode) => void clientName.run({ orgId, name, rtoCode }),
    setTest: (stripeCustomerId, isTest) => void setTest.run(bit(isTest), now(), stripeCustomerId),
    idsByPushStatus: (statuses, from, limit) =>
      db
        .prepare<unknown[], { id: number }>(
          `SELECT id FROM billing_invoices
           WHERE qb_sync_status IN (${statuses.map(() => '?').join(', ')}) AND local_date >= ?
           ORDER BY local_date, id LIMIT ?`,
        )
        .all(...statuses, from ?? '', limit)
        .map((row) => row.id),
    ensureSequenceAtLeast: (lastNumber) => void ensure.run({ n: lastNumber, now: now() }),
    nextSequence: () => {
      const row = next.get(now());
      if (row === undefined) throw new Error('the invoice sequence has no row');
      return row.last_number;
    },
    addPurchase: (row) => void purchase.run({ ...row, now: now() }),
    unsettled: (limit) => unsettled.all(limit).map((row) => row.id),
    numbersNotRecorded: (limit) => notRecorded.all(limit).map((row) => row.id),
  };
}

const record = (row: InvoiceRow | undefined) => (row === undefined ? undefined : invoiceRecord(row));
