// A Stripe subscription becomes the business's view of it: plan, seats, monthly amount ex GST, and the organisation's tier.
import { localDateOf } from '../../domain/calendar.ts';
import { saleGstRate } from '../../domain/gst.ts';
import { sumCents } from '../../domain/money.ts';
import { monthlyExGstOfItems } from '../../domain/metrics/monthlyAmount.ts';
import { readSubscription, type StripeSubscriptionFacts, type StripeSubscriptionItemFacts } from '../../domain/stripe/readSubscription.ts';
import { readOverride } from '../../domain/subscriptionChange.ts';
import { subscriptionSupersedes } from '../../domain/stripe/supersedes.ts';
import type { EngineContext } from '../context.ts';
import { recordSeenSubscription } from '../metrics/recordBilling.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveStanding } from './deriveStanding.ts';
import { ensureCustomer } from './mirrorCustomer.ts';
import { noteOddities, noteOddity, type Via } from './observe.ts';
import { queueSubscriptionFacts } from './queueSubscriptionFacts.ts';

/** Runs inside a transaction. A cancelled subscription is never brought back by an older answer. */
export function mirrorSubscription(context: EngineContext, raw: StripeJson, via: Via): void {
  const reading = readSubscription(raw);
  noteOddities(context, 'subscription', reading, via, raw);
  if (!reading.ok) return;
  const facts = reading.value;
  const stored = context.store.mirror.subscriptionStatus(facts.stripeSubscriptionId);
  if (stored !== undefined && !subscriptionSupersedes(stored, facts.status)) return;
  if (facts.stripeCustomerId === null) return noteOddity(context, 'subscription', 'has no customer', via, facts.stripeSubscriptionId);
  const customer = ensureCustomer(context, { stripeCustomerId: facts.stripeCustomerId, name: null, email: null, metadata: facts.metadata });
  const itemTiers = facts.items.map((item) => tierOf(context, item));
  const planTier = itemTiers.find((tier) => tier !== null && tier !== 'seat_addon') ?? facts.metadata['plan'] ?? 'free';
  const plan = context.store.plans.get(planTier);
  const purchasedSeats = facts.items.reduce((seats, item, index) => seats + (itemTiers[index] === 'seat_addon' ? item.quantity : 0), 0);
  context.store.mirror.upsertSubscription({
    ...facts,
    orgId: customer.orgId,
    // The two are written together: plan_id is the truth, plan_tier its denormalised read path.
    planId: plan?.id ?? null,
    planTier,
    baseSeats: plan?.baseSeats ?? 0,
    purchasedSeats,
    monthlyExGstCents: monthlyOf(context, facts),
    nextAmountTotalCents: nextAmount(facts),
    itemTiers,
    override: readOverride(facts.metadata),
    isTest: customer.isTest,
  });
  recordSeenSubscription(context, raw, facts, via?.at ?? context.now());
  deriveStanding(context, customer.orgId, via);
  queueSubscriptionFacts(context, facts, via);
}

function tierOf(context: EngineContext, item: StripeSubscriptionItemFacts): string | null {
  const { mirror } = context.store;
  const price = item.stripePriceId === null ? undefined : mirror.price(item.stripePriceId);
  const productId = item.stripeProductId ?? price?.productId ?? null;
  return price?.planTier ?? (productId === null ? null : (mirror.product(productId)?.planTier ?? null));
}

function monthlyOf(context: EngineContext, facts: StripeSubscriptionFacts): number {
  const { homeCurrency, timeZone } = context.profile();
  const rate = saleGstRate(localDateOf(context.now(), timeZone), facts.currency ?? homeCurrency, homeCurrency);
  return sumCents(monthlyExGstOfItems(facts.items, facts.discounts, rate, context.now()));
}

/** What the next regular invoice comes to, incl. GST; null where it can't be known here (ends, tiers) and Stripe must be asked. */
function nextAmount(facts: StripeSubscriptionFacts): number | null {
  if (facts.isCancelScheduled || facts.status === 'cancelled' || facts.items.some((item) => item.unitAmountCents === null)) return null;
  return facts.items.reduce((sum, item) => sum + (item.unitAmountCents ?? 0) * item.quantity, 0);
}
