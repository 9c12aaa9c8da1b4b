// The months of Stripe's fees in the home currency, each beside its tax invoice.
import { localDateOf, localMonthOf } from '../../domain/calendar.ts';
import { feeMonth, type FeeMonthSummary } from '../../domain/clearing/feeMonth.ts';
import type { EngineContext } from '../context.ts';
import type { FeeMonthRow, FeeTaxInvoiceRecord } from '../ports/clearingTables.ts';

export interface FeeMonth extends FeeMonthSummary {
  readonly month: string;
  readonly types: readonly FeeMonthRow[];
  readonly taxInvoice: FeeTaxInvoiceRecord | null;
}

/** Newest first. A month with an invoice but no fee is shown as well: its variance is the whole invoice. */
export function feeMonths(context: Pick<EngineContext, 'store' | 'profile' | 'now'>): readonly FeeMonth[] {
  const { homeCurrency, timeZone } = context.profile();
  const current = localMonthOf(localDateOf(context.now(), timeZone));
  const byMonth = Map.groupBy(context.store.clearing.fees(homeCurrency), (row) => row.month);
  const invoices = new Map(context.store.clearing.feeTaxInvoices().map((invoice) => [invoice.month, invoice]));
  const months = [...new Set([...byMonth.keys(), ...invoices.keys()])].sort().toReversed();
  return months.map((month) => {
    const types = byMonth.get(month) ?? [];
    const taxInvoice = invoices.get(month) ?? null;
    return { month, types, taxInvoice, ...feeMonth(types, taxInvoice, month < current) };
  });
}
