// One month of Stripe's fees beside the tax invoice that the bookkeeper typed in: the totals, the GST estimate and the variance.
import { sumCents } from '../money.ts';

export interface FeeTypeSum {
  readonly feeType: string;
  readonly costCents: number;
  readonly gstIncludedCents: number;
  readonly gstOnTopCents: number;
}

export interface TypedTaxInvoice {
  readonly totalCents: number;
  readonly gstCents: number;
  readonly varianceClass: string | null;
  readonly varianceNote: string | null;
}

/** `running`: the month isn't over; `variance`: the invoice differs and nobody has said why. */
export type FeeMonthState = 'running' | 'invoice_missing' | 'tied' | 'explained' | 'variance';

export interface FeeMonthSummary {
  /** What Stripe took from the balance. */
  readonly chargedCents: number;
  /** GST on Connect and Radar fees that was not charged as a row of its own: the tax invoice is expected to add it. */
  readonly gstToComeCents: number;
  /** What the tax invoice should come to, GST included. */
  readonly expectedCents: number;
  readonly gstEstimateCents: number;
  /** Tax invoice less expected; null: no invoice yet. */
  readonly varianceCents: number | null;
  readonly gstVarianceCents: number | null;
  readonly state: FeeMonthState;
}

export function feeMonth(types: readonly FeeTypeSum[], invoice: TypedTaxInvoice | null, isOver: boolean): FeeMonthSummary {
  const chargedCents = sumCents(types.map((row) => row.costCents));
  const onTopCents = sumCents(types.map((row) => row.gstOnTopCents));
  const taxRowsCents = sumCents(types.filter((row) => row.feeType === 'tax').map((row) => row.costCents));
  const gstToComeCents = Math.max(0, onTopCents - taxRowsCents);
  const expectedCents = chargedCents + gstToComeCents;
  const gstEstimateCents = sumCents(types.map((row) => row.gstIncludedCents)) + gstToComeCents;
  const varianceCents = invoice === null ? null : invoice.totalCents - expectedCents;
  return {
    chargedCents,
    gstToComeCents,
    expectedCents,
    gstEstimateCents,
    varianceCents,
    gstVarianceCents: invoice === null ? null : invoice.gstCents - gstEstimateCents,
    state: stateOf(invoice, varianceCents, isOver),
  };
}

/** Only an error blocks the close: timing, rounding and policy are explanations, each with a note. */
function stateOf(invoice: TypedTaxInvoice | null, varianceCents: number | null, isOver: boolean): FeeMonthState {
  if (!isOver && invoice === null) return 'running';
  if (invoice === null) return 'invoice_missing';
  if (varianceCents === 0) return 'tied';
  const isExplained = invoice.varianceClass !== null && invoice.varianceClass !== 'error' && (invoice.varianceNote ?? '').trim() !== '';
  return isExplained ? 'explained' : 'variance';
}
