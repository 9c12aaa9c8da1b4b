// Reads a Stripe product: the name that a line was sold under.
import {
  isJsonObject,
  metadataOf,
  notAnObject,
  optionalBoolean,
  optionalInstant,
  optionalText,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripeProductFacts {
  readonly stripeProductId: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly isActive: boolean;
  readonly isDeleted: boolean;
  readonly metadata: Record<string, string>;
  readonly createdAt: string | null;
  readonly livemode: boolean | null;
}

export function readProduct(json: unknown): Reading<StripeProductFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const stripeProductId = requiredText(json, 'id', oddities);
  if (stripeProductId === null) return unreadable(json, oddities);
  const isDeleted = json['deleted'] === true;
  return {
    ok: true,
    oddities,
    value: {
      stripeProductId,
      name: optionalText(json, 'name', oddities),
      description: optionalText(json, 'description', oddities),
      isActive: !isDeleted && (optionalBoolean(json, 'active', oddities) ?? true),
      isDeleted,
      metadata: metadataOf(json, 'metadata', oddities),
      createdAt: optionalInstant(json, 'created', oddities),
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}
