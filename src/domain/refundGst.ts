// How much of a refund is GST, and how a refund of one charge is shared over the invoices that the charge paid.
import { quotientHalfUp, sumCents } from './money.ts';

export interface GivenBack {
  /** Of the invoice; positive cents including GST. */
  readonly totalCents: number;
  /** The part of it that is GST. */
  readonly gstCents: number;
}

/**
 * The GST in the next amount given back on an invoice, positive cents. What has been given back on it contains GST in the
 * invoice's own proportion, half up to the cent, so that after the last cent the parts sum to the invoice's GST exactly; never
 * more than is left of it and never more than the amount. The proportion is the sale's: a refund adjusts the GST that was
 * charged, whatever the rate is by then (A New Tax System (Goods and Services Tax) Act 1999, s 19-40).
 */
export function gstInRefund(invoice: GivenBack, before: GivenBack, amountCents: number): number {
  const left = Math.max(0, invoice.gstCents - before.gstCents);
  const after = before.totalCents + amountCents;
  if (invoice.totalCents <= 0 || after >= invoice.totalCents) return Math.min(left, Math.max(0, amountCents));
  const meant = quotientHalfUp(BigInt(after) * BigInt(invoice.gstCents), BigInt(invoice.totalCents)) - before.gstCents;
  return Math.min(Math.max(0, meant), left, amountCents);
}

/**
 * Shares an amount over what is left of several invoices, in proportion, rounded down, the cents left over to the one with the
 * most left. The parts sum to the amount; none is more than is left of its invoice unless the amount is more than all of them:
 * the rest then falls to the first.
 */
export function shareByRemaining(amountCents: number, leftCents: readonly number[]): number[] {
  const all = sumCents(leftCents);
  const shared = Math.min(amountCents, all);
  const parts = leftCents.map((left) => (all === 0 ? 0 : Number((BigInt(shared) * BigInt(left)) / BigInt(all))));
  for (let rest = shared - sumCents(parts); rest > 0; rest -= 1) {
    let most = 0;
    for (let index = 1; index < parts.length; index += 1) {
      if ((leftCents[index] ?? 0) - (parts[index] ?? 0) > (leftCents[most] ?? 0) - (parts[most] ?? 0)) most = index;
    }
    parts[most] = (parts[most] ?? 0) + 1;
  }
  if (amountCents > all && parts.length > 0) parts[0] = (parts[0] ?? 0) + amountCents - all;
  return parts;
}
