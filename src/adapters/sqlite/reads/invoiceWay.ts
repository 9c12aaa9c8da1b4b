// The way to a page of invoices: which index leads, so that the cost follows what is shown and not what is stored.
import type { InvoiceConditions, Dimension } from './invoiceConditions.ts';
import { filterOnly, leadingBy } from './invoiceConditions.ts';
import type { InvoiceOrder } from './invoiceOrder.ts';
import { invoiceColumns, type StoredInvoice } from './invoiceRow.ts';
import type { SearchArm } from './invoiceSearch.ts';
import { allOf, anyOf, oneOf, type Fragment, type Statements } from './statements.ts';

/**
 * Up to so many rows are gathered and sorted; a larger set is met often enough when walking the order's own index. At a
 * million invoices both cost about 10 ms there, and less on either side.
 */
export const gatherLimit = 10_000;

/** A set that is the union of what several indexes find: a search, or a client. */
export interface ArmSet {
  readonly arms: readonly SearchArm[];
  /** Counted up to one more than the limit. */
  readonly count: number;
}

export function armSet(statements: Statements, arms: readonly SearchArm[]): ArmSet {
  if (arms.length === 0) return { arms, count: 0 };
  const ids = arms.map((arm) => `SELECT id FROM billing_invoices INDEXED BY ${arm.index} WHERE ${arm.condition.sql}`).join('\nUNION ALL\n');
  const counted = statements.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM (${ids} LIMIT ${gatherLimit + 1})`,
    arms.flatMap((arm) => arm.condition.values),
  );
  return { arms, count: counted?.n ?? 0 };
}

export const isSmall = (set: ArmSet): boolean => set.count <= gatherLimit;

/** `id IN (…)` over the arms' own indexes. */
export function gatheredIds(set: ArmSet): Fragment {
  if (set.arms.length === 0) return { sql: '0', values: [] };
  const ids = set.arms.map((arm) => `SELECT id FROM billing_invoices INDEXED BY ${arm.index} WHERE ${arm.condition.sql}`).join('\nUNION\n');
  return { sql: `id IN (${ids})`, values: set.arms.flatMap((arm) => arm.condition.values) };
}

/** As a condition on a row that another index found. */
export const matchedBy = (set: ArmSet): Fragment => anyOf(set.arms.map((arm) => arm.condition));

export type ReadStretch = (stretch: Fragment, limit: number) => StoredInvoice[];

/** Decides once per page; the answer reads a stretch of the list. */
export function invoiceWay(statements: Statements, order: InvoiceOrder, conditions: InvoiceConditions, sets: readonly ArmSet[]): ReadStretch {
  const smallest = sets.filter(isSmall).toSorted((left, right) => left.count - right.count)[0];
  if (smallest !== undefined) {
    const others = sets.filter((set) => set !== smallest).map(matchedBy);
    return gather(statements, order, '', [gatheredIds(smallest), ...conditions.dimensions.map(filterOnly), ...conditions.dates, ...conditions.others, ...others]);
  }
  const tests = [...conditions.others, ...sets.map(matchedBy)];
  if (order.key === 'date') return byDate(statements, order, conditions, tests);
  const lead = narrowest(statements, conditions);
  if (lead === null || lead.count > gatherLimit) {
    return walk(statements, order, [...conditions.dimensions.map(filterOnly), ...conditions.dates.map(unled), ...tests]);
  }
  const { dimension } = lead;
  if (dimension === null) {
    return gather(statements, order, 'INDEXED BY billing_invoices_by_date', [...conditions.dates, ...conditions.dimensions.map(filterOnly), ...tests]);
  }
  const others = conditions.dimensions.filter((other) => other !== dimension).map(filterOnly);
  return gather(statements, order, `INDEXED BY ${dimension.index}`, [leadingByAny(dimension), ...conditions.dates, ...others, ...tests]);
}

/** Every index of a dimension is in order of date: the narrowest leads, its values merged. */
function byDate(statements: Statements, order: InvoiceOrder, conditions: InvoiceConditions, tests: readonly Fragment[]): ReadStretch {
  const { dimensions, dates } = conditions;
  const leading = dimensions.length <= 1 ? (dimensions[0] ?? null) : (narrowest(statements, conditions)?.dimension ?? null);
  const others = dimensions.filter((dimension) => dimension !== leading).map(filterOnly);
  if (leading === null) {
    return (stretch, limit) => select(statements, [{ index: order.index, where: allOf([stretch, ...dates, ...others, ...tests]) }], order, limit);
  }
  return (stretch, limit) => {
    const arms = leading.values.map((value) => ({
      index: leading.index,
      where: allOf([leadingBy(leading, value), stretch, ...dates, ...others, ...tests]),
    }));
    return select(statements, arms, order, limit);
  };
}

/** Reads everything that the conditions leave and sorts it. */
function gather(statements: Statements, order: InvoiceOrder, hint: string, conditions: readonly Fragment[]): ReadStretch {
  return (stretch, limit) => {
    const where = allOf([...conditions, unled(stretch)]);
    return statements.all<StoredInvoice>(
      `SELECT ${invoiceColumns}
FROM billing_invoices ${hint}
WHERE ${where.sql}
ORDER BY ${order.orderBy}
LIMIT ?`,
      [...where.values, limit],
    );
  };
}

/** Walks the order's own index and tests each row. */
function walk(statements: Statements, order: InvoiceOrder, tests: readonly Fragment[]): ReadStretch {
  return (stretch, limit) => select(statements, [{ index: order.index, where: allOf([stretch, ...tests]) }], order, limit);
}

/** Rows of several index ranges that are each in order already, merged. */
function select(statements: Statements, arms: readonly { index: string; where: Fragment }[], order: InvoiceOrder, limit: number): StoredInvoice[] {
  const each = arms.map((arm) => `SELECT ${invoiceColumns}\nFROM billing_invoices INDEXED BY ${arm.index}\nWHERE ${arm.where.sql}`);
  return statements.all<StoredInvoice>(`${each.join('\nUNION ALL\n')}\nORDER BY ${order.orderBy}\nLIMIT ?`, [
    ...arms.flatMap((arm) => arm.where.values),
    limit,
  ]);
}

/** The dimension (null: the dates) that leaves fewest rows, counted up to the limit; null: there is none. */
function narrowest(statements: Statements, conditions: InvoiceConditions): { dimension: Dimension | null; count: number } | null {
  const leads: { dimension: Dimension | null; index: string; where: Fragment }[] = conditions.dimensions.map((dimension) => ({
    dimension,
    index: dimension.index,
    where: allOf([leadingByAny(dimension), ...conditions.dates]),
  }));
  if (conditions.dates.length > 0) leads.push({ dimension: null, index: 'billing_invoices_by_date', where: allOf(conditions.dates) });
  let best: { dimension: Dimension | null; count: number } | null = null;
  for (const { dimension, index, where } of leads) {
    const counted = statements.get<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM billing_invoices INDEXED BY ${index} WHERE ${where.sql} LIMIT ${gatherLimit + 1})`,
      where.values,
    );
    const count = counted?.n ?? 0;
    if (best === null || count < best.count) best = { dimension, count };
  }
  return best;
}

const leadingByAny = (dimension: Dimension): Fragment =>
  dimension.column === 'fee_state' ? { sql: `fee_state = 'pending'`, values: [] } : oneOf(dimension.column, dimension.values);

/** Out of the planner's reach: `+(…)` is no condition that an index answers. */
const unled = (condition: Fragment): Fragment => ({ sql: `+(${condition.sql})`, values: condition.values });
