// A page of the invoice list: any filter, any order, by key; and the totals of the filtered set.
import type { InvoicesPage, InvoicesQuestion } from '../../../engine/ports/storeReads.ts';
import { invoiceConditions } from './invoiceConditions.ts';
import { invoiceCursorOf, invoiceOrder, readInvoiceCursor } from './invoiceOrder.ts';
import { invoiceRowOf, type StoredInvoice } from './invoiceRow.ts';
import { clientArms, invoiceSearchArms } from './invoiceSearch.ts';
import { armSet, type ArmSet } from './invoiceSets.ts';
import { foundTotals } from './invoiceFoundTotals.ts';
import { allInvoicesCount, keptTotals } from './invoiceTotals.ts';
import { invoiceWay } from './invoiceWay.ts';
import type { Statements } from './statements.ts';

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
export function invoicesPage(statements: Statements, question: InvoicesQuestion): InvoicesPage {
  const { filter, limit, homeCurrency } = question;
  const order = invoiceOrder(question.sort);
  const after = readInvoiceCursor(statements, order, question.cursor);
  const conditions = invoiceConditions(filter);
  const named = conditions.dimensions.find((dimension) => dimension.column === order.leadingColumn);
  const sets: ArmSet[] = [];
  if (filter.rtoCode !== undefined) sets.push(armSet(statements, clientArms(filter.rtoCode)));
  const searched = invoiceSearchArms(statements, filter.search, question.numberFormat);
  if (searched !== null) sets.push(armSet(statements, searched));
  const allCount = allInvoicesCount(statements);
  const read = invoiceWay(statements, { order, conditions, sets, limit, allCount });
  const found: StoredInvoice[] = [];
  for (const stretch of read === null ? [] : order.stretches(after, named?.values.map(String) ?? null)) {
    if (found.length > limit) break;
    found.push(...(read?.(stretch, limit + 1 - found.length) ?? []));
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(invoiceRowOf),
    nextCursor: found.length > limit && last !== undefined ? invoiceCursorOf(order, last) : null,
    totals: !question.withTotals
      ? null
      : sets.length === 0
        ? keptTotals(statements, conditions.inTotals, homeCurrency)
        : foundTotals(statements, { conditions, sets, homeCurrency }),
    allCount,
  };
}
