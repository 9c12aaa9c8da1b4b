// Everything that is known of one invoice: lines, payments down to the payout, ledger rows, push attempts, events.
import type { ActivityRow } from '../../../contract/activity.ts';
import type { LabelledLines, PushAttemptRecord, PushStepRecord } from '../../../engine/ports/records.ts';
import type { InvoiceStoryRows, StoryLedgerRow } from '../../../engine/ports/storeReads.ts';
import { activityColumns } from './activityPage.ts';
import { invoiceColumns, invoiceRowOf, type StoredInvoice } from './invoiceRow.ts';
import { paymentsOfStory } from './storyPayments.ts';
import type { Statements } from './statements.ts';

type StoryRecord = InvoiceStoryRows['record'];
interface StoredStory extends StoredInvoice, StoryRecord {
  stripeChargeId: string | null;
}

/** The latest so many of each kind: a story that grew beyond that is read from its end. */
const mostEvents = 500;

export function invoiceStory(statements: Statements, invoiceId: number): InvoiceStoryRows | undefined {
  const stored = statements.get<StoredStory>(
    `SELECT ${invoiceColumns},
            org_id AS orgId, stripe_invoice_id AS stripeInvoiceId, stripe_customer_id AS stripeCustomerId,
            stripe_invoice_url AS stripeInvoiceUrl, finalized_at AS finalizedAt, paid_at AS paidAt, quarter,
            qb_invoice_id AS qbInvoiceId, qb_payment_id AS qbPaymentId, qb_customer_id AS qbCustomerId,
            qb_synced_at AS qbSyncedAt, qb_consecutive_failures AS qbConsecutiveFailures, stripe_charge_id AS stripeChargeId
     FROM billing_invoices WHERE id = ?`,
    [invoiceId],
  );
  if (stored === undefined) return undefined;
  const payments = paymentsOfStory(statements, stored.stripeInvoiceId, stored.stripeChargeId);
  const ids = [stored.stripeInvoiceId, ...payments.flatMap((payment) => [payment.chargeId, payment.paymentIntentId])];
  return {
    row: invoiceRowOf(stored),
    record: recordOf(stored),
    lines: statements.all<InvoiceStoryRows['lines'][number]>(
      `SELECT description, quantity, amount_ex_gst AS exGstCents, gst_amount AS gstCents, amount_total AS totalCents,
              period_start AS periodStart, period_end AS periodEnd
       FROM billing_invoice_lines WHERE invoice_id = ? ORDER BY position`,
      [invoiceId],
    ),
    payments,
    ledger: statements.all<StoryLedgerRow>(
      `SELECT id, event_type AS eventType, description, amount_ex_gst AS exGstCents, gst_amount AS gstCents,
              amount_total AS totalCents, effective_at AS effectiveAt, recorded_at AS recordedAt, source_id AS sourceId
       FROM billing_ledger WHERE invoice_id = ? ORDER BY id`,
      [invoiceId],
    ),
    attempts: attemptsOf(statements, invoiceId),
    stripeEvents: stripeEventsOf(statements, ids.filter((id) => id !== null)),
    activity: statements.all<ActivityRow>(`SELECT ${activityColumns} FROM activity WHERE invoice_id = ? ORDER BY id DESC LIMIT ${mostEvents}`, [invoiceId]),
  };
}

function recordOf(stored: StoredStory): StoryRecord {
  return {
    orgId: stored.orgId,
    stripeInvoiceId: stored.stripeInvoiceId,
    stripeCustomerId: stored.stripeCustomerId,
    stripeInvoiceUrl: stored.stripeInvoiceUrl,
    finalizedAt: stored.finalizedAt,
    paidAt: stored.paidAt,
    quarter: stored.quarter,
    qbInvoiceId: stored.qbInvoiceId,
    qbPaymentId: stored.qbPaymentId,
    qbCustomerId: stored.qbCustomerId,
    qbSyncedAt: stored.qbSyncedAt,
    qbConsecutiveFailures: stored.qbConsecutiveFailures,
  };
}

/** Events of these objects and of the refunds and disputes of the charges among them. */
function stripeEventsOf(statements: Statements, objectIds: readonly string[]): InvoiceStoryRows['stripeEvents'] {
  const ids = JSON.stringify([...new Set(objectIds)]);
  return statements.all(
    `WITH object (id) AS (
       SELECT value FROM json_each(?)
       UNION SELECT refund.id FROM json_each(?) AS given JOIN stripe_refunds AS refund ON refund.charge_id = given.value
       UNION SELECT dispute.id FROM json_each(?) AS given JOIN stripe_disputes AS dispute ON dispute.charge_id = given.value
     )
     SELECT event.type, event.created_at AS createdAt, event.object_id AS objectId, event.received_by AS receivedBy
     FROM object JOIN stripe_events AS event ON event.object_id = object.id
     ORDER BY event.created_at DESC, event.id DESC
     LIMIT ${mostEvents}`,
    [ids, ids, ids],
  );
}

type StoredStep = Omit<PushStepRecord, 'request' | 'evidence'> & { request: string; evidence: string };

function attemptsOf(statements: Statements, invoiceId: number): InvoiceStoryRows['attempts'] {
  const attempts = statements.all<PushAttemptRecord>(
    `SELECT id, attempt, state, started_at AS startedAt, ended_at AS endedAt,
            error_code AS errorCode, error_message AS errorMessage
     FROM push_attempts WHERE invoice_id = ? ORDER BY attempt`,
    [invoiceId],
  );
  const steps = statements.all<StoredStep>(
    `SELECT step.attempt_id AS attemptId, step.step, step.name, step.state, step.request_id AS requestId, step.request,
            step.evidence, step.response_digest AS responseDigest, step.intuit_tid AS intuitTid, step.error,
            step.started_at AS startedAt, step.ended_at AS endedAt
     FROM push_attempts AS attempt JOIN push_steps AS step ON step.attempt_id = attempt.id
     WHERE attempt.invoice_id = ? ORDER BY step.attempt_id, step.step`,
    [invoiceId],
  );
  return attempts.map((attempt) => ({
    ...attempt,
    steps: steps
      .filter((step) => step.attemptId === attempt.id)
      .map((step) => ({ ...step, request: labelledLines(step.request), evidence: labelledLines(step.evidence) })),
  }));
}

function labelledLines(json: string): LabelledLines {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((line: unknown) => (Array.isArray(line) && line.length === 2 ? [[String(line[0]), String(line[1])] as const] : []));
}
