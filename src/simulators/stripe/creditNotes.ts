// Credit notes ("adjustment notes"): reduce an open invoice, or give back part of a paid one.
import { exclusiveTax, inclusiveTax } from './integerArithmetic.ts';
import { createRefund } from './refunds.ts';
import type { Invoice, Tax } from './billingShapes.ts';
import type { JsonObject, Metadata } from './jsonShapes.ts';
import type { CreditNote } from './paymentShapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

export type CreditNoteDraft = {
  invoice: string;
  /** Amounts per invoice line, tax included as on the invoice; null: one custom line for `amount`. */
  lines: { invoiceLine: string | null; description: string | null; amount: number }[] | null;
  amount: number;
  refundAmount: number;
  creditAmount: number;
  outOfBandAmount: number;
  reason: string | null;
  memo: string | null;
  metadata: Metadata;
};

function taxesOf(invoice: Invoice, amount: number): Tax[] {
  return invoice.total_taxes.map((tax) => {
    const inclusive = tax.tax_behavior === 'inclusive';
    const share = inclusive ? inclusiveTax(amount, 1000) : exclusiveTax(amount, 1000);
    return { ...tax, amount: share, taxable_amount: inclusive ? amount - share : amount };
  });
}

function creditLine(
  world: World,
  invoice: Invoice,
  draft: { invoiceLine: string | null; description: string | null; amount: number },
): JsonObject {
  const source = invoice.lines.data.find((line) => line.id === draft.invoiceLine);
  return {
    id: world.newId('cnli_1'),
    object: 'credit_note_line_item',
    amount: draft.amount,
    description: draft.description ?? source?.description ?? null,
    discount_amount: 0,
    discount_amounts: [],
    ...(draft.invoiceLine === null ? {} : { invoice_line_item: draft.invoiceLine }),
    livemode: invoice.livemode,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: 1,
    tax_rates: [],
    taxes: taxesOf(invoice, draft.amount),
    type: draft.invoiceLine === null ? 'custom_line_item' : 'invoice_line_item',
    unit_amount: draft.amount,
    unit_amount_decimal: String(draft.amount),
  };
}

export function createCreditNote(world: World, draft: CreditNoteDraft): CreditNote {
  const invoice = world.store.get('invoice', draft.invoice);
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw invalidRequest(
      `You can only create credit notes for open or paid invoices. This invoice is ${invoice.status}.`,
      'invoice',
    );
  }
  const paid = invoice.status === 'paid';
  const room = paid ? invoice.amount_paid - invoice.post_payment_credit_notes_amount : invoice.amount_remaining;
  if (draft.amount > room)
    throw invalidRequest(
      `The sum of credit amount cannot be greater than the invoice's remaining amount (${room}).`,
      'amount',
    );
  if (paid && draft.refundAmount + draft.creditAmount + draft.outOfBandAmount !== draft.amount) {
    throw invalidRequest(
      `The sum of credit amount, refund amount and out of band amount (${draft.refundAmount + draft.creditAmount + draft.outOfBandAmount}) must equal the credit note amount (${draft.amount}).`,
    );
  }
  const id = world.newId('cn_1');
  const refunds = draft.refundAmount > 0 ? [refundOf(world, invoice, draft)] : [];
  const count = world.newestFirst('credit_note', (note) => note.invoice === invoice.id).length;
  const lines = (draft.lines ?? [{ invoiceLine: null, description: 'Credit', amount: draft.amount }]).map((line) =>
    creditLine(world, invoice, line),
  );
  const totalTaxes = taxesOf(invoice, draft.amount);
  const excludingTax = draft.amount - totalTaxes.reduce((sum, tax) => sum + tax.amount, 0);
  const constants = {
    amount_shipping: 0,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: world.now(),
    memo: draft.memo,
    out_of_band_amount: draft.outOfBandAmount > 0 ? draft.outOfBandAmount : null,
    pdf: `https://pay.stripe.com/credit_notes/${world.account.id}/test_${id}/pdf?s=ap`,
    pretax_credit_amounts: [],
    reason: draft.reason,
    shipping_cost: null,
    subtotal: draft.amount,
    subtotal_excluding_tax: excludingTax,
    type: paid ? 'post_payment' : 'pre_payment',
  };
  world.store.add('credit_note', {
    ...constants,
    id,
    object: 'credit_note',
    ...world.base(),
    amount: draft.amount,
    currency: invoice.currency,
    customer: invoice.customer,
    invoice: invoice.id,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    metadata: draft.metadata,
    number: `${invoice.number ?? ''}-CN-${String(count + 1).padStart(2, '0')}`,
    post_payment_amount: paid ? draft.amount : 0,
    pre_payment_amount: paid ? 0 : draft.amount,
    refunds,
    status: 'issued',
    total: draft.amount,
    total_excluding_tax: excludingTax,
    total_taxes: totalTaxes,
    voided_at: null,
  });
  applyToInvoice(world, invoice, draft.amount);
  if (draft.creditAmount > 0) {
    const customer = world.store.get('customer', invoice.customer);
    world.store.update('customer', customer.id, { balance: customer.balance - draft.creditAmount });
  }
  world.emit('credit_note.created', 'credit_note', id);
  return world.store.get('credit_note', id);
}

function refundOf(world: World, invoice: Invoice, draft: CreditNoteDraft): CreditNote['refunds'][number] {
  const charge =
    invoice._.paymentIntent === null ? null : world.store.get('payment_intent', invoice._.paymentIntent).latest_charge;
  if (charge === null) throw invalidRequest('This invoice has no charge to refund.', 'refund_amount');
  const refund = createRefund(world, { charge, amount: draft.refundAmount, reason: null, metadata: {} });
  return { amount_refunded: draft.refundAmount, payment_record_refund: null, refund: refund.id, type: 'refund' };
}

function applyToInvoice(world: World, invoice: Invoice, amount: number): void {
  if (invoice.status === 'paid') {
    const credited = invoice.post_payment_credit_notes_amount + amount;
    world.change('invoice', invoice.id, { post_payment_credit_notes_amount: credited }, 'invoice.updated');
    return;
  }
  const remaining = invoice.amount_remaining - amount;
  world.change(
    'invoice',
    invoice.id,
    {
      amount_due: invoice.amount_due - amount,
      amount_remaining: remaining,
      pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
    },
    'invoice.updated',
  );
}

export function voidCreditNote(world: World, id: string): CreditNote {
  const note = world.store.get('credit_note', id);
  if (note.status === 'void') throw invalidRequest('This credit note is already void.');
  world.store.update('credit_note', id, { status: 'void', voided_at: world.now() });
  world.emit('credit_note.voided', 'credit_note', id);
  return world.store.get('credit_note', id);
}
