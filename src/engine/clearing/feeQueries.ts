// fees.months and fees.month: Stripe's fees by month and type, beside the tax invoice that was typed in.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { FeeMonthRow, FeeTaxInvoice } from '../../contract/reconcile.ts';
import { sumCents } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import type { FeeTaxInvoiceRecord } from '../ports/clearingTables.ts';
import { feeMonths, type FeeMonth } from './feeMonths.ts';
import { clearingRowView } from './payoutQueries.ts';

export function feeMonthsQuery(context: EngineContext): OperationOutput<'fees.months'> {
  return { months: feeMonths(context).map((month) => feeMonthView(context, month)), currency: context.profile().homeCurrency };
}

export function feeMonthQuery(context: EngineContext, { month }: OperationParsedInput<'fees.month'>): OperationOutput<'fees.month'> {
  const found = feeMonths(context).find((candidate) => candidate.month === month);
  if (found === undefined) throw new AppError('NOT_FOUND', `no fee in ${month}`);
  const rows = context.store.clearing.feeTransactions(month, context.profile().homeCurrency);
  return {
    month: feeMonthView(context, found),
    rows: rows.map(clearingRowView),
    rowsLeftOut: sumCents(found.types.map((type) => type.count)) - rows.length,
    history: context.store.clearing.feeTaxInvoiceHistory(month).map(taxInvoiceView),
  };
}

export function feeMonthView(context: EngineContext, { taxInvoice, types, ...month }: FeeMonth): FeeMonthRow {
  const document = context.store.documents.bySource('fee', month.month);
  return {
    ...month,
    types: types.map(({ month: _month, ...type }) => type),
    taxInvoice: taxInvoice === null ? null : taxInvoiceView(taxInvoice),
    document: document === undefined ? null : { number: document.number, status: document.status },
  };
}

const taxInvoiceView = ({ invoiceNumber, invoiceDate, month: _month, ...invoice }: FeeTaxInvoiceRecord): FeeTaxInvoice => ({ ...invoice, number: invoiceNumber, date: invoiceDate });
