// An invoice at its beginning: lines, taxes and totals put together as a draft, stored or only previewed.
import type { Invoice, Subscription, TaxRate } from './billingShapes.ts';
import { discountLines, discountsAt, useUpOnce } from './coupons.ts';
import { DAY_SECONDS } from './calendar.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import { invoiceTotals } from './invoiceTotals.ts';
import type { Metadata } from './jsonShapes.ts';
import type { World } from './world.ts';

const INVOICE_CONSTANTS = {
  account_tax_ids: null,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_source: null,
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
  total_pretax_credit_amounts: [],
  webhooks_delivered_at: null,
};

export type InvoiceDraft = {
  customer: string;
  subscription: Subscription | null;
  billingReason: Invoice['billing_reason'];
  lines: readonly UntaxedLine[];
  period: { start: number; end: number };
  metadata: Metadata;
  autoAdvance: boolean;
  description: string | null;
  collectionMethod: Invoice['collection_method'];
  daysUntilDue: number | null;
  defaultPaymentMethod: string | null;
  defaultTaxRates: TaxRate[];
  /** From the preview endpoint: nothing is stored and the id says so. */
  preview?: boolean;
};

/** The draft as an object, not yet stored. */
export function draftInvoice(world: World, draft: InvoiceDraft): Invoice {
  const customer = world.store.get('customer', draft.customer);
  const id = draft.preview === true ? world.newId('upcoming_in_1') : world.newId('in_1');
  const discounts = draft.subscription === null ? [] : discountsAt(draft.subscription, discountedFrom(draft.lines, world.now()));
  const { lines, ...totals } = invoiceTotals(discountLines(world, draft.lines, discounts));
  const constants = {
    ...INVOICE_CONSTANTS,
    account_country: world.account.country,
    account_name: world.account.name,
    customer_address: customer.address,
    customer_phone: customer.phone,
  };
  return {
    ...constants,
    id,
    object: 'invoice',
    ...world.base(),
    ...totals,
    ...balanceApplied(totals.total, customer.balance),
    amount_overpaid: 0,
    amount_paid: 0,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatically_finalizes_at: draft.autoAdvance ? world.now() + world.billing.finalizeDelaySeconds : null,
    billing_reason: draft.billingReason,
    collection_method: draft.collectionMethod,
    // All lines of an invoice are in one currency: that of what was sold.
    currency: draft.subscription?.currency ?? draft.lines[0]?.currency ?? world.account.default_currency,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    default_payment_method: draft.defaultPaymentMethod,
    default_tax_rates: draft.defaultTaxRates,
    description: draft.description,
    discounts: discounts.map((discount) => discount.id),
    due_date: draft.daysUntilDue === null ? null : world.now() + draft.daysUntilDue * DAY_SECONDS,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: {
      object: 'list',
      data: lines.map((line) => ({ ...line, invoice: id })),
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    metadata: draft.metadata,
    next_payment_attempt: null,
    number: null,
    parent:
      draft.subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: { ...draft.subscription.metadata }, subscription: draft.subscription.id },
            type: 'subscription_details',
          },
    period_end: draft.period.end,
    period_start: draft.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    _: { paymentIntent: null, invoicePayment: null, firstFailureAt: null },
  };
}

/** The start of the period that is billed, which a discount must reach. */
const discountedFrom = (lines: InvoiceDraft['lines'], now: number): number => Math.max(now, ...lines.map(({ period }) => period.start));

/** A negative customer balance is credit; a negative total becomes credit instead of a payment. */
export function balanceApplied(total: number, balance: number) {
  const due = Math.max(0, total + balance);
  return { starting_balance: balance, amount_due: due, amount_remaining: due };
}

export function createInvoice(world: World, draft: InvoiceDraft): Invoice {
  const invoice = world.store.add('invoice', draftInvoice(world, draft));
  for (const line of invoice.lines.data) {
    const itemId =
      line.parent.invoice_item_details?.invoice_item ?? line.parent.subscription_item_details?.invoice_item ?? null;
    if (itemId !== null) world.store.update('invoiceitem', itemId, { invoice: invoice.id });
  }
  world.emit('invoice.created', 'invoice', invoice.id);
  if (draft.subscription !== null) {
    world.store.update('subscription', draft.subscription.id, { latest_invoice: invoice.id });
    if (draft.billingReason !== 'subscription_update') useUpOnce(world, draft.subscription.id, discountsAt(draft.subscription, world.now()));
  }
  return invoice;
}
