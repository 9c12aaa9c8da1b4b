// The operations of the hosted product's billing API that the console answers as well, in its own field names.
import { z } from 'zod';
import { clientFlags } from './clients.ts';
import { command, query } from './operation.ts';
import { amountCents, instant, invoiceId, localDate, rowVersion } from './values.ts';

const orgId = z.string().min(1).max(100);

export const plan = z.object({
  id: z.string(),
  plan_tier: z.string(),
  amount_ex_gst: amountCents,
  gst_amount: amountCents,
  amount_total: amountCents,
  base_seats: z.int(),
  stripe_price_id: z.string().nullable(),
  superseded_by: z.string().nullable(),
  is_active: z.boolean(),
});

export const entitlement = z.object({ plan_id: z.string().max(60), feature: z.string().max(60), value: z.string().max(40) });

const subscriptionView = z.object({
  org_id: z.string(),
  plan: plan.nullable(),
  status: z.string().nullable(),
  access: z.enum(['full', 'grace', 'none']),
  current_period_start: instant.nullable(),
  current_period_end: instant.nullable(),
  cancel_at_period_end: z.boolean(),
  active_members: z.int().nullable(),
  seat_limit: z.int(),
  next_amount_ex_gst: amountCents.nullable(),
  next_amount_total: amountCents.nullable(),
  payment_method: z.object({ brand: z.string(), last4: z.string() }).nullable(),
  billing_email: z.string().nullable(),
  entitlements: z.array(z.object({ feature: z.string(), value: z.string() })),
  dunning: z.object({ status: z.string(), retry_count: z.int(), first_failure_at: instant.nullable() }),
  invoices: z.array(
    z.object({ id: invoiceId, invoice_number: z.string().nullable(), amount_ex_gst: amountCents, gst_amount: amountCents, amount_total: amountCents, status: z.string(), paid_at: instant.nullable(), qb_sync_status: z.string() }),
  ),
});

const textOrNull = z.string().nullable();

/** The full billing picture of one client; what the register or Stripe does not tell is null. */
export const clientCard = z.object({
  rto_code: textOrNull,
  org_id: textOrNull,
  name: z.string(),
  legal_name: textOrNull,
  trading_name: textOrNull,
  abn: textOrNull,
  acn: textOrNull,
  ceo_given: textOrNull,
  ceo_family: textOrNull,
  website: textOrNull,
  entity_type: textOrNull,
  phone: textOrNull,
  address: textOrNull,
  is_in_register: z.boolean(),
  is_client: z.boolean(),
  is_test: z.boolean(),
  client_status: textOrNull,
  client_since: instant.nullable(),
  plan: textOrNull,
  conversions: z.array(z.object({ act: z.string(), decided_by: z.string(), is_test: z.boolean(), note: textOrNull, recorded_at: instant })),
  flags: z.array(z.object({ flag: z.enum(clientFlags), needs_a_hand: z.boolean(), sentence: z.string(), next_action: textOrNull })),
  stripe_customer_id: textOrNull,
  stripe_subscription_id: textOrNull,
  qb_customer_id: textOrNull,
  stripe_url: textOrNull,
  qb_url: textOrNull,
  customers: z.array(z.object({ stripe_customer_id: z.string(), is_deleted: z.boolean(), is_test: z.boolean(), card_brand: textOrNull, card_last4: textOrNull, marketplace: textOrNull, qb_customer_id: textOrNull })),
  mrr_cents: amountCents,
  subscription: subscriptionView.nullable(),
  access_reason: z.string(),
  /** What the client sees; null: nothing. */
  banner: z.object({ tone: z.enum(['info', 'warning', 'error']), is_dismissible: z.boolean(), sentence: z.string(), action: textOrNull, url: textOrNull }).nullable(),
  dunning: z.object({ status: z.string(), retry_count: z.int(), first_failure_at: instant.nullable(), last_retry_at: instant.nullable(), resolved_at: instant.nullable(), next_attempt_at: instant.nullable(), retry_in_days: z.int().nullable() }),
  reminder: z.object({ is_suggested: z.boolean(), reason: z.string() }),
  gate: z.object({ allowed: z.boolean(), reason: z.string(), code: textOrNull }),
  entitlements: z.array(z.object({ feature: z.string(), value: z.string(), granted: z.boolean(), reason: z.string() })),
  seats: z.object({ base: z.int(), purchased: z.int(), limit: z.int().nullable(), active_members: z.int().nullable() }),
  upgrade: z.object({ next_tier: z.string(), current_total: amountCents, next_total: amountCents.nullable(), difference: amountCents.nullable(), seats: z.int(), next_seats: z.int(), break_even_extra_seats: z.int().nullable() }).nullable(),
  overrides: z.array(z.object({ amount: amountCents.nullable(), expires_at: textOrNull, note: textOrNull })),
  billing_email: textOrNull,
  stripe_billing_email: textOrNull,
  is_billing_email_edited: z.boolean(),
  grace_until: localDate.nullable(),
  notes: z.array(z.object({ id: z.int(), note: z.string(), written_at: instant })),
  open_disputes: z.int(),
});
export type ClientCard = z.infer<typeof clientCard>;

