// gst.quarters: GST per Australian fiscal quarter, the current one always among them.
import type { OperationOutput } from '../../contract/operations.ts';
import { basDueDate, getCurrentQuarter, instantFromMs, quarterBounds, quarterLabel } from '../../domain/calendar.ts';
import type { GstAccrualRow } from '../ports/storeReads.ts';
import type { QueryPorts } from './queryPorts.ts';

type Quarters = OperationOutput<'gst.quarters'>;

/** Newest first. */
export function gstQuartersQuery(ports: QueryPorts): Quarters {
  const { homeCurrency, timeZone } = ports.store.state.profile();
  const current = getCurrentQuarter(instantFromMs(ports.clock.nowMs()), timeZone);
  const { quarters, testRowsLeftOut, otherCurrencyRowsLeftOut } = ports.store.reads.gstAccruals(homeCurrency);
  const rows = quarters.some((row) => row.quarter === current) ? quarters : [...quarters, nothingYet(current)];
  return {
    quarters: rows
      .map((row) => withDates(row, current))
      .toSorted((left, right) => (left.quarter < right.quarter ? 1 : -1)),
    testRowsLeftOut,
    otherCurrencyRowsLeftOut,
  };
}

function withDates(row: GstAccrualRow, current: string): Quarters['quarters'][number] {
  return {
    ...row,
    ...quarterBounds(row.quarter),
    label: quarterLabel(row.quarter),
    dueDate: basDueDate(row.quarter),
    isCurrent: row.quarter === current,
  };
}

const nothingYet = (quarter: string): GstAccrualRow => ({
  quarter,
  salesExGstCents: 0,
  salesTotalCents: 0,
  refundsTotalCents: 0,
  gstCollectedCents: 0,
  gstRefundedCents: 0,
  gstNetCents: 0,
  invoiceCount: 0,
  remitted: false,
  remittedAt: null,
});
