// Payment methods, payment intents, credit notes, fraud warnings, schedules, and the members of payouts.
import type { CreditNoteRow, FraudWarningRow, PaymentIntentRow, PaymentMethodRow, ScheduleRow, StripeRecordTables } from '../../../engine/ports/stripeRecordTables.ts';
import { bit, type TableContext } from './tableContext.ts';

export function stripeRecordTables(context: TableContext): StripeRecordTables {
  return { ...cards(context), ...paymentIntents(context), ...creditNotes(context), ...warningsAndSchedules(context), ...payoutMembers(context), ...unsettled(context), ...gone(context) };
}

function cards({ db, now }: TableContext): Pick<StripeRecordTables, 'upsertPaymentMethod' | 'paymentMethod' | 'setDefaultPaymentMethod' | 'defaultPaymentMethodOf'> {
  const upsert = db.prepare(
    `INSERT INTO stripe_payment_methods (id, stripe_customer_id, type, card_brand, card_last4, created_at, updated_at)
     VALUES (@paymentMethodId, @stripeCustomerId, @type, @cardBrand, @cardLast4, @createdAt, @now)
     ON CONFLICT (id) DO UPDATE SET stripe_customer_id = excluded.stripe_customer_id, type = excluded.type,
       card_brand = excluded.card_brand, card_last4 = excluded.card_last4, updated_at = excluded.updated_at`,
  );
  const byId = db.prepare<[string], PaymentMethodRow>(
    `SELECT stripe_customer_id AS stripeCustomerId, type, card_brand AS cardBrand, card_last4 AS cardLast4 FROM stripe_payment_methods WHERE id = ?`,
  );
  const setDefault = db.prepare(
    `UPDATE billing_customers SET stripe_payment_method_id = @paymentMethodId, updated_at = @now
     WHERE stripe_customer_id = @stripeCustomerId AND stripe_payment_method_id IS NOT @paymentMethodId`,
  );
  // The card of a default payment method that is not mirrored yet follows when it is.
  const showCard = db.prepare(
    `UPDATE billing_customers SET card_brand = m.card_brand, card_last4 = m.card_last4, updated_at = @now
     FROM stripe_payment_methods m
     WHERE m.id = @paymentMethodId AND billing_customers.stripe_payment_method_id = m.id
       AND (@stripeCustomerId IS NULL OR billing_customers.stripe_customer_id = @stripeCustomerId)
       AND (billing_customers.card_brand IS NOT m.card_brand OR billing_customers.card_last4 IS NOT m.card_last4)`,
  );
  const defaultOf = db.prepare<[string], { id: string | null }>(`SELECT stripe_payment_method_id AS id FROM billing_customers WHERE stripe_customer_id = ?`);
  return {
    upsertPaymentMethod: ({ paymentMethodId, stripeCustomerId, type, cardBrand, cardLast4, createdAt }) => {
      upsert.run({ paymentMethodId, stripeCustomerId, type, cardBrand, cardLast4, createdAt, now: now() });
      if (stripeCustomerId !== null) showCard.run({ paymentMethodId, stripeCustomerId, now: now() });
    },
    paymentMethod: (id) => byId.get(id),
    setDefaultPaymentMethod: (stripeCustomerId, paymentMethodId) => {
      setDefault.run({ stripeCustomerId, paymentMethodId, now: now() });
      if (paymentMethodId !== null) showCard.run({ paymentMethodId, stripeCustomerId, now: now() });
    },
    defaultPaymentMethodOf: (stripeCustomerId) => defaultOf.get(stripeCustomerId)?.id ?? null,
  };
}

function paymentIntents({ db, now }: TableContext): Pick<StripeRecordTables, 'upsertPaymentIntent' | 'paymentIntent'> {
  const upsert = db.prepare(
    `INSERT INTO stripe_payment_intents (id, stripe_customer_id, amount, amount_received, currency, status, next_action_type, latest_charge_id,
       payment_method_id, last_error_code, created_at, cancelled_at, updated_at)
     VALUES (@paymentIntentId, @stripeCustomerId, @amountCents, @amountReceivedCents, @currency, @status, @nextActionType, @latestChargeId,
       @paymentMethodId, @lastErrorCode, @createdAt, @cancelledAt, @now)
     ON CONFLICT (id) DO UPDATE SET
       stripe_customer_id = excluded.stripe_customer_id, amount = excluded.amount, amount_received = excluded.amount_received,
       status = excluded.status, next_action_type = excluded.next_action_type, latest_charge_id = excluded.latest_charge_id,
       payment_method_id = excluded.payment_method_id, last_error_code = excluded.last_error_code, cancelled_at = excluded.cancelled_at,
       updated_at = excluded.updated_at
     -- Succeeded and cancelled are final: an older answer changes nothing.
     WHERE status NOT IN ('succeeded', 'canceled') OR excluded.status = status`,
  );
  const byId = db.prepare<[string], PaymentIntentRow>(
    `SELECT stripe_customer_id AS stripeCustomerId, amount AS amountCents, amount_received AS amountReceivedCents, currency, status,
            next_action_type AS nextActionType, latest_charge_id AS latestChargeId
     FROM stripe_payment_intents WHERE id = ?`,
  );
  return {
    upsertPaymentIntent: ({ livemode: _livemode, ...intent }) => void upsert.run({ ...intent, now: now() }),
    paymentIntent: (id) => byId.get(id),
  };
}