export const billingInvoice = z.object({
  id: invoiceId,
  version: rowVersion,
  org_id: z.string().nullable(),
  invoice_number: z.string().nullable(),
  amount_ex_gst: amountCents,
  gst_amount: amountCents,
  amount_total: amountCents,
  currency: z.string(),
  status: z.string(),
  paid_at: instant.nullable(),
  stripe_invoice_id: z.string(),
  stripe_charge_id: z.string().nullable(),
  stripe_fee_cents: amountCents.nullable(),
  qb_invoice_id: z.string().nullable(),
  qb_payment_id: z.string().nullable(),
  qb_sync_status: z.string(),
  qb_sync_error: z.string().nullable(),
  qb_synced_at: instant.nullable(),
  revenue_type: z.string(),
});

export const billingOperations = {
  'billing.subscription': query(z.object({ org_id: orgId }), subscriptionView, { method: 'GET', path: '/billing/subscription' }),
  'billing.entitlement': query(z.object({ org_id: orgId, feature: z.string().min(1).max(60) }), z.object({ granted: z.boolean(), reason: z.string() }), { method: 'GET', path: '/billing/entitlements' }),
  'billing.gate': query(
    z.object({ org_id: orgId }),
    z.object({ allowed: z.boolean(), reason: z.string(), code: z.string().nullable(), seat_limit: z.int().nullable(), active_members: z.int().nullable(), dunning: z.string() }),
    { method: 'GET', path: '/billing/gate' },
  ),
  'billing.plans': query(z.object({}), z.object({ plans: z.array(plan), entitlements: z.array(entitlement) }), { method: 'GET', path: '/billing/admin/plans' }),
  'billing.setPlanActive': command(z.object({ id: z.string().min(1).max(60), is_active: z.boolean() }), plan, { method: 'PATCH', path: '/billing/plans/:id' }),
  'billing.setEntitlements': command(z.object({ entitlements: z.array(entitlement).min(1).max(200) }), z.object({ updated: z.int() }), { method: 'POST', path: '/billing/entitlements' }),
  'billing.invoices': query(
    z.object({ limit: z.coerce.number().int().min(1).max(500).default(50), qb_status: z.string().max(40).optional() }),
    z.object({ invoices: z.array(billingInvoice), count: z.int() }),
    { method: 'GET', path: '/billing/admin/invoices' },
  ),
  'billing.org': query(
    z.object({ rto_code: z.string().min(1).max(20) }),
    clientCard,
    { method: 'GET', path: '/billing/admin/org/:rto_code' },
  ),
  /** The same card by the organisation's own id: not every client is in the register. */
  'billing.orgById': query(z.object({ org_id: orgId }), clientCard),
};
