// Sets of invoices that several indexes find together: a search, or a client. Counted first, since that decides the way.
import type { SearchArm } from './invoiceSearch.ts';
import { anyOf, type Fragment, type Statements } from './statements.ts';

export interface ArmSet {
  readonly arms: readonly SearchArm[];
  /** Counted up to one more than the limit; rows that two arms find are counted twice. */
  readonly count: number;
  readonly isSmall: boolean;
}

export function armSet(statements: Statements, arms: readonly SearchArm[]): ArmSet {
  const { gather } = statements.limits;
  const count = countUpTo(statements, arms, gather);
  return { arms, count, isSmall: count <= gather };
}

/** At most one more than the limit. */
export function countUpTo(statements: Statements, arms: readonly SearchArm[], limit: number): number {
  if (arms.length === 0) return 0;
  const counted = statements.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM (${arms.map(idsOf).join('\nUNION ALL\n')} LIMIT ${limit + 1})`,
    arms.flatMap((arm) => arm.condition.values),
  );
  return counted?.n ?? 0;
}

const idsOf = (arm: SearchArm): string => `SELECT id FROM billing_invoices INDEXED BY ${arm.index} WHERE ${arm.condition.sql}`;

/** `id IN (…)` over the arms' own indexes. */
export function gatheredIds(set: ArmSet): Fragment {
  if (set.arms.length === 0) return { sql: '0', values: [] };
  return { sql: `id IN (${set.arms.map(idsOf).join('\nUNION\n')})`, values: set.arms.flatMap((arm) => arm.condition.values) };
}

/** As a condition on a row that another index found. */
export const matchedBy = (set: ArmSet): Fragment => anyOf(set.arms.map((arm) => arm.condition));
