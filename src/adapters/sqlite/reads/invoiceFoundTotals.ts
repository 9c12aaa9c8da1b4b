// Count and sums of what a search or a client finds: over the rows, and only while that takes no longer than a person waits.
import type { InvoiceTotals } from '../../../contract/invoices.ts';
import { filterOnly, type InvoiceConditions } from './invoiceConditions.ts';
import { countUpTo, gatheredIds, matchedBy, type ArmSet } from './invoiceSets.ts';
import { keptCounts, summedTotals } from './invoiceTotals.ts';
import { allOf, type Statements } from './statements.ts';

export interface FoundQuestion {
  readonly conditions: InvoiceConditions;
  readonly sets: readonly ArmSet[];
  readonly homeCurrency: string;
}

/** Null: more rows would have to be looked at than the limit. */
export function foundTotals(statements: Statements, { conditions, sets, homeCurrency }: FoundQuestion): InvoiceTotals | null {
  const { dimensions, dates, others, inTotals } = conditions;
  const filters = [...dimensions.map(filterOnly), ...dates, ...others];
  const { sum } = statements.limits;
  const gatherable = sets.filter((set) => set.isSmall || countUpTo(statements, set.arms, sum) <= sum).toSorted((left, right) => left.count - right.count)[0];
  if (gatherable !== undefined) {
    const rest = sets.filter((set) => set !== gatherable).map(matchedBy);
    return summedTotals(statements, [gatheredIds(gatherable), ...filters, ...rest], homeCurrency);
  }
  const [matching = 0] = keptCounts(statements, [allOf(inTotals)]);
  if (matching > sum) return null;
  return summedTotals(statements, [...inTotals, ...sets.map(matchedBy)], homeCurrency);
}
