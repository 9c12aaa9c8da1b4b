// Reads a Stripe customer, deleted ones included.
import {
  isJsonObject,
  metadataOf,
  nested,
  notAnObject,
  optionalBoolean,
  optionalInstant,
  optionalText,
  reference,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripeCustomerFacts {
  readonly stripeCustomerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly metadata: Record<string, string>;
  readonly isDeleted: boolean;
  /** Null for a deleted one, of which Stripe tells the id only. */
  readonly createdAt: string | null;
  readonly livemode: boolean | null;
  readonly defaultPaymentMethodId: string | null;
}

export function readCustomer(json: unknown): Reading<StripeCustomerFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const stripeCustomerId = requiredText(json, 'id', oddities);
  const isDeleted = json['deleted'] === true;
  const createdAt = optionalInstant(json, 'created', oddities);
  const livemode = optionalBoolean(json, 'livemode', oddities);
  if (!isDeleted && createdAt === null) oddities.push('created: Unix seconds expected, nothing found');
  if (!isDeleted && livemode === null) oddities.push('livemode: boolean expected, nothing found');
  if (stripeCustomerId === null || (!isDeleted && (createdAt === null || livemode === null)))
    return unreadable(json, oddities);
  const invoiceSettings = nested(json, 'invoice_settings', oddities);
  return {
    ok: true,
    oddities,
    value: {
      stripeCustomerId,
      name: optionalText(json, 'name', oddities),
      email: optionalText(json, 'email', oddities),
      metadata: metadataOf(json, 'metadata', oddities),
      isDeleted,
      createdAt,
      livemode,
      defaultPaymentMethodId:
        reference(invoiceSettings, 'default_payment_method', oddities, 'invoice_settings.default_payment_method') ??
        reference(json, 'default_source', oddities),
    },
  };
}
