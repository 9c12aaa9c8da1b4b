// The tax of one document: per line, half up, unless a pinned TaxLine is kept. Pure.
import { taxInGrossCents, taxOnNetCents } from './taxRounding.ts';

export type TaxMode = 'TaxExcluded' | 'TaxInclusive' | 'NotApplicable';

export interface AppliedRate {
  taxRateId: string;
  rateBasisPoints: number;
}

export interface TaxableLine {
  /** The line's Amount as it was sent. */
  amountCents: number;
  /** TaxInclusiveAmt, when it was sent. */
  inclusiveCents?: number | undefined;
  rates: readonly AppliedRate[];
}

export interface TaxSwitches {
  keepsPinnedTaxLine: boolean;
  keepsTaxInclusiveAmt: boolean;
}

export interface TaxLine extends AppliedRate {
  amountCents: number;
  netTaxableCents: number;
}

export interface DocumentTax {
  lineNetCents: number[];
  netCents: number;
  taxLines: TaxLine[];
  taxCents: number;
}

/**
 * Nets, tax lines and total tax of a document.
 *
 * Assumptions that only an Australian sandbox can prove: a TaxLine that names a rate in use is kept as sent
 * (`keepsPinnedTaxLine`), and with TaxInclusive the TaxInclusiveAmt decides (`keepsTaxInclusiveAmt`). TaxInclusive
 * without TaxInclusiveAmt takes Amount as net, hence a gross Amount posts a wrong total.
 */
export function documentTax(
  lines: readonly TaxableLine[],
  mode: TaxMode,
  pinnedCentsByRate: ReadonlyMap<string, number>,
  switches: TaxSwitches,
): DocumentTax {
  const lineNetCents: number[] = [];
  const byRate = new Map<string, TaxLine>();
  for (const line of lines) {
    const rates = mode === 'NotApplicable' ? [] : line.rates;
    const rateSum = rates.reduce((sum, rate) => sum + rate.rateBasisPoints, 0);
    const isInclusive =
      mode === 'TaxInclusive' &&
      switches.keepsTaxInclusiveAmt &&
      line.inclusiveCents !== undefined &&
      rates.length === 1;
    const inclusiveTax = isInclusive ? taxInGrossCents(line.inclusiveCents ?? 0, rateSum) : 0;
    const net = isInclusive ? (line.inclusiveCents ?? 0) - inclusiveTax : line.amountCents;
    lineNetCents.push(net);
    for (const rate of rates) {
      const tax = isInclusive ? inclusiveTax : taxOnNetCents(net, rate.rateBasisPoints);
      const sum = byRate.get(rate.taxRateId) ?? { ...rate, amountCents: 0, netTaxableCents: 0 };
      sum.amountCents += tax;
      sum.netTaxableCents += net;
      byRate.set(rate.taxRateId, sum);
    }
  }
  const taxLines = [...byRate.values()];
  if (switches.keepsPinnedTaxLine) {
    for (const line of taxLines) line.amountCents = pinnedCentsByRate.get(line.taxRateId) ?? line.amountCents;
  }
  return {
    lineNetCents,
    netCents: lineNetCents.reduce((sum, cents) => sum + cents, 0),
    taxLines,
    taxCents: taxLines.reduce((sum, line) => sum + line.amountCents, 0),
  };
}
