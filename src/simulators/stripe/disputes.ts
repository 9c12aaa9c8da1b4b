// Disputes: opened by the bank, answered by the owner, won or lost; money moves at opening and when won.
import { disputeTransaction } from './balance.ts';
import { DAY_SECONDS, startOfDay } from './calendar.ts';
import { settleFraudWarnings } from './fraudWarnings.ts';
import type { Metadata } from './jsonShapes.ts';
import type { Dispute, DisputeStatus } from './paymentShapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

export const EVIDENCE_FIELDS = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;

const EVIDENCE_DAYS = 14;

/** `inquiry` opens a warning_* dispute: no money moves. */
export function openDispute(
  world: World,
  chargeId: string,
  options: { reason: string; inquiry?: boolean; dueDays?: number },
): Dispute {
  const charge = world.store.get('charge', chargeId);
  const inquiry = options.inquiry ?? false;
  const id = world.newId('dp_1');
  const constants = {
    enhanced_eligibility_types: [],
    payment_method_details: {
      card: {
        brand: charge.payment_method_details.card.brand,
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: charge.payment_method_details.card.brand,
        network_reason_code: '10.4',
      },
      type: 'card',
    },
  };
  world.store.add('dispute', {
    ...constants,
    id,
    object: 'dispute',
    ...world.base(),
    amount: charge.amount,
    balance_transactions: [],
    charge: chargeId,
    currency: charge.currency,
    evidence: { ...Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, null])), enhanced_evidence: {} },
    evidence_details: {
      due_by: startOfDay(world.now()) + (options.dueDays ?? EVIDENCE_DAYS) * DAY_SECONDS - 1,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: options.reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  });
  world.change('charge', chargeId, { disputed: true }, 'charge.updated');
  world.emit('charge.dispute.created', 'dispute', id);
  settleFraudWarnings(world, chargeId);
  if (!inquiry) {
    const withdrawal = disputeTransaction(world, id, charge, 'withdrawn');
    world.store.update('dispute', id, { balance_transactions: [withdrawal] });
    world.emit('charge.dispute.funds_withdrawn', 'dispute', id);
  }
  world.schedule(world.store.get('dispute', id).evidence_details.due_by ?? world.now(), 'dispute-deadline', id);
  return world.store.get('dispute', id);
}

function isOpen(status: DisputeStatus): boolean {
  return status === 'needs_response' || status === 'warning_needs_response';
}

/** Evidence is kept as a draft unless `submit` is true; submitting is the default of the API and works once. */
export function updateDispute(
  world: World,
  id: string,
  change: { evidence: { [field: string]: string }; metadata: Metadata; submit: boolean },
): Dispute {
  const dispute = world.store.get('dispute', id);
  if (!isOpen(dispute.status) && Object.keys(change.evidence).length > 0) {
    throw invalidRequest(
      'This dispute is already closed or its evidence has been submitted.',
      'evidence',
      'dispute_evidence_submitted',
    );
  }
  const submits =
    change.submit &&
    isOpen(dispute.status) &&
    (Object.keys(change.evidence).length > 0 || dispute.evidence_details.has_evidence);
  const evidence = { ...dispute.evidence, ...change.evidence };
  return world.change(
    'dispute',
    id,
    {
      evidence,
      evidence_details: {
        ...dispute.evidence_details,
        has_evidence: Object.values(evidence).some((value) => typeof value === 'string'),
        submission_count: dispute.evidence_details.submission_count + (submits ? 1 : 0),
      },
      metadata: change.metadata,
      ...(submits
        ? {
            status: dispute.status === 'needs_response' ? ('under_review' as const) : ('warning_under_review' as const),
          }
        : {}),
    },
    'charge.dispute.updated',
  );
}

/** The bank's decision; also `lost` when the deadline passes without evidence or the owner accepts; `prevented`: stopped before it. */
export function decideDispute(world: World, id: string, decision: 'won' | 'lost' | 'prevented'): Dispute {
  const dispute = world.store.get('dispute', id);
  const warning = dispute.status.startsWith('warning_');
  const charge = world.store.get('charge', dispute.charge);
  if (decision === 'won' && !warning) {
    const back = disputeTransaction(world, id, charge, 'reinstated');
    world.store.update('dispute', id, { balance_transactions: [...dispute.balance_transactions, back] });
    world.emit('charge.dispute.funds_reinstated', 'dispute', id);
  }
  world.store.update('dispute', id, { status: warning && decision !== 'prevented' ? 'warning_closed' : decision });
  world.emit('charge.dispute.closed', 'dispute', id);
  return world.store.get('dispute', id);
}

export function disputeDeadline(world: World, id: string): void {
  const dispute = world.store.get('dispute', id);
  if (!isOpen(dispute.status)) return;
  world.store.update('dispute', id, { evidence_details: { ...dispute.evidence_details, past_due: true } });
  decideDispute(world, id, 'lost');
}
