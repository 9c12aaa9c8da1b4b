// What each line of an invoice comes to after discounts and tax, so that the lines sum to the invoice's total.
import { sumCents } from '../money.ts';

/**
 * The totals of an invoice's lines, in their order, including GST. A line's amount is before its discounts and before tax
 * that comes on top; what belongs to the invoice as a whole (shipping, a rounding cent) falls to the largest line. They sum
 * to `totalCents` wherever there is a line.
 */
export function lineTotals(
  totalCents: number,
  lines: readonly { readonly amountCents: number; readonly discountCents: number; readonly taxOnTopCents: number }[],
): number[] {
  const totals = lines.map((line) => line.amountCents - line.discountCents + line.taxOnTopCents);
  let largest = 0;
  for (let index = 1; index < totals.length; index += 1) {
    if (Math.abs(totals[index] ?? 0) > Math.abs(totals[largest] ?? 0)) largest = index;
  }
  if (totals.length > 0) totals[largest] = (totals[largest] ?? 0) + totalCents - sumCents(totals);
  return totals;
}
