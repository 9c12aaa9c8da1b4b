// What the next invoice would be, or what a change would cost, without storing anything.
import { invoiceItemLine, subscriptionLine } from './invoiceLineDrafts.ts';
import { draftInvoice } from './invoiceDraft.ts';
import { rendered } from './objectStore.ts';
import { prorationDrafts } from './prorations.ts';
import type { ProrationBehavior, Subscription, SubscriptionItem } from './billingShapes.ts';
import type { JsonObject } from './jsonShapes.ts';
import { nextCycleBoundary } from './calendar.ts';
import { pendingItems, periodOf, recurringOf } from './subscriptions.ts';
import type { World } from './world.ts';

/** `isCancelling`: the subscription ends now, so nothing is charged for another period. */
export type PreviewChange = { items: SubscriptionItem[]; prorationBehavior: ProrationBehavior; prorationDate: number; isCancelling: boolean };

/** With `always_invoice` the preview is the invoice of the change alone, else the next renewal's. */
export function previewInvoice(world: World, subscription: Subscription, change: PreviewChange | null): JsonObject {
  const counter = world.ids.counter;
  const after: Subscription =
    change === null ? subscription : { ...subscription, items: { ...subscription.items, data: change.items } };
  const prorations =
    change === null || change.prorationBehavior === 'none'
      ? []
      : prorationDrafts(world, subscription, change.items, change.prorationDate);
  const immediate = change !== null && (change.prorationBehavior === 'always_invoice' || change.isCancelling);
  const { end } = periodOf(subscription);
  const next = {
    start: end,
    end: nextCycleBoundary(subscription.billing_cycle_anchor, recurringOf(subscription), end),
  };
  const waiting = [...pendingItems(world, subscription.id), ...prorations].map((item) =>
    invoiceItemLine(world, item, subscription.default_tax_rates),
  );
  const cycle =
    immediate || subscription.cancel_at_period_end
      ? []
      : after.items.data.map((item) => subscriptionLine(world, after, item, next, false));
  const invoice = draftInvoice(world, {
    customer: subscription.customer,
    subscription: after,
    billingReason: immediate ? 'subscription_update' : 'upcoming',
    lines: [...waiting, ...cycle],
    period: immediate ? { start: world.now(), end: world.now() } : { start: periodOf(subscription).start, end },
    metadata: {},
    autoAdvance: true,
    description: null,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    defaultPaymentMethod: null,
    defaultTaxRates: subscription.default_tax_rates,
    preview: true,
  });
  // A preview leaves no trace: the ids it used are given out again.
  world.ids.counter = counter;
  return {
    ...rendered({
      ...invoice,
      automatically_finalizes_at: null,
      next_payment_attempt: immediate ? world.now() : end + 3600,
    }),
  };
}
