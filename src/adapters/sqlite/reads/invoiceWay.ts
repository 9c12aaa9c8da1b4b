// The way to a page of invoices: which index leads, so that the cost follows what is shown and not what is stored.
import { filterOnly, leadingBy, leadingByAny, type Dimension, type InvoiceConditions } from './invoiceConditions.ts';
import type { InvoiceOrder, Stretch } from './invoiceOrder.ts';
import { invoiceColumns, type StoredInvoice } from './invoiceRow.ts';
import { gatheredIds, matchedBy, type ArmSet } from './invoiceSets.ts';
import { keptCounts } from './invoiceTotals.ts';
import { allOf, type Fragment, type Statements } from './statements.ts';

export type ReadStretch = (stretch: Stretch, limit: number) => StoredInvoice[];

export interface WayQuestion {
  readonly order: InvoiceOrder;
  readonly conditions: InvoiceConditions;
  /** A search, a client. */
  readonly sets: readonly ArmSet[];
  readonly limit: number;
  readonly allCount: number;
}

/** Sorting a row that was gathered costs about twice what testing one on the way does. */
const gatherWeight = 2;

/** Decides once per page; the answer reads a stretch of the list. Null: no row can meet the conditions. */
export function invoiceWay(statements: Statements, question: WayQuestion): ReadStretch | null {
  const { order, conditions, sets } = question;
  const { dimensions, dates, others } = conditions;
  const smallest = sets.filter((set) => set.isSmall).toSorted((left, right) => left.count - right.count)[0];
  if (smallest !== undefined) {
    if (smallest.count === 0) return null;
    const rest = sets.filter((set) => set !== smallest).map(matchedBy);
    return gather(statements, '', [gatheredIds(smallest), ...dimensions.map(filterOnly), ...dates, ...others, ...rest]);
  }
  const tests = [...others, ...sets.map(matchedBy)];
  const leads = leadsOf(statements, conditions);
  if (leads?.matching === 0) return null;
  if (order.key === 'date') return byDate(statements, order, conditions, tests, leads?.narrowest.dimension ?? null);
  if (leads !== null && leads.narrowest.count * gatherWeight < walkedRows(question, leads.matching)) {
    const { dimension } = leads.narrowest;
    const index = dimension?.index ?? 'billing_invoices_by_date';
    const leading = dimension === null ? [] : [leadingByAny(dimension)];
    const rest = dimensions.filter((other) => other !== dimension).map(filterOnly);
    return gather(statements, `INDEXED BY ${index}`, [...leading, ...dates, ...rest, ...tests]);
  }
  return walk(statements, order, [...dimensions.map(filterOnly), ...dates.map(unled), ...tests]);
}

/** How far one has to walk for a full page when matching rows are spread evenly; none of the way is spared by an order that the filter names. */
function walkedRows({ order, conditions, limit, allCount }: WayQuestion, matching: number): number {
  const isNamed = conditions.dimensions.some((dimension) => dimension.column === order.leadingColumn);
  return isNamed && conditions.dimensions.length === 1 ? limit : Math.min(allCount, Math.ceil((allCount * limit) / matching));
}

interface Leads {
  /** Leaves fewest rows; null: the dates. */
  readonly narrowest: { readonly dimension: Dimension | null; readonly count: number };
  /** Rows that meet all conditions that the totals are kept by. */
  readonly matching: number;
}

/** Null: there are no such conditions. */
function leadsOf(statements: Statements, conditions: InvoiceConditions): Leads | null {
  const { dimensions, dates, inTotals } = conditions;
  const candidates: { dimension: Dimension | null; where: Fragment }[] = dimensions.map((dimension) => ({
    dimension,
    where: allOf([leadingByAny(dimension), ...dates]),
  }));
  if (dates.length > 0) candidates.push({ dimension: null, where: allOf(dates) });
  if (candidates.length === 0) return null;
  const [matching = 0, ...counts] = keptCounts(statements, [allOf(inTotals), ...candidates.map((candidate) => candidate.where)]);
  const counted = candidates.map(({ dimension }, index) => ({ dimension, count: counts[index] ?? 0 }));
  const narrowest = counted.reduce((best, candidate) => (candidate.count < best.count ? candidate : best));
  return { narrowest, matching };
}

/** Every index of a dimension is in order of date: the narrowest leads, the ranges of its values merged. */
function byDate(statements: Statements, order: InvoiceOrder, conditions: InvoiceConditions, tests: readonly Fragment[], leading: Dimension | null): ReadStretch {
  const { dimensions, dates } = conditions;
  const rest = dimensions.filter((dimension) => dimension !== leading).map(filterOnly);
  if (leading === null) return walk(statements, order, [...dates, ...rest, ...tests]);
  return (stretch, limit) => {
    const arms = leading.values.map((value) => allOf([leadingBy(leading, value), stretch.where, ...dates, ...rest, ...tests]));
    const each = arms.map((where) => `SELECT ${invoiceColumns}\nFROM billing_invoices INDEXED BY ${leading.index}\nWHERE ${where.sql}`);
    return statements.all<StoredInvoice>(`${each.join('\nUNION ALL\n')}\nORDER BY ${stretch.orderBy}\nLIMIT ?`, [
      ...arms.flatMap((where) => where.values),
      limit,
    ]);
  };
}

/** Reads everything that the conditions leave and sorts it. */
function gather(statements: Statements, hint: string, conditions: readonly Fragment[]): ReadStretch {
  return (stretch, limit) => {
    const where = allOf([...conditions, unled(stretch.where)]);
    return statements.all<StoredInvoice>(
      `SELECT ${invoiceColumns}
FROM billing_invoices ${hint}
WHERE ${where.sql}
ORDER BY ${stretch.orderBy}
LIMIT ?`,
      [...where.values, limit],
    );
  };
}

/** Walks the order's own index and tests each row. */
function walk(statements: Statements, order: InvoiceOrder, tests: readonly Fragment[]): ReadStretch {
  return (stretch, limit) => {
    const where = allOf([stretch.where, ...tests]);
    return statements.all<StoredInvoice>(
      `SELECT ${invoiceColumns}
FROM billing_invoices INDEXED BY ${order.index}
WHERE ${where.sql}
ORDER BY ${stretch.orderBy}
LIMIT ?`,
      [...where.values, limit],
    );
  };
}

/** Out of the planner's reach: `+(…)` is no condition that an index answers. */
const unled = (condition: Fragment): Fragment => ({ sql: `+(${condition.sql})`, values: condition.values });