function creditNotes({ db, now }: TableContext): Pick<StripeRecordTables, 'upsertCreditNote' | 'creditNotesOf'> {
  const upsert = db.prepare(
    `INSERT INTO stripe_credit_notes (id, stripe_invoice_id, stripe_customer_id, number, status, type, reason, amount, tax, pre_payment_amount,
       post_payment_amount, out_of_band_amount, customer_balance_transaction_id, currency, created_at, voided_at, updated_at)
     VALUES (@creditNoteId, @stripeInvoiceId, @stripeCustomerId, @number, @status, @type, @reason, @amountCents, @taxCents, @prePaymentCents,
       @postPaymentCents, @outOfBandCents, @customerBalanceTransactionId, @currency, @createdAt, @voidedAt, @now)
     ON CONFLICT (id) DO UPDATE SET
       -- A void credit note is not issued again.
       status = CASE WHEN status = 'void' THEN status ELSE excluded.status END, voided_at = COALESCE(excluded.voided_at, voided_at),
       tax = COALESCE(excluded.tax, tax), number = COALESCE(excluded.number, number), updated_at = excluded.updated_at`,
  );
  const refund = db.prepare(
    `INSERT INTO stripe_credit_note_refunds (credit_note_id, refund_id, amount) VALUES (@creditNoteId, @refundId, @amountCents)
     ON CONFLICT (credit_note_id, refund_id) DO UPDATE SET amount = COALESCE(excluded.amount, amount)`,
  );
  const ofInvoice = db.prepare<[string], Omit<CreditNoteRow, 'refundIds'>>(
    `SELECT id AS creditNoteId, number, status, amount AS amountCents, tax AS taxCents, pre_payment_amount AS prePaymentCents,
            post_payment_amount AS postPaymentCents, out_of_band_amount AS outOfBandCents, currency, created_at AS createdAt
     FROM stripe_credit_notes WHERE stripe_invoice_id = ? ORDER BY created_at, id`,
  );
  const refundsOf = db.prepare<[string], { id: string }>(`SELECT refund_id AS id FROM stripe_credit_note_refunds WHERE credit_note_id = ? ORDER BY refund_id`);
  return {
    upsertCreditNote: ({ refunds, livemode: _livemode, ...note }) => {
      upsert.run({ ...note, now: now() });
      for (const one of refunds) refund.run({ creditNoteId: note.creditNoteId, ...one });
    },
    creditNotesOf: (stripeInvoiceId) => ofInvoice.all(stripeInvoiceId).map((note) => ({ ...note, refundIds: refundsOf.all(note.creditNoteId).map((row) => row.id) })),
  };
}

function warningsAndSchedules({ db, now }: TableContext): Pick<StripeRecordTables, 'upsertFraudWarning' | 'fraudWarningsOf' | 'upsertSchedule' | 'schedule'> {
  const warning = db.prepare(
    `INSERT INTO stripe_fraud_warnings (id, charge_id, payment_intent_id, fraud_type, is_actionable, created_at, updated_at)
     VALUES (@fraudWarningId, @chargeId, @paymentIntentId, @fraudType, @isActionable, @createdAt, @now)
     ON CONFLICT (id) DO UPDATE SET charge_id = COALESCE(excluded.charge_id, charge_id), fraud_type = excluded.fraud_type,
       -- What was refunded or disputed can't be prevented any more.
       is_actionable = MIN(is_actionable, excluded.is_actionable), updated_at = excluded.updated_at`,
  );
  const ofCharge = db.prepare<[string], Omit<FraudWarningRow, 'isActionable'> & { isActionable: number }>(
    `SELECT id AS fraudWarningId, fraud_type AS fraudType, is_actionable AS isActionable, created_at AS createdAt
     FROM stripe_fraud_warnings WHERE charge_id = ? ORDER BY created_at, id`,
  );
  const schedule = db.prepare(
    `INSERT INTO stripe_subscription_schedules (id, stripe_subscription_id, stripe_customer_id, status, end_behaviour, current_phase_start,
       current_phase_end, phases, created_at, ended_at, updated_at)
     VALUES (@scheduleId, @stripeSubscriptionId, @stripeCustomerId, @status, @endBehaviour, @currentPhaseStart, @currentPhaseEnd, @phases,
       @createdAt, @endedAt, @now)
     ON CONFLICT (id) DO UPDATE SET
       stripe_subscription_id = COALESCE(excluded.stripe_subscription_id, stripe_subscription_id), status = excluded.status,
       end_behaviour = excluded.end_behaviour, current_phase_start = excluded.current_phase_start,
       current_phase_end = excluded.current_phase_end, phases = excluded.phases, ended_at = excluded.ended_at, updated_at = excluded.updated_at
     WHERE status NOT IN ('completed', 'cancelled', 'released') OR excluded.status = status`,
  );
  const byId = db.prepare<[string], Omit<ScheduleRow, 'phases'> & { phases: string }>(
    `SELECT stripe_subscription_id AS stripeSubscriptionId, status, current_phase_end AS currentPhaseEnd, phases
     FROM stripe_subscription_schedules WHERE id = ?`,
  );
  return {
    upsertFraudWarning: ({ livemode: _livemode, ...row }) => void warning.run({ ...row, isActionable: bit(row.isActionable), now: now() }),
    fraudWarningsOf: (chargeId) => ofCharge.all(chargeId).map((row) => ({ ...row, isActionable: row.isActionable === 1 })),
    upsertSchedule: ({ livemode: _livemode, ...row }) => void schedule.run({ ...row, phases: JSON.stringify(row.phases), now: now() }),
    schedule: (id) => {
      const row = byId.get(id);
      return row === undefined ? undefined : { ...row, phases: JSON.parse(row.phases) as ScheduleRow['phases'] };
    },
  };
}

