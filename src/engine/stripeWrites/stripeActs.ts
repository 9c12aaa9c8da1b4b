// Every kind of write to Stripe, by its name in the outbox. Nothing else writes there.
import { createRefundAct } from './acts/createRefund.ts';
import { disputeEvidenceAct } from './acts/disputeEvidence.ts';
import { invoiceMetadataAct } from './acts/invoiceMetadata.ts';
import { deleteTestCustomerAct, testCustomerAct, testSubscriptionAct } from './acts/testCustomer.ts';
import type { StripeAct } from './stripeAct.ts';

const all: readonly StripeAct[] = [
  invoiceMetadataAct, createRefundAct, disputeEvidenceAct,
  testCustomerAct, testSubscriptionAct, deleteTestCustomerAct,
];

export const stripeActs: Readonly<Record<string, StripeAct | undefined>> = Object.fromEntries(all.map((act) => [act.act, act]));
