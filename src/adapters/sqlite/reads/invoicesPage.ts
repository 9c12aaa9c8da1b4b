// A page of the invoice list: any filter, any order, by key; and the totals of the filtered set.
import type { InvoicesPage, InvoicesQuestion } from '../../../engine/ports/storeReads.ts';
import { filterOnly, invoiceConditions, type InvoiceConditions } from './invoiceConditions.ts';
import { invoiceCursorOf, invoiceOrder, readInvoiceCursor } from './invoiceOrder.ts';
import { invoiceRowOf, type StoredInvoice } from './invoiceRow.ts';
import { clientArms, invoiceSearchArms } from './invoiceSearch.ts';
import { keptTotals, summedTotals } from './invoiceTotals.ts';
import { armSet, gatheredIds, invoiceWay, isSmall, matchedBy, type ArmSet } from './invoiceWay.ts';
import type { Statements } from './statements.ts';

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
export function invoicesPage(statements: Statements, question: InvoicesQuestion): InvoicesPage {
  const { filter, limit, homeCurrency } = question;
  const order = invoiceOrder(question.sort);
  const stretches = order.stretches(readInvoiceCursor(statements, order, question.cursor));
  const conditions = invoiceConditions(filter);
  const sets: ArmSet[] = [];
  if (filter.rtoCode !== undefined) sets.push(armSet(statements, clientArms(filter.rtoCode)));
  const searched = invoiceSearchArms(filter.search, question.numberFormat);
  if (searched !== null) sets.push(armSet(statements, searched));
  const read = invoiceWay(statements, order, conditions, sets);
  const found: StoredInvoice[] = [];
  for (const stretch of stretches) {
    if (found.length > limit) break;
    found.push(...read(stretch, limit + 1 - found.length));
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(invoiceRowOf),
    nextCursor: found.length > limit && last !== undefined ? invoiceCursorOf(order, last) : null,
    totals: question.withTotals ? totals(statements, conditions, sets, homeCurrency) : null,
    allCount: keptTotals(statements, [], homeCurrency).count,
  };
}

function totals(statements: Statements, conditions: InvoiceConditions, sets: readonly ArmSet[], homeCurrency: string): NonNullable<InvoicesPage['totals']> {
  if (sets.length === 0) return keptTotals(statements, conditions.inTotals, homeCurrency);
  return summedTotals(
    statements,
    [
      ...sets.map((set) => (isSmall(set) ? gatheredIds(set) : matchedBy(set))),
      ...conditions.dimensions.map(filterOnly),
      ...conditions.dates,
      ...conditions.others,
    ],
    homeCurrency,
  );
}
