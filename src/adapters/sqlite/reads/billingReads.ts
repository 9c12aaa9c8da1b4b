// What the hosted product's billing API asks for: an organisation, its subscription, its invoices, the client card.
import type { OperationOutput } from '../../../contract/operations.ts';
import type { BillingClientRow, BillingOrgRow, BillingSubscriptionRow, StoreReads } from '../../../engine/ports/storeReads.ts';
import { foldInvoiceTotals } from './invoiceTotals.ts';
import { allOf, oneOf, type Statements } from './statements.ts';

interface StoredOrg {
  orgId: string;
  billingEmail: string | null;
  billingTier: string;
  activeMembers: number | null;
  dunningStatus: string | null;
  retryCount: number | null;
  firstFailureAt: string | null;
}

export function billingOrg(statements: Statements, orgId: string): BillingOrgRow | undefined {
  const org = statements.get<StoredOrg>(
    `SELECT org.id AS orgId, COALESCE(org.billing_email_edited, org.billing_email) AS billingEmail, org.billing_tier AS billingTier, org.active_members AS activeMembers,
            dunning.status AS dunningStatus, dunning.retry_count AS retryCount, dunning.first_failure_at AS firstFailureAt
     FROM orgs AS org LEFT JOIN billing_dunning AS dunning ON dunning.org_id = org.id
     WHERE org.id = ?`,
    [orgId],
  );
  if (org === undefined) return undefined;
  const card = statements.get<{ brand: string; last4: string }>(
    `SELECT card_brand AS brand, card_last4 AS last4 FROM billing_customers
     WHERE org_id = ? AND card_brand IS NOT NULL AND card_last4 IS NOT NULL
     ORDER BY is_deleted, updated_at DESC, stripe_customer_id
     LIMIT 1`,
    [orgId],
  );
  return {
    orgId: org.orgId,
    billingEmail: org.billingEmail,
    billingTier: org.billingTier,
    activeMembers: org.activeMembers,
    paymentMethod: card ?? null,
    dunning: org.dunningStatus === null ? null : { status: org.dunningStatus, retryCount: org.retryCount ?? 0, firstFailureAt: org.firstFailureAt },
  };
}

type StoredSubscription = Omit<BillingSubscriptionRow, 'isCancelScheduled' | 'isCollectionPaused' | 'lastPaid'> & { isCancelScheduled: number; isCollectionPaused: number };

export function billingSubscription(statements: Statements, orgId: string): BillingSubscriptionRow | undefined {
  const subscription = statements.get<StoredSubscription>(
    `SELECT stripe_subscription_id AS stripeSubscriptionId, plan_id AS planId, plan_tier AS planTier, status, base_seats AS baseSeats,
            purchased_seats AS purchasedSeats, current_period_start AS currentPeriodStart, current_period_end AS currentPeriodEnd,
            cancel_at_period_end AS isCancelScheduled, currency,
            pause_behaviour IS NOT NULL AND status IN ('active', 'trialing') AS isCollectionPaused, next_amount_total AS nextAmountTotalCents
     FROM billing_subscriptions
     WHERE org_id = ?
     ORDER BY CASE status
                WHEN 'active' THEN 0 WHEN 'trialing' THEN 1 WHEN 'past_due' THEN 2 WHEN 'paused' THEN 3 WHEN 'unpaid' THEN 4
                WHEN 'cancelled' THEN 6 WHEN 'incomplete_expired' THEN 7 ELSE 5 END,
              started_at DESC, stripe_subscription_id
     LIMIT 1`,
    [orgId],
  );
  if (subscription === undefined) return undefined;
  const lastPaid = statements.get<{ gstCents: number; totalCents: number }>(
    `SELECT gst_amount AS gstCents, amount_total AS totalCents FROM billing_invoices
     WHERE org_id = ? AND stripe_subscription_id = ? AND status = 'paid' AND amount_total > 0
     ORDER BY local_date DESC, id DESC LIMIT 1`,
    [orgId, subscription.stripeSubscriptionId],
  );
  return { ...subscription, isCancelScheduled: subscription.isCancelScheduled === 1, isCollectionPaused: subscription.isCollectionPaused === 1, lastPaid: lastPaid ?? null };
}

