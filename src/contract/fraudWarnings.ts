// Early fraud warnings: a card's bank suspects a payment. Refunded now, it does not become a dispute.
import { z } from 'zod';
import { query } from './operation.ts';
import { amountCents, currencyCode, instant, invoiceId } from './values.ts';

export const fraudWarning = z.object({
  id: z.string(),
  clientName: z.string(),
  orgId: z.string().nullable(),
  invoiceId: invoiceId.nullable(),
  invoiceNumber: z.string().nullable(),
  chargeId: z.string().nullable(),
  /** Of the payment; null: it is not mirrored. */
  amountCents: amountCents.nullable(),
  currency: currencyCode,
  /** Stripe's word, open set: made_with_stolen_card, unauthorized_use_of_card … */
  fraudType: z.string(),
  warnedAt: instant,
  /** Nothing was refunded in full or disputed yet: there is something left to prevent. */
  isOpen: z.boolean(),
  /** The payment's page at Stripe. */
  stripeUrl: z.string().nullable(),
});
export type FraudWarning = z.infer<typeof fraudWarning>;

export const fraudWarningOperations = {
  /** Open ones first, then the newest; at most 200. */
  'fraudWarnings.list': query(
    z.object({ openOnly: z.boolean().default(false), invoiceId: invoiceId.optional() }),
    /** `mayRefund`: the profile lets the console make refunds in Stripe. */
    z.object({ warnings: z.array(fraudWarning), openCount: z.int(), mayRefund: z.boolean() }),
  ),
};
