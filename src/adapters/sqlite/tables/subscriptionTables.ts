// billing_subscriptions as they are changed and listed: one with its items, the catalogue behind a plan, pages by key.
import type { SubscriptionItemRecord, SubscriptionRecord, SubscriptionTables } from '../../../engine/ports/subscriptionTables.ts';
import { containsPattern } from '../reads/likePattern.ts';
import { subscriptionPages } from '../reads/subscriptionPages.ts';
import type { TableContext } from './tableContext.ts';

type StoredSubscription = Omit<SubscriptionRecord, 'items' | 'isCancelScheduled' | 'isTest'> & { isCancelScheduled: number; isTest: number };

const columns = `stripe_subscription_id AS id, row_version AS version, org_id AS orgId, stripe_customer_id AS stripeCustomerId, plan_id AS planId,
  plan_tier AS planTier, status, purchased_seats AS purchasedSeats, current_period_start AS currentPeriodStart, current_period_end AS currentPeriodEnd,
  cancel_at_period_end AS isCancelScheduled, pause_behaviour AS pauseBehaviour, stripe_schedule_id AS scheduleId, currency,
  next_amount_total AS nextAmountTotalCents, is_test AS isTest`;

export function subscriptionTables(context: TableContext): SubscriptionTables {
  const { db } = context;
  const get = db.prepare<[string], StoredSubscription>(`SELECT ${columns} FROM billing_subscriptions WHERE stripe_subscription_id = ?`);
  const ofOrg = db.prepare<[string], StoredSubscription>(
    `SELECT ${columns} FROM billing_subscriptions WHERE org_id = ?
     ORDER BY CASE status WHEN 'active' THEN 0 WHEN 'trialing' THEN 1 WHEN 'past_due' THEN 2 WHEN 'paused' THEN 3 WHEN 'unpaid' THEN 4
                          WHEN 'cancelled' THEN 6 WHEN 'incomplete_expired' THEN 7 ELSE 5 END,
              started_at DESC, stripe_subscription_id
     LIMIT 1`,
  );
  const items = db.prepare<[string], SubscriptionItemRecord>(
    `SELECT id, stripe_price_id AS stripePriceId, stripe_product_id AS stripeProductId, plan_tier AS planTier, unit_amount AS unitAmountCents, quantity, interval
     FROM billing_subscription_items WHERE stripe_subscription_id = ? ORDER BY id`,
  );
  const customers = db.prepare<[string], { id: string }>(
    `SELECT stripe_customer_id AS id FROM billing_customers WHERE org_id = ? AND is_deleted = 0 ORDER BY created_at DESC, stripe_customer_id`,
  );
  const price = db.prepare<[Record<string, unknown>], { id: string; unitAmountCents: number | null }>(
    `SELECT price.id, price.unit_amount AS unitAmountCents
     FROM stripe_prices AS price LEFT JOIN stripe_products AS product ON product.id = price.product_id
     WHERE COALESCE(price.plan_tier, product.plan_tier) = @tier AND price.currency = @currency AND price.interval = 'month' AND price.interval_count = 1
       AND price.is_active = 1 AND price.unit_amount IS NOT NULL
     ORDER BY (price.unit_amount = @amount) DESC, price.updated_at DESC, price.id LIMIT 1`,
  );
  const product = db.prepare<[Record<string, unknown>], { id: string; name: string | null }>(
    `SELECT product.id, product.name FROM stripe_products AS product
     WHERE product.plan_tier = @tier OR EXISTS (SELECT 1 FROM stripe_prices AS price WHERE price.product_id = product.id AND price.plan_tier = @tier)
     ORDER BY product.is_active DESC, product.id LIMIT 1`,
  );
  const raw = db.prepare<[string], { metadata: string | null }>(`SELECT json_extract(json, '$.metadata') AS metadata FROM stripe_objects WHERE id = ?`);
  const atPeriodEnd = db.prepare<[string], { is: number | null }>(`SELECT json_extract(json, '$.cancel_at_period_end') AS "is" FROM stripe_objects WHERE id = ?`);
  const expired = db.prepare<[string], { id: string; clientName: string; expiresAt: string }>(
    `SELECT subscription.stripe_subscription_id AS id, org.name AS clientName, subscription.price_override_expires_at AS expiresAt
     FROM billing_subscriptions AS subscription JOIN orgs AS org ON org.id = subscription.org_id
     WHERE price_override_active = 1 AND price_override_expires_at <= ? AND subscription.status NOT IN ('cancelled', 'incomplete_expired')`,
  );
  const without = db.prepare<[Record<string, unknown>], { orgId: string; name: string; rtoCode: string | null }>(
    `SELECT id AS orgId, name, rto_code AS rtoCode FROM orgs
     WHERE (@orgId IS NULL OR id = @orgId) AND (@pattern IS NULL OR name LIKE @pattern ESCAPE '\\' OR rto_code LIKE @pattern ESCAPE '\\')
       AND EXISTS (SELECT 1 FROM billing_customers AS customer WHERE customer.org_id = orgs.id AND customer.is_deleted = 0)
       AND NOT EXISTS (SELECT 1 FROM billing_subscriptions AS subscription WHERE subscription.org_id = orgs.id AND subscription.status NOT IN ('cancelled', 'incomplete_expired'))
     ORDER BY lower(name), id LIMIT @limit`,
  );
  const openInvoice = db.prepare<[string], { invoiceId: number; url: string | null }>(
    `SELECT id AS invoiceId, stripe_invoice_url AS url FROM billing_invoices WHERE stripe_subscription_id = ? AND status = 'open' ORDER BY issued_at DESC, id DESC LIMIT 1`,
  );
  const record = (stored: StoredSubscription | undefined): SubscriptionRecord | undefined =>
    stored === undefined ? undefined : { ...stored, isCancelScheduled: stored.isCancelScheduled === 1, isTest: stored.isTest === 1, items: items.all(stored.id) };
  return {
    ...subscriptionPages(db),
    get: (id) => record(get.get(id)),
    ofOrg: (orgId) => record(ofOrg.get(orgId)),
    customersOf: (orgId) => customers.all(orgId).map((row) => row.id),
    priceOfTier: (tier, currency, amount) => price.get({ tier, currency, amount }),
    productOfTier: (tier) => product.get({ tier }),
    metadata: (id) => JSON.parse(raw.get(id)?.metadata ?? '{}') as Record<string, string>,
    cancelsAtPeriodEnd: (id) => atPeriodEnd.get(id)?.is === 1,
    overridesExpired: (now) => expired.all(now),
    withoutSubscription: ({ search, orgId, limit }) => without.all({ orgId, limit, pattern: search.trim() === '' ? null : containsPattern(search.trim()) }),
    openInvoice: (id) => openInvoice.get(id),
  };
}