export function billingInvoicesOf(statements: Statements, orgId: string, limit: number): OperationOutput<'billing.subscription'>['invoices'] {
  return statements.all(
    `SELECT id, invoice_number, amount_ex_gst, gst_amount, amount_total, status, paid_at, qb_sync_status
     FROM billing_invoices WHERE org_id = ? ORDER BY local_date DESC, id DESC LIMIT ?`,
    [orgId, limit],
  );
}

const invoiceColumns = `id, row_version AS version, org_id, invoice_number, amount_ex_gst, gst_amount, amount_total, currency, status, paid_at,
       stripe_invoice_id, stripe_charge_id, stripe_fee_cents, qb_invoice_id, qb_payment_id, qb_sync_status, qb_sync_error, qb_synced_at,
       revenue_type, local_date`;

export function billingInvoices(statements: Statements, limit: number, qbStatuses?: readonly string[]): ReturnType<StoreReads['billingInvoices']> {
  const states = qbStatuses === undefined ? null : [...new Set(qbStatuses)];
  if (states?.length === 0) return { invoices: [], count: 0 };
  const arms =
    states === null
      ? [`SELECT ${invoiceColumns} FROM billing_invoices INDEXED BY billing_invoices_by_date`]
      : states.map(() => `SELECT ${invoiceColumns} FROM billing_invoices INDEXED BY billing_invoices_by_qb_status WHERE qb_sync_status = ?`);
  type Listed = OperationOutput<'billing.invoices'>['invoices'][number] & { local_date: string };
  const rows = statements.all<Listed>(`${arms.join('\nUNION ALL\n')}\nORDER BY local_date DESC, id DESC\nLIMIT ?`, [...(states ?? []), limit]);
  foldInvoiceTotals(statements);
  const where = allOf(states === null ? [] : [oneOf('qb_sync_status', states)]);
  const counted = statements.get<{ n: number }>(
    `SELECT COALESCE(SUM(invoice_count), 0) AS n FROM billing_invoice_totals_now WHERE ${where.sql}`,
    where.values,
  );
  return { invoices: rows.map(({ local_date: _date, ...invoice }) => invoice), count: counted?.n ?? 0 };
}

type StoredClient = Omit<BillingClientRow, 'isClient'> & { isClient: number };

export function billingClient(statements: Statements, rtoCode: string): BillingClientRow | undefined {
  const org = statements.get<{ orgId: string; name: string; stripeCustomerId: string | null; qbCustomerId: string | null }>(
    `SELECT org.id AS orgId, org.name, customer.stripe_customer_id AS stripeCustomerId, customer.qb_customer_id AS qbCustomerId
     FROM orgs AS org LEFT JOIN billing_customers AS customer ON customer.org_id = org.id
     WHERE org.rto_code = ?
     ORDER BY customer.is_deleted, customer.qb_customer_id IS NULL, customer.updated_at DESC, org.id, customer.stripe_customer_id
     LIMIT 1`,
    [rtoCode],
  );
  const listed = statements.get<Omit<StoredClient, 'qbCustomerId' | 'orgId'>>(
    `SELECT rto_code AS rtoCode, legal_name AS legalName, trading_name AS tradingName, abn, is_client AS isClient,
            client_status AS clientStatus, client_since AS clientSince, stripe_customer_id AS stripeCustomerId
     FROM rto_clients WHERE rto_code = ?`,
    [rtoCode],
  );
  if (listed === undefined && org === undefined) return undefined;
  return {
    rtoCode,
    legalName: listed?.legalName ?? org?.name ?? null,
    tradingName: listed?.tradingName ?? null,
    abn: listed?.abn ?? null,
    isClient: listed?.isClient === 1,
    clientStatus: listed?.clientStatus ?? null,
    clientSince: listed?.clientSince ?? null,
    stripeCustomerId: listed?.stripeCustomerId ?? org?.stripeCustomerId ?? null,
    qbCustomerId: org?.qbCustomerId ?? null,
    orgId: org?.orgId ?? null,
  };
}
