// Subscriptions: the list, one with what can be done to it, each change previewed by Stripe, and the change itself.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { changeId, stripeChange } from './stripeWrites.ts';
import { amountCents, currencyCode, instant, rowVersion } from './values.ts';

const stripeId = z.string().regex(/^[\w-]{3,100}$/);
const planId = z.string().min(1).max(60);

export const subscriptionSortKeys = ['client', 'plan', 'status', 'periodEnd', 'seats', 'monthly', 'next'] as const;
export const subscriptionFlags = ['cancel_scheduled', 'change_scheduled', 'paused', 'requires_action', 'override', 'override_expired', 'unfinished'] as const;
const flag = z.enum(subscriptionFlags);
export type SubscriptionFlag = z.infer<typeof flag>;

export const subscriptionFilter = z.object({
  /** Client, RTO code, Stripe id, or an amount: a month's ex GST, or the next one. */
  search: z.string().max(200).optional(),
  /** Local spelling, open set. */
  status: z.array(z.string().max(40)).max(20).optional(),
  plan: z.array(z.string().max(60)).max(20).optional(),
  flag: z.array(flag).max(10).optional(),
});
export type SubscriptionFilter = z.infer<typeof subscriptionFilter>;

export const subscriptionRow = z.object({
  /** Stripe's id. */
  id: z.string(),
  version: rowVersion,
  orgId: z.string(),
  clientName: z.string(),
  rtoCode: z.string().nullable(),
  planTier: z.string(),
  planName: z.string(),
  status: z.string(),
  currentPeriodStart: instant.nullable(),
  currentPeriodEnd: instant.nullable(),
  /** Included and bought. */
  seats: z.int(),
  purchasedSeats: z.int(),
  currency: currencyCode,
  monthlyExGstCents: amountCents,
  /** Incl. GST; null: nothing more is charged, or only Stripe knows. */
  nextAmountCents: amountCents.nullable(),
  override: z.object({ amountCents, note: z.string(), expiresAt: instant.nullable() }).nullable(),
  flags: z.array(flag),
  isTest: z.boolean(),
});
export type SubscriptionRow = z.infer<typeof subscriptionRow>;

/** Home currency only; `otherCurrencyCount` rows are not in the sums. */
export const subscriptionTotals = z.object({ count: z.int(), seats: z.int(), monthlyExGstCents: amountCents, nextAmountCents: amountCents, otherCurrencyCount: z.int() });
export type SubscriptionTotals = z.infer<typeof subscriptionTotals>;

/** What a person may do to a subscription; each is previewed with the same words. */
export const subscriptionChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel_at_period_end'), reason: z.string().trim().max(500).optional() }),
  z.object({ kind: z.literal('undo_cancel') }),
  z.object({ kind: z.literal('cancel_now'), invoiceNow: z.boolean(), prorate: z.boolean(), reason: z.string().trim().max(500).optional() }),
  /** `amountCents`: incl. GST, for a plan without a list price. */
  z.object({ kind: z.literal('upgrade'), planId, amountCents: amountCents.positive().optional() }),
  z.object({ kind: z.literal('downgrade'), planId }),
  z.object({ kind: z.literal('undo_downgrade') }),
  z.object({ kind: z.literal('add_seat'), seats: z.int().min(1).max(500) }),
  z.object({ kind: z.literal('override'), amountCents: amountCents.nonnegative(), note: z.string().trim().min(3).max(400), expiresAt: instant.nullable() }),
  z.object({ kind: z.literal('end_override') }),
  z.object({ kind: z.literal('pause'), behaviour: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']) }),
  z.object({ kind: z.literal('resume') }),
]);
export type SubscriptionChange = z.infer<typeof subscriptionChange>;
export type SubscriptionChangeKind = SubscriptionChange['kind'];

export const subscriptionPreview = z.object({
  version: rowVersion,
  /** What will happen, one sentence each, in order. */
  effects: z.array(z.string()),
  /** Stripe's own lines; empty where no invoice follows from it. */
  lines: z.array(z.object({ description: z.string(), totalCents: amountCents, isProration: z.boolean() })),
  /** Sum of the lines, incl. GST. */
  totalCents: amountCents,
  /** `not_invoiced`: what is credited waits at Stripe until somebody invoices it. */
  settles: z.enum(['now', 'next_invoice', 'not_invoiced']),
  /** Charged at once; null: nothing is. */
  dueNowCents: amountCents.nullable(),
  /** Stripe's preview of the next invoice, incl. GST. */
  nextInvoiceCents: amountCents.nullable(),
  nextInvoiceAt: instant.nullable(),
  currency: currencyCode,
  /** Sent back with the change, so that it costs what was shown. */
  prorationDateSeconds: z.int().nullable(),
  /** A word that has to be typed first. */
  typedWord: z.string().nullable(),
});
export type SubscriptionPreview = z.infer<typeof subscriptionPreview>;

