// The taxes and totals of an invoice from its lines, with manual tax rates (Stripe's automatic tax is off).
import { exclusiveTax, inclusiveTax } from './integerArithmetic.ts';
import type { InvoiceLine, Tax, TaxRate } from './billingShapes.ts';

export type UntaxedLine = Omit<InvoiceLine, 'taxes'> & { taxRates: readonly TaxRate[] };

export type InvoiceTotals = {
  lines: InvoiceLine[];
  subtotal: number;
  subtotal_excluding_tax: number;
  total: number;
  total_excluding_tax: number;
  total_taxes: Tax[];
};

function taxOf(amount: number, rate: TaxRate): number {
  const basisPoints = Math.round(rate.percentage * 100);
  return rate.inclusive ? inclusiveTax(amount, basisPoints) : exclusiveTax(amount, basisPoints);
}

function taxRow(rate: TaxRate, base: number, amount: number): Tax {
  return {
    amount,
    tax_behavior: rate.inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: 'not_available',
    taxable_amount: rate.inclusive ? base - amount : base,
    type: 'tax_rate_details',
  };
}

/**
 * Tax is computed on the invoice's total per rate, then shared out to the lines; what rounding leaves over goes to the
 * largest line. So the lines' taxes add up to the invoice's tax, which obeys the rule on the total.
 */
export function invoiceTotals(drafts: readonly UntaxedLine[]): InvoiceTotals {
  const lines: InvoiceLine[] = drafts.map(({ taxRates: _taxRates, ...line }) => ({ ...line, taxes: [] }));
  const rates = new Map(drafts.flatMap((draft) => draft.taxRates.map((rate) => [rate.id, rate] as const)));
  const totalTaxes: Tax[] = [];
  for (const rate of rates.values()) {
    const positions = [...drafts.keys()].filter((index) =>
      drafts[index]?.taxRates.some((other) => other.id === rate.id),
    );
    const amountAt = (index: number) => lines[index]?.amount ?? 0;
    const base = positions.reduce((sum, index) => sum + amountAt(index), 0);
    const tax = taxOf(base, rate);
    const shares = new Map(positions.map((index) => [index, taxOf(amountAt(index), rate)]));
    const largest = positions.toSorted((a, b) => Math.abs(amountAt(b)) - Math.abs(amountAt(a)) || a - b)[0];
    const leftOver = tax - [...shares.values()].reduce((sum, share) => sum + share, 0);
    for (const [index, share] of shares) {
      lines[index]?.taxes.push(taxRow(rate, amountAt(index), share + (index === largest ? leftOver : 0)));
    }
    totalTaxes.push(taxRow(rate, base, tax));
  }
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const sumOf = (behavior: string) =>
    totalTaxes.reduce((sum, tax) => (tax.tax_behavior === behavior ? sum + tax.amount : sum), 0);
  const excludingTax = subtotal - sumOf('inclusive');
  return {
    lines,
    subtotal,
    subtotal_excluding_tax: excludingTax,
    total: subtotal + sumOf('exclusive'),
    total_excluding_tax: excludingTax,
    total_taxes: totalTaxes,
  };
}