function payoutMembers({ db, now }: TableContext): Pick<StripeRecordTables, 'payoutsWithoutMembers' | 'payoutMembersListed' | 'arePayoutMembersListed'> {
  // Manual payouts have no members that Stripe could name.
  const waiting = db.prepare<[number], { id: string }>(
    `SELECT id FROM stripe_payouts
     WHERE is_automatic = 1 AND members_listed_at IS NULL AND COALESCE(reconciliation_status, 'completed') = 'completed'
     ORDER BY arrival_date DESC, id LIMIT ?`,
  );
  const isListed = db.prepare<[string], { n: number }>(`SELECT COUNT(*) AS n FROM stripe_payouts WHERE id = ? AND members_listed_at IS NOT NULL`);
  const listed = db.prepare(`UPDATE stripe_payouts SET members_listed_at = ? WHERE id = ?`);
  return {
    payoutsWithoutMembers: (limit) => waiting.all(limit).map((row) => row.id),
    payoutMembersListed: (payoutId) => void listed.run(now(), payoutId),
    arePayoutMembersListed: (payoutId) => (isListed.get(payoutId)?.n ?? 0) > 0,
  };
}

function unsettled({ db }: TableContext): Pick<StripeRecordTables, 'openDisputes' | 'pendingRefunds' | 'intentsWaitingForCustomer'> {
  type Ids = { id: string };
  const disputes = db.prepare<[number], Ids>(
    `SELECT id FROM stripe_disputes WHERE status NOT IN ('won', 'lost', 'prevented', 'warning_closed') ORDER BY updated_at, id LIMIT ?`,
  );
  const refunds = db.prepare<[number], Ids>(`SELECT id FROM stripe_refunds WHERE status NOT IN ('succeeded', 'failed', 'canceled') ORDER BY updated_at, id LIMIT ?`);
  const intents = db.prepare<[number], Ids>(`SELECT id FROM stripe_payment_intents WHERE status = 'requires_action' ORDER BY updated_at, id LIMIT ?`);
  const idsOf = (rows: readonly Ids[]): readonly string[] => rows.map((row) => row.id);
  return {
    openDisputes: (limit) => idsOf(disputes.all(limit)),
    pendingRefunds: (limit) => idsOf(refunds.all(limit)),
    intentsWaitingForCustomer: (limit) => idsOf(intents.all(limit)),
  };
}

function gone({ db, now }: TableContext): Pick<StripeRecordTables, 'markGone'> {
  const statements = new Map([
    ['product', db.prepare(`UPDATE stripe_products SET is_active = 0, updated_at = ? WHERE id = ?`)],
    ['price', db.prepare(`UPDATE stripe_prices SET is_active = 0, updated_at = ? WHERE id = ?`)],
    // Only drafts can be deleted; a finalised one is voided.
    ['invoice', db.prepare(`UPDATE billing_invoices SET status = 'deleted', row_version = row_version + 1, updated_at = ? WHERE stripe_invoice_id = ? AND status = 'draft'`)],
    ['payment_method', db.prepare(`UPDATE stripe_payment_methods SET stripe_customer_id = NULL, updated_at = ? WHERE id = ?`)],
  ]);
  return { markGone: (objectType, id) => void statements.get(objectType)?.run(now(), id) };
}
