// The taxes and totals of an invoice from its lines, with manual tax rates (Stripe's automatic tax is off).
import { exclusiveTax, inclusiveTax } from './integerArithmetic.ts';
import type { DiscountAmount, InvoiceLine, Tax, TaxRate } from './billingShapes.ts';

export type UntaxedLine = Omit<InvoiceLine, 'taxes'> & { taxRates: readonly TaxRate[] };

export type InvoiceTotals = {
  lines: InvoiceLine[];
  subtotal: number;
  subtotal_excluding_tax: number;
  total: number;
  total_discount_amounts: DiscountAmount[];
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

const discounted = ({ amount, discount_amounts: off }: Pick<InvoiceLine, 'amount' | 'discount_amounts'>): number => amount - off.reduce((sum, row) => sum + row.amount, 0);

function taxWithinUndiscounted(drafts: readonly UntaxedLine[]): number {
  return drafts.flatMap(({ amount, taxRates }) => taxRates.filter(({ inclusive }) => inclusive).map((rate) => taxOf(amount, rate))).reduce((sum, tax) => sum + tax, 0);
}

/**
 * Tax is computed on the invoice's total after discounts per rate, then shared out to the lines; what rounding leaves over goes to the
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
    const amountAt = (index: number) => lines[index] === undefined ? 0 : discounted(lines[index]);
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
  const discounts = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap((line) => line.discount_amounts)) discounts.set(discount, (discounts.get(discount) ?? 0) + amount);
  const off = [...discounts.values()].reduce((sum, amount) => sum + amount, 0);
  const excludingTax = subtotal - off - sumOf('inclusive');
  return {
    lines,
    subtotal,
    subtotal_excluding_tax: off === 0 ? excludingTax : subtotal - taxWithinUndiscounted(drafts),
    total: subtotal - off + sumOf('exclusive'),
    total_discount_amounts: [...discounts].map(([discount, amount]) => ({ amount, discount })),
    total_excluding_tax: excludingTax,
    total_taxes: totalTaxes,
  };
}
