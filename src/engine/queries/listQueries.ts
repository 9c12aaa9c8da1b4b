// invoices.list and ledger.list: a page of rows with the totals of the filtered set.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { QueryPorts } from './queryPorts.ts';
import { stripeAsOf } from './stripeAsOf.ts';

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
export function invoicesListQuery(ports: QueryPorts, input: OperationParsedInput<'invoices.list'>): OperationOutput<'invoices.list'> {
  return { ...ports.store.reads.invoicesPage({ ...input, ...ofProfile(ports) }), asOf: stripeAsOf(ports) };
}

/** Throws AppError BAD_INPUT for a cursor of another list or direction. */
export function ledgerListQuery(ports: QueryPorts, input: OperationParsedInput<'ledger.list'>): OperationOutput<'ledger.list'> {
  return ports.store.reads.ledgerPage({ ...input, ...ofProfile(ports) });
}

function ofProfile(ports: QueryPorts): { homeCurrency: string; numberFormat: { prefix: string; digits: number } } {
  const { homeCurrency, invoicePrefix, invoiceDigits } = ports.store.state.profile();
  return { homeCurrency, numberFormat: { prefix: invoicePrefix, digits: invoiceDigits } };
}
