// Reads a dispute: how much is contested, in which state, and until when evidence counts.
import {
  isJsonObject,
  nested,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalText,
  reference,
  requiredInstant,
  requiredInteger,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripeDisputeFacts {
  readonly disputeId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountCents: number;
  readonly currency: string;
  /** Open set: warning_* (inquiries: no money moved), needs_response, under_review, won, lost, prevented. */
  readonly status: string;
  readonly reason: string | null;
  /** Evidence after this is lost. */
  readonly dueBy: string | null;
  readonly hasEvidence: boolean;
  readonly createdAt: string;
  readonly livemode: boolean | null;
}

const knownStatuses: ReadonlySet<string> = new Set([
  'lost',
  'needs_response',
  'prevented',
  'under_review',
  'warning_closed',
  'warning_needs_response',
  'warning_under_review',
  'won',
]);

export function readDispute(json: unknown): Reading<StripeDisputeFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const disputeId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredText(json, 'currency', oddities);
  const status = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (disputeId === null || amountCents === null || currency === null || status === null || createdAt === null)
    return unreadable(json, oddities);
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const details = nested(json, 'evidence_details', oddities);
  return {
    ok: true,
    oddities,
    value: {
      disputeId,
      chargeId: reference(json, 'charge', oddities),
      paymentIntentId: reference(json, 'payment_intent', oddities),
      amountCents,
      currency: currency.toLowerCase(),
      status,
      reason: optionalText(json, 'reason', oddities),
      dueBy: optionalInstant(details, 'due_by', oddities, 'evidence_details.due_by'),
      hasEvidence: optionalBoolean(details, 'has_evidence', oddities, 'evidence_details.has_evidence') ?? false,
      createdAt,
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}

/** Whether a person may still have to act on it, or its outcome is still open. */
export function isDisputeOpen(status: string): boolean {
  return !['won', 'lost', 'prevented', 'warning_closed'].includes(status);
}
