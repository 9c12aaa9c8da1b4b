// The invoice list's filters as conditions, each with the index that can lead to its rows in order of date.
import type { InvoiceFilter } from '../../../contract/invoices.ts';
import { fragment, oneOf, type Fragment, type SqlValue } from './statements.ts';

/** A condition that an index answers: `column = value` for one of the values, its rows then in order of (local_date, id). */
export interface Dimension {
  readonly column: string;
  readonly values: readonly SqlValue[];
  readonly index: string;
}

export interface InvoiceConditions {
  readonly dimensions: readonly Dimension[];
  /** Inclusive local dates. */
  readonly dates: readonly Fragment[];
  /** Conditions that no index leads to. */
  readonly others: readonly Fragment[];
  /** Every filter but search and RTO code, in the columns that the kept totals have too. */
  readonly inTotals: readonly Fragment[];
}

const unique = <T>(values: readonly T[] | undefined): T[] => [...new Set(values)];

export function invoiceConditions(filter: InvoiceFilter): InvoiceConditions {
  const dimensions: Dimension[] = [];
  const add = (column: string, values: readonly SqlValue[], index: string): void => {
    if (values.length > 0) dimensions.push({ column, values, index });
  };
  add('qb_sync_status', unique(filter.qbStatus), 'billing_invoices_by_qb_status');
  add('status', unique(filter.status), 'billing_invoices_by_status');
  if (filter.feePending === true) add('fee_state', ['pending'], 'billing_invoices_fee_pending');
  if (filter.quarter !== undefined) add('quarter', [filter.quarter], 'billing_invoices_by_quarter');
  add('revenue_type', unique(filter.revenueType), 'billing_invoices_by_revenue_type');
  const dates: Fragment[] = [];
  if (filter.from !== undefined) dates.push(fragment('local_date >= ?', filter.from));
  if (filter.to !== undefined) dates.push(fragment('local_date <= ?', filter.to));
  const others = filter.feePending === false ? [fragment(`fee_state <> 'pending'`)] : [];
  const inTotals = [...dimensions.map((dimension) => oneOf(dimension.column, dimension.values)), ...dates, ...others];
  return { dimensions, dates, others, inTotals };
}

/** As a plain condition that must not choose the index: the `+` keeps the column out of the planner's reach. */
export const filterOnly = (dimension: Dimension): Fragment => oneOf(`+${dimension.column}`, dimension.values);

/** As the condition that leads, for one of its values. `fee_state` is spelled out: its index is a partial one. */
export const leadingBy = (dimension: Dimension, value: SqlValue): Fragment =>
  dimension.column === 'fee_state' ? fragment(`fee_state = 'pending'`) : fragment(`${dimension.column} = ?`, value);

/** The same for any of its values. */
export const leadingByAny = (dimension: Dimension): Fragment =>
  dimension.column === 'fee_state' ? fragment(`fee_state = 'pending'`) : oneOf(dimension.column, dimension.values);
