// Pages of the subscription list: filters, any order by key, totals of the filtered set.
import type Database from 'better-sqlite3';
import type { SubscriptionFilter, SubscriptionFlag, SubscriptionRow, SubscriptionTotals } from '../../../contract/subscriptions.ts';
import { searchedAmountCents } from '../../../domain/searchedAmountCents.ts';
import type { SubscriptionsPage, SubscriptionTables } from '../../../engine/ports/subscriptionTables.ts';
import { decodeCursor, encodeCursor, type CursorKind } from './cursor.ts';
import { containsPattern } from './likePattern.ts';
import { allOf, anyOf, fragment, makeStatements, oneOf, type Fragment, type SqlValue, type Statements } from './statements.ts';

type Question = Parameters<SubscriptionTables['page']>[0];

const order: Readonly<Record<Question['sort']['key'], { readonly sql: string; readonly kind: CursorKind }>> = {
  client: { sql: 'lower(clientName)', kind: 'text' },
  plan: { sql: 'planTier', kind: 'text' },
  status: { sql: 'status', kind: 'text' },
  periodEnd: { sql: `COALESCE(currentPeriodEnd, '')`, kind: 'text' },
  seats: { sql: 'seats', kind: 'integer' },
  monthly: { sql: 'monthlyExGstCents', kind: 'integer' },
  next: { sql: 'COALESCE(nextAmountCents, -1)', kind: 'integer' },
};

/** The only value is now. Flags are facts about the row, so that the filter and the row say the same. */
const rowsSql = `
  SELECT subscription.stripe_subscription_id AS id, subscription.row_version AS version, subscription.org_id AS orgId, org.name AS clientName, org.rto_code AS rtoCode,
         subscription.plan_tier AS planTier, subscription.status, subscription.current_period_start AS currentPeriodStart, subscription.current_period_end AS currentPeriodEnd,
         subscription.base_seats + subscription.purchased_seats AS seats, subscription.purchased_seats AS purchasedSeats, subscription.currency,
         CASE WHEN subscription.status = 'cancelled' THEN 0 ELSE subscription.monthly_ex_gst END AS monthlyExGstCents, subscription.next_amount_total AS nextAmountCents,
         subscription.price_override_amount AS overrideCents, subscription.price_override_note AS overrideNote, subscription.price_override_expires_at AS overrideExpiresAt,
         subscription.is_test AS isTest,
         subscription.status NOT IN ('cancelled', 'incomplete_expired') AND subscription.cancel_at_period_end = 1 AS cancel_scheduled,
         subscription.stripe_schedule_id IS NOT NULL AS change_scheduled,
         subscription.pause_behaviour IS NOT NULL OR subscription.status = 'paused' AS paused,
         -- An invoice does not name the payment intent of an open payment: it is the customer's for the very amount that is due.
         EXISTS (
           SELECT 1 FROM billing_invoices AS invoice JOIN stripe_payment_intents AS intent
             ON intent.stripe_customer_id = invoice.stripe_customer_id AND intent.amount = invoice.amount_total - invoice.amount_paid
           WHERE invoice.stripe_subscription_id = subscription.stripe_subscription_id AND invoice.status = 'open' AND intent.status = 'requires_action'
         ) AS requires_action,
         subscription.price_override_active = 1 AS override,
         subscription.price_override_active = 1 AND subscription.price_override_expires_at <= ? AND subscription.status <> 'cancelled' AS override_expired,
         EXISTS (SELECT 1 FROM stripe_changes AS change WHERE change.stripe_subscription_id = subscription.stripe_subscription_id AND change.state IN ('running', 'paused')) AS unfinished
  FROM billing_subscriptions AS subscription JOIN orgs AS org ON org.id = subscription.org_id`;

const flags: readonly SubscriptionFlag[] = ['cancel_scheduled', 'change_scheduled', 'paused', 'requires_action', 'override', 'override_expired', 'unfinished'];

type StoredRow = Omit<SubscriptionRow, 'override' | 'flags' | 'isTest' | 'planName'> &
  Record<SubscriptionFlag, number> & { overrideCents: number | null; overrideNote: string | null; overrideExpiresAt: string | null; isTest: number };

