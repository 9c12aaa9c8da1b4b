// A column of amounts: bare under the heading's AUD, any other currency named in its cell; summed for the filtered set and the selection.
import type { ReactElement } from 'react';
import { formatMoney, plainDecimal } from '../formatMoney.ts';
import { Money } from '../Money.tsx';
import type { Column } from './columns.ts';
import { HOME_CURRENCY, homeSumCents, type Amounts } from './homeSum.ts';

type Kept<Row, Totals> = Omit<Column<Row, Totals>, 'unit' | 'align' | 'cell' | 'text' | 'total' | 'selectionTotal'>;

export interface AmountColumnOf<Row, Totals> extends Kept<Row, Totals>, Amounts<Row> {
  /** report: `–` for zero. */
  readonly manner?: 'table' | 'report';
  /** Of the filtered set; absent where the operation does not sum this column. */
  readonly totalOf?: (totals: Totals) => number;
}

export function AmountCell({ cents, currency, manner = 'table' }: { readonly cents: number | null; readonly currency: string; readonly manner?: 'table' | 'report' }): ReactElement {
  if (cents === null) return <span className="muted">–</span>;
  return currency === HOME_CURRENCY ? <Money cents={cents} manner={manner} /> : <span className="amount">{formatMoney(cents, currency)}</span>;
}

/** In exports a bare number is AUD, as the heading says; any other currency makes the cell a text that no sum takes in. */
export function amountText(cents: number | null, currency: string): string {
  if (cents === null) return '';
  return currency === HOME_CURRENCY ? plainDecimal(cents) : `${currency.toUpperCase()} ${plainDecimal(cents, currency)}`;
}

export function amountColumn<Row, Totals>({
  centsOf,
  currencyOf,
  isSummed,
  manner,
  totalOf,
  ...column
}: AmountColumnOf<Row, Totals>): Column<Row, Totals> {
  const amounts: Amounts<Row> = { centsOf, currencyOf, ...(isSummed === undefined ? {} : { isSummed }) };
  return {
    ...column,
    unit: 'AUD',
    align: 'end',
    cell: (row) => <AmountCell cents={centsOf(row)} currency={currencyOf(row)} {...(manner === undefined ? {} : { manner })} />,
    text: (row) => amountText(centsOf(row), currencyOf(row)),
    ...(totalOf === undefined ? {} : { total: (totals: Totals) => <Money cents={totalOf(totals)} /> }),
    selectionTotal: (rows) => <Money cents={homeSumCents(rows, amounts)} />,
  };
}
