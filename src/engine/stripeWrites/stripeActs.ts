// Every kind of write to Stripe, by its name in the outbox. Nothing else writes there.
import { createRefundAct } from './acts/createRefund.ts';
import { disputeEvidenceAct } from './acts/disputeEvidence.ts';
import { cardAttachAct, cardAwaitAct, cardDefaultAct, cardPageAct } from './acts/cardWrites.ts';
import { invoiceMetadataAct } from './acts/invoiceMetadata.ts';
import { deleteTestCustomerAct, testCustomerAct, testSubscriptionAct } from './acts/testCustomer.ts';
import { scheduleCreateAct, scheduleReleaseAct, scheduleUpdateAct } from './acts/scheduleWrites.ts';
import { subscriptionCancelAct, subscriptionCreateAct, subscriptionUpdateAct } from './acts/subscriptionWrites.ts';
import type { StripeAct } from './stripeAct.ts';

const all: readonly StripeAct[] = [
  invoiceMetadataAct,
  createRefundAct,
  disputeEvidenceAct,
  testCustomerAct,
  testSubscriptionAct,
  deleteTestCustomerAct,
  cardAttachAct,
  cardDefaultAct,
  cardPageAct,
  cardAwaitAct,
  subscriptionCreateAct,
  subscriptionUpdateAct,
  subscriptionCancelAct,
  scheduleCreateAct,
  scheduleUpdateAct,
  scheduleReleaseAct,
];

export const stripeActs: Readonly<Record<string, StripeAct | undefined>> = Object.fromEntries(all.map((act) => [act.act, act]));