const planChoice = z.object({ planId: z.string(), planTier: z.string(), name: z.string(), totalCents: amountCents, hasListPrice: z.boolean(), direction: z.enum(['up', 'down', 'same']) });

export const subscriptionDetail = z.object({
  row: subscriptionRow,
  items: z.array(z.object({ name: z.string(), unitAmountCents: amountCents.nullable(), quantity: z.int(), isSeat: z.boolean() })),
  paymentMethod: z.object({ brand: z.string(), last4: z.string() }).nullable(),
  billingEmail: z.string().nullable(),
  /** The invoice that waits for the client. */
  openInvoice: z.object({ invoiceId: z.int(), url: z.string().nullable() }).nullable(),
  stripeUrl: z.string(),
  plans: z.array(planChoice),
  /** Which acts are possible; the others say why not. */
  acts: z.array(z.object({ kind: z.string(), disabledReason: z.string().nullable() })),
  /** Newest first; unfinished ones among them. */
  changes: z.array(stripeChange),
});
export type PlanChoice = z.infer<typeof planChoice>;
export type SubscriptionDetail = z.infer<typeof subscriptionDetail>;

const begun = z.object({ changeId });
const orgId = z.string().min(1).max(100);
const apiAnswer = z.object({ org_id: z.string(), change_id: changeId, status: z.string() });

export const subscriptionOperations = {
  'subscriptions.list': query(
    z.object({
      filter: subscriptionFilter.default({}),
      sort: z.object({ key: z.enum(subscriptionSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'client', direction: 'asc' }),
      cursor: z.string().max(600).nullable().default(null),
      limit: z.int().min(1).max(500).default(100),
      withTotals: z.boolean().default(true),
    }),
    z.object({ rows: z.array(subscriptionRow), nextCursor: z.string().nullable(), totals: subscriptionTotals.nullable(), allCount: z.int(), asOf: instant.nullable() }),
  ),
  'subscriptions.get': query(z.object({ id: stripeId }), subscriptionDetail),
  /** Asks Stripe where money is concerned. */
  'subscriptions.preview': query(z.object({ id: stripeId, change: subscriptionChange }), subscriptionPreview),
  'subscriptions.change': command(
    z.object({ id: stripeId, expectedVersion: rowVersion, change: subscriptionChange, prorationDateSeconds: z.int().positive().nullable().default(null), typed: z.string().max(40).optional() }),
    begun,
  ),
  /** Whom a subscription can be sold to, and which plans: clients with a customer in Stripe and no subscription that still runs. */
  'subscriptions.offer': query(
    z.object({ search: z.string().max(200).default(''), orgId: orgId.nullable().default(null) }),
    z.object({ plans: z.array(planChoice), clients: z.array(z.object({ orgId: z.string(), name: z.string(), rtoCode: z.string().nullable() })), hasMore: z.boolean() }),
  ),
  /** With a token: at once. Without: Stripe's own page collects the card, and the subscription follows when it is filled in. */
  'subscriptions.subscribe': command(
    z.object({ orgId, planId, paymentMethodToken: stripeId.nullable(), amountCents: amountCents.positive().optional() }),
    begun,
  ),
  /** Changes that are under way or stopped, whoever they are about. */
  'changes.unfinished': query(z.object({}), z.object({ changes: z.array(stripeChange.extend({ subscriptionId: z.string().nullable(), hasCardPage: z.boolean() })) })),
  /** Address of the page on which the client enters a card; asked from Stripe. */
  'changes.cardPage': query(z.object({ changeId }), z.object({ url: z.string() })),
  'billing.subscribe': command(z.object({ org_id: orgId, plan_id: planId, payment_method_token: stripeId }), apiAnswer, { method: 'POST', path: '/billing/subscribe' }),
  'billing.cancel': command(z.object({ org_id: orgId, reason: z.string().trim().max(500).optional() }), apiAnswer, { method: 'POST', path: '/billing/cancel' }),
  'billing.upgrade': command(z.object({ org_id: orgId, new_plan_id: planId }), apiAnswer, { method: 'POST', path: '/billing/upgrade' }),
  'billing.downgrade': command(z.object({ org_id: orgId, new_plan_id: planId }), apiAnswer, { method: 'POST', path: '/billing/downgrade' }),
  'billing.addSeat': command(z.object({ org_id: orgId }), apiAnswer, { method: 'POST', path: '/billing/add-seat' }),
};
