// Reads an early fraud warning: a card issuer's suspicion about one charge, before any dispute.
import {
  isJsonObject,
  notAnObject,
  optionalBoolean,
  optionalText,
  reference,
  requiredInstant,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripeFraudWarningFacts {
  readonly fraudWarningId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  /** Open set: misc, made_with_stolen_card, unauthorized_use_of_card … */
  readonly fraudType: string;
  /** False once the charge was refunded or disputed: nothing is left to prevent. */
  readonly isActionable: boolean;
  readonly createdAt: string;
  readonly livemode: boolean | null;
}

export function readFraudWarning(json: unknown): Reading<StripeFraudWarningFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const fraudWarningId = requiredText(json, 'id', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (fraudWarningId === null || createdAt === null) return unreadable(json, oddities);
  return {
    ok: true,
    oddities,
    value: {
      fraudWarningId,
      chargeId: reference(json, 'charge', oddities),
      paymentIntentId: reference(json, 'payment_intent', oddities),
      fraudType: optionalText(json, 'fraud_type', oddities) ?? 'unknown',
      isActionable: optionalBoolean(json, 'actionable', oddities) ?? false,
      createdAt,
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}
