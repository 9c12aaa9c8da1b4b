// Stripe's fee of an invoice: the sum over its payments, shared where one charge paid several invoices.
import { sumCents } from './money.ts';

/**
 * Shares one charge's fee over the invoices it paid, in proportion to the amounts paid, rounded down, the remainder to the
 * largest (the first of equals). Nothing paid: everything falls to the first. The parts sum to the fee.
 */
export function allocateFee(feeCents: number, amountsPaidCents: readonly number[]): number[] {
  if (amountsPaidCents.length === 0) return [];
  const total = BigInt(sumCents(amountsPaidCents));
  const parts = amountsPaidCents.map((amount) =>
    total === 0n ? 0 : Number((BigInt(feeCents) * BigInt(amount)) / total),
  );
  let largest = 0;
  for (let index = 1; index < amountsPaidCents.length; index += 1) {
    if ((amountsPaidCents[index] ?? 0) > (amountsPaidCents[largest] ?? 0)) largest = index;
  }
  parts[largest] = (parts[largest] ?? 0) + feeCents - sumCents(parts);
  return parts;
}

export interface InvoiceFee {
  /** `pending`: Stripe has not settled every charge yet; `none`: paid without a charge, or not paid. */
  readonly state: 'known' | 'pending' | 'none';
  readonly feeCents: number | null;
}

/**
 * The fee of an invoice from its payments: each with what it paid of this invoice and its share of the charge's fee, null
 * while the charge has no balance transaction.
 */
export function invoiceFee(invoice: {
  readonly payments: readonly { readonly amountPaidCents: number; readonly feeCents: number | null }[];
}): InvoiceFee {
  const payments = invoice.payments.filter((payment) => payment.amountPaidCents !== 0 || (payment.feeCents ?? 0) !== 0);
  if (payments.length === 0) return { state: 'none', feeCents: null };
  let feeCents = 0;
  for (const payment of payments) {
    if (payment.feeCents === null) return { state: 'pending', feeCents: null };
    feeCents += payment.feeCents;
  }
  return { state: 'known', feeCents };
}
