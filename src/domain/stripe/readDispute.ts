// Reads a dispute: how much is contested, in which state, and until when evidence counts.
import {
  isJsonObject,
  nested,
  nestedList,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  storableText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';
import { readBalanceTransaction, type BalanceTransactionFacts } from './readBalanceTransaction.ts';

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
  /** How often evidence went to the bank; more than once is the exception. */
  readonly submissionCount: number;
  /** The texts of the evidence that Stripe holds, by Stripe's field names; files are not among them. */
  readonly evidence: Record<string, string>;
  /** Money taken (negative) and given back, oldest first; none for an inquiry. */
  readonly movements: BalanceTransactionFacts[];
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
  const currency = requiredCurrency(json, 'currency', oddities);
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
      currency,
      status,
      reason: optionalText(json, 'reason', oddities),
      dueBy: optionalInstant(details, 'due_by', oddities, 'evidence_details.due_by'),
      hasEvidence: optionalBoolean(details, 'has_evidence', oddities, 'evidence_details.has_evidence') ?? false,
      submissionCount: optionalInteger(details, 'submission_count', oddities, 'evidence_details.submission_count') ?? 0,
      evidence: evidenceTexts(nested(json, 'evidence', oddities)),
      movements: movementsOf(json, oddities),
      createdAt,
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}

/** Fields of files hold their id (`file_…`): only what a person wrote is text. */
function evidenceTexts(evidence: JsonObject): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [field, value] of Object.entries(evidence)) {
    if (typeof value === 'string' && value !== '' && !value.startsWith('file_') && field !== '__proto__') texts[field] = storableText(value);
  }
  return texts;
}

function movementsOf(json: JsonObject, oddities: string[]): BalanceTransactionFacts[] {
  const movements: BalanceTransactionFacts[] = [];
  for (const item of nestedList(json, 'balance_transactions', oddities).items) {
    const reading = readBalanceTransaction(item);
    oddities.push(...reading.oddities.map((oddity) => `balance_transactions[].${oddity}`));
    if (reading.ok) movements.push(reading.value);
  }
  return movements;
}

/** Every other status, known or not, may still need a hand, or its outcome is still open. */
export const closedDisputeStatuses = ['won', 'lost', 'prevented', 'warning_closed', 'charge_refunded'] as const;

/** Whether a person may still have to act on it, or its outcome is still open. */
export const isDisputeOpen = (status: string): boolean => !(closedDisputeStatuses as readonly string[]).includes(status);

/** Only a question so far: no money has moved. */
export const isInquiry = (status: string): boolean => status.startsWith('warning_');

/** Evidence can still be given: open, and not with the bank already. */
export const awaitsEvidence = (dispute: { readonly status: string; readonly submissionCount: number }): boolean =>
  isDisputeOpen(dispute.status) && !dispute.status.endsWith('under_review') && dispute.submissionCount === 0;