export function subscriptionPages(db: Database.Database): Pick<SubscriptionTables, 'page' | 'row'> {
  const statements = makeStatements(db);
  const names = new Map<string, string>();
  const nameOf = (tier: string): string => {
    const known = names.get(tier);
    if (known !== undefined) return known;
    const name = statements.get<{ name: string }>(`SELECT name FROM stripe_products WHERE plan_tier = ? AND name IS NOT NULL ORDER BY is_active DESC, id LIMIT 1`, [tier])?.name;
    if (name !== undefined) names.set(tier, name);
    return name ?? `${tier.slice(0, 1).toUpperCase()}${tier.slice(1)}`;
  };
  const view = (row: StoredRow): SubscriptionRow => {
    const { overrideCents, overrideNote, overrideExpiresAt, isTest, ...rest } = row;
    const shown: Partial<StoredRow> = { ...rest };
    for (const flag of flags) delete shown[flag];
    return {
      ...(shown as Omit<SubscriptionRow, 'override' | 'flags' | 'isTest' | 'planName'>),
      planName: nameOf(row.planTier),
      override: overrideCents === null || overrideNote === null ? null : { amountCents: overrideCents, note: overrideNote, expiresAt: overrideExpiresAt },
      flags: flags.filter((flag) => row[flag] === 1),
      isTest: isTest === 1,
    };
  };
  return {
    row: (id, now) => {
      const found = statements.get<StoredRow>(`${rowsSql} WHERE subscription.stripe_subscription_id = ?`, [now, id]);
      return found === undefined ? undefined : view(found);
    },
    page: (question) => pageOf(statements, question, view),
  };
}

function pageOf(statements: Statements, question: Question, view: (row: StoredRow) => SubscriptionRow): SubscriptionsPage {
  const { sort, limit } = question;
  const list = `subscriptions:${sort.key}:${sort.direction}`;
  const key = order[sort.key];
  const isAscending = sort.direction === 'asc';
  const where = conditions(question.filter);
  const from = `(${rowsSql})`;
  const after = question.cursor === null ? [] : [afterKey(key.sql, isAscending, decodeCursor({ [list]: [key.kind, 'text'] }, question.cursor).values)];
  const within = allOf([...where, ...after]);
  const direction = isAscending ? 'ASC' : 'DESC';
  const found = statements.all<StoredRow & { sortKey: SqlValue }>(
    `SELECT *, ${key.sql} AS sortKey FROM ${from} WHERE ${within.sql} ORDER BY ${key.sql} ${direction}, id ${direction} LIMIT ?`,
    [question.now, ...within.values, limit + 1],
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ sortKey: _sortKey, ...row }) => view(row as StoredRow)),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor(list, [last.sortKey, last.id]) : null,
    // Only a filter by flags depends on the time; without one the sums hold until something is written.
    totals: question.withTotals ? totalsOf(statements, (question.filter.flag?.length ?? 0) > 0 ? question.now : '', allOf(where)) : null,
    allCount: statements.get<{ n: number }>('SELECT COUNT(*) AS n FROM billing_subscriptions')?.n ?? 0,
  };
}

function afterKey(sql: string, isAscending: boolean, [value, id]: readonly SqlValue[]): Fragment {
  const sign = isAscending ? '>' : '<';
  return fragment(`(${sql}, id) ${sign} (?, ?)`, value ?? null, id ?? null);
}

function conditions(filter: SubscriptionFilter): Fragment[] {
  const text = (filter.search ?? '').trim();
  const pattern = containsPattern(text);
  return [
    ...(text === '' ? [] : text.includes('\0') ? [fragment('0')] : [fragment(`(clientName LIKE ? ESCAPE '\\' OR rtoCode LIKE ? ESCAPE '\\' OR id = ? OR ? IN (monthlyExGstCents, nextAmountCents))`, pattern, pattern, text, searchedAmountCents(text))]),
    ...(filter.status === undefined || filter.status.length === 0 ? [] : [oneOf('status', filter.status)]),
    ...(filter.plan === undefined || filter.plan.length === 0 ? [] : [oneOf('planTier', filter.plan)]),
    ...(filter.flag === undefined || filter.flag.length === 0 ? [] : [anyOf(filter.flag.map((flag) => fragment(`${flag} = 1`)))]),
  ];
}

function totalsOf(statements: Statements, now: string, where: Fragment): SubscriptionTotals {
  const none = { count: 0, seats: 0, monthlyExGstCents: 0, nextAmountCents: 0, otherCurrencyCount: 0 };
  return (
    statements.getKept<SubscriptionTotals>(
      `SELECT COUNT(*) AS count,
              COALESCE(SUM(CASE WHEN status <> 'cancelled' THEN seats END), 0) AS seats,
              COALESCE(SUM(CASE WHEN currency = 'aud' AND status <> 'cancelled' THEN monthlyExGstCents END), 0) AS monthlyExGstCents,
              COALESCE(SUM(CASE WHEN currency = 'aud' THEN nextAmountCents END), 0) AS nextAmountCents,
              COALESCE(SUM(currency <> 'aud'), 0) AS otherCurrencyCount
       FROM (${rowsSql}) WHERE ${where.sql}`,
      [now, ...where.values],
    ) ?? none
  );
}
