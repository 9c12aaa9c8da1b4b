// What was billed and seen of subscriptions, as the revenue metrics read it, and the waiting list that it feeds.
import type { RevenueTables } from '../../../engine/ports/revenueTables.ts';
import { bit, type TableContext } from './tableContext.ts';

type BillingPart = Pick<RevenueTables, 'priceTerms' | 'putInvoice' | 'putOneOff' | 'putSubscription' | 'observe' | 'nextToReread' | 'rereadThrough'>;

export function revenueBilling({ db }: TableContext): BillingPart {
  const price = db.prepare<unknown[], { unitAmountCents: number | null; planTier: string | null; interval: string | null; intervalCount: number | null; usageType: string | null }>(
    `SELECT price.unit_amount AS unitAmountCents, COALESCE(price.plan_tier, product.plan_tier) AS planTier, price.interval, price.interval_count AS intervalCount,
            (SELECT json_extract(json, '$.recurring.usage_type') FROM stripe_objects WHERE id = price.id) AS usageType
     FROM stripe_prices AS price LEFT JOIN stripe_products AS product ON product.id = price.product_id WHERE price.id = ?`,
  );
  const putInvoice = db.prepare(
    `INSERT OR REPLACE INTO mrr_invoices (stripe_invoice_id, stripe_subscription_id, stripe_customer_id, status, issued_at, paid_at, due_at, attempt_count, is_sent, lines, usage_ex_gst)
     VALUES (@invoiceId, @stripeSubscriptionId, @stripeCustomerId, @status, @issuedAt, @paidAt, @dueAt, @attemptCount, @isSent, @lines, @usageExGstCents)`,
  );
  const putOneOff = db.prepare(`INSERT OR REPLACE INTO mrr_one_off (stripe_invoice_id, stripe_customer_id, paid_at, ex_gst) VALUES (?, ?, ?, ?)`);
  const forgetOneOff = db.prepare(`DELETE FROM mrr_one_off WHERE stripe_invoice_id = ?`);
  const putSubscription = db.prepare(
    `INSERT OR REPLACE INTO mrr_subscriptions (stripe_subscription_id, stripe_customer_id, status, ended_at, ends_at, cancellation_reason, has_stated_reason, pause_behaviour)
     VALUES (@stripeSubscriptionId, @stripeCustomerId, @status, @endedAt, @endsAt, @cancellationReason, @hasStatedReason, @pauseBehaviour)`,
  );
  const wait = db.prepare(`INSERT OR IGNORE INTO mrr_waiting SELECT org_id FROM billing_customers WHERE stripe_customer_id = ?`);
  const lastSeen = db.prepare<unknown[], { state: string }>(
    `SELECT state FROM mrr_observations WHERE stripe_subscription_id = ? ORDER BY observed_at DESC LIMIT 1`,
  );
  const observe = db.prepare(`INSERT OR REPLACE INTO mrr_observations (stripe_subscription_id, observed_at, state) VALUES (?, ?, ?)`);
  const reread = db.prepare<unknown[], { type: string; afterId: string }>(`SELECT type, after_id AS afterId FROM mrr_reread ORDER BY position LIMIT 1`);
  const raws = db.prepare<unknown[], { json: string }>(
    `SELECT json FROM stripe_objects INDEXED BY stripe_objects_by_type WHERE type = ? AND id > ? ORDER BY id LIMIT ?`,
  );
  const advance = db.prepare(`UPDATE mrr_reread SET after_id = ? WHERE type = ?`);
  const finish = db.prepare(`DELETE FROM mrr_reread WHERE type = ?`);
  return {
    priceTerms: (stripePriceId) => {
      const row = price.get(stripePriceId);
      if (row === undefined) return undefined;
      const { usageType, intervalCount, ...terms } = row;
      return { ...terms, intervalCount: intervalCount ?? 1, isMetered: usageType === 'metered' };
    },
    putInvoice: (invoice) => {
      putInvoice.run({
        invoiceId: invoice.invoiceId, stripeSubscriptionId: invoice.stripeSubscriptionId, stripeCustomerId: invoice.stripeCustomerId, status: invoice.status,
        issuedAt: invoice.issuedAt, paidAt: invoice.paidAt, dueAt: invoice.dueAt, attemptCount: invoice.attemptCount, isSent: bit(invoice.isSent), lines: JSON.stringify(invoice.lines),
        usageExGstCents: invoice.usageExGstCents,
      });
      wait.run(invoice.stripeCustomerId);
    },
    putOneOff: ({ invoiceId, stripeCustomerId, paidAt, exGstCents }) =>
      void (paidAt === null || exGstCents === 0 ? forgetOneOff.run(invoiceId) : putOneOff.run(invoiceId, stripeCustomerId, paidAt, exGstCents)),
    putSubscription: (subscription) => {
      putSubscription.run({ ...subscription, hasStatedReason: bit(subscription.hasStatedReason) });
      wait.run(subscription.stripeCustomerId);
    },
    observe: (stripeSubscriptionId, { at, ...state }) => {
      const text = JSON.stringify(state);
      if (lastSeen.get(stripeSubscriptionId)?.state !== text) observe.run(stripeSubscriptionId, at, text);
    },
    nextToReread: (limit) => {
      const next = reread.get();
      return next === undefined ? undefined : { type: next.type, objects: raws.all(next.type, next.afterId, limit).map(({ json }) => json) };
    },
    rereadThrough: (type, afterId, isLast) => void (isLast ? finish.run(type) : advance.run(afterId, type)),
  };
}
