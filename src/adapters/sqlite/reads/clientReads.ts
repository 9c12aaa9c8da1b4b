// The Clients screen's reads: pages of organisations by key, and what one of them is.
import type { ClientFlag } from '../../../contract/clients.ts';
import type { ClientCustomerRow, ClientOrgRow, ClientReads, ClientsPage, ClientsQuestion, FailingInvoiceRow, OverrideRow } from '../../../engine/ports/clientReads.ts';
import { decodeCursor, encodeCursor, type CursorKind } from './cursor.ts';
import { containsPattern } from './likePattern.ts';
import { allOf, anyOf, fragment, oneOf, type Fragment, type SqlValue, type Statements } from './statements.ts';

const closedDispute = `('won', 'lost', 'prevented', 'warning_closed', 'charge_refunded')`;

/** Few disputes are open at any time: they are looked through once, not once for each organisation. */
const hasOpenDispute = `org.id IN (SELECT disputed.org_id FROM stripe_disputes AS dispute
   JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
   JOIN billing_customers AS disputed ON disputed.stripe_customer_id = charge.stripe_customer_id
   WHERE dispute.status NOT IN ${closedDispute})`;

/** Of a suspect's customers, disputes that are not decided. */
const openDisputes = `(SELECT COUNT(*) FROM stripe_disputes AS dispute
   JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
   JOIN billing_customers AS customer ON customer.stripe_customer_id = charge.stripe_customer_id
   WHERE customer.org_id = org.id AND dispute.status NOT IN ${closedDispute})`;

/** A full refund or a dispute leaves nothing to prevent. */
const openWarnings = (of: string): string => `(${of} FROM stripe_fraud_warnings AS warning
   JOIN stripe_charges AS charge ON charge.id = warning.charge_id
   JOIN billing_customers AS warned ON warned.stripe_customer_id = charge.stripe_customer_id
   WHERE warning.is_actionable = 1 AND charge.amount_refunded < charge.amount
     AND NOT EXISTS (SELECT 1 FROM stripe_disputes AS dispute WHERE dispute.charge_id = charge.id)`;

/** By the metrics policy, so that the column sums to the MRR of the overview. */
const mrr = `COALESCE((SELECT counted.mrr FROM mrr_clients AS counted WHERE counted.org_id = org.id), 0)`;

const bestSubscription = (column: string): string => `(SELECT ${column} FROM billing_subscriptions AS best WHERE best.org_id = org.id
   ORDER BY CASE best.status
              WHEN 'active' THEN 0 WHEN 'trialing' THEN 1 WHEN 'past_due' THEN 2 WHEN 'paused' THEN 3 WHEN 'unpaid' THEN 4
              WHEN 'cancelled' THEN 6 WHEN 'incomplete_expired' THEN 7 ELSE 5 END,
            best.started_at DESC, best.stripe_subscription_id
   LIMIT 1)`;

const lastPayment = (column: string): string => `(SELECT ${column} FROM billing_invoices AS paid INDEXED BY billing_invoices_by_org
   WHERE paid.org_id = org.id AND paid.status = 'paid' AND paid.amount_total > 0 ORDER BY paid.local_date DESC, paid.id DESC LIMIT 1)`;

const isTest = `NOT EXISTS (SELECT 1 FROM billing_customers AS real WHERE real.org_id = org.id AND real.is_test = 0)`;

/** An organisation that no customer names any more was left for another id and is not listed. */
const rowsSql = `
  SELECT org.id AS orgId, org.rto_code AS rtoCode, org.name, org.billing_tier AS planTier,
         ${bestSubscription(`CASE WHEN best.pause_behaviour IS NOT NULL AND best.status IN ('active', 'trialing') THEN 'paused' ELSE best.status END`)} AS subscriptionStatus,
         COALESCE(${bestSubscription('best.cancel_at_period_end')}, 0) AS isCancelScheduled,
         ${mrr} AS mrrCents,
         ${lastPayment('paid.paid_at')} AS lastPaidAt,
         ${lastPayment('paid.amount_total')} AS lastPaidCents,
         ${lastPayment('paid.currency')} AS lastPaidCurrency,
         COALESCE(dunning.status, 'ok') AS dunning, COALESCE(dunning.retry_count, 0) AS retryCount,
         (SELECT MAX(marketplace) FROM billing_customers AS resold WHERE resold.org_id = org.id) AS marketplace,
         entry.rto_code IS NOT NULL AS isInRegister, org.no_entry_note IS NOT NULL AS isNoEntryExpected,
         (SELECT act FROM client_conversions AS conversion WHERE conversion.rto_code = org.rto_code ORDER BY conversion.id DESC LIMIT 1) AS lastAct,
         ${hasOpenDispute} AS hasOpenDispute, org.id IN ${openWarnings('SELECT warned.org_id')}) AS hasFraudWarning, ${isTest} AS isTest,
         COALESCE(org.grace_until >= @today, 0) AS isInGrace
  FROM orgs AS org
  LEFT JOIN billing_dunning AS dunning ON dunning.org_id = org.id
  LEFT JOIN rto_clients AS entry ON entry.rto_code = org.rto_code
  WHERE EXISTS (SELECT 1 FROM billing_customers AS any_customer WHERE any_customer.org_id = org.id)`;

interface StoredRow {
  orgId: string;
  rtoCode: string | null;
  name: string;
  planTier: string;
  subscriptionStatus: string | null;
  isCancelScheduled: number;
  mrrCents: number;
  lastPaidAt: string | null;
  lastPaidCents: number | null;
  lastPaidCurrency: string | null;
  dunning: string;
  retryCount: number;
  marketplace: string | null;
  isInRegister: number;
  isNoEntryExpected: number;
  lastAct: string | null;
  hasOpenDispute: number;
  hasFraudWarning: number;
  isTest: number;
  isInGrace: number;
}

/** Sorts by a value that is never NULL, then by id. */
const orders = {
  name: { sql: 'name COLLATE NOCASE', kind: 'text', value: (row: StoredRow): SqlValue => row.name },
  rtoCode: { sql: `COALESCE(rtoCode, '')`, kind: 'text', value: (row: StoredRow): SqlValue => row.rtoCode ?? '' },
  mrr: { sql: 'mrrCents', kind: 'integer', value: (row: StoredRow): SqlValue => row.mrrCents },
  lastPayment: { sql: `COALESCE(lastPaidAt, '')`, kind: 'text', value: (row: StoredRow): SqlValue => row.lastPaidAt ?? '' },
} as const satisfies Record<ClientsQuestion['sort']['key'], { sql: string; kind: CursorKind; value: (row: StoredRow) => SqlValue }>;

/** Paid, and its register entry is not its client (no code, no such entry, or a conversion that was undone), though one is expected. */
// CASE keeps to its order: invoices are only looked at for the few that the register doesn't settle.
const unconverted = `(CASE WHEN isNoEntryExpected = 1 THEN 0 WHEN isInRegister = 1 AND lastAct IS NOT 'undone' THEN 0 WHEN isTest = 1 THEN 0 ELSE lastPaidAt IS NOT NULL END)`;

function conditionsOf({ filter, faultyOrgIds }: ClientsQuestion): Fragment[] {
  const { search, tier, dunning } = filter;
  const text = search?.trim() ?? '';
  const like = containsPattern(text);
  return [
    ...(text === '' ? [] : [fragment(`(name LIKE ? ESCAPE '\\' OR rtoCode LIKE ? ESCAPE '\\' OR orgId = ? OR orgId IN (SELECT org_id FROM billing_customers WHERE stripe_customer_id = ? OR billing_email LIKE ? ESCAPE '\\'))`, like, like, text, text, like)]),
    ...(tier === undefined || tier.length === 0 ? [] : [oneOf('planTier', tier)]),
    ...(dunning === undefined || dunning.length === 0 ? [] : [oneOf('dunning', dunning)]),
    ...(filter.paying === true ? [fragment('mrrCents > 0')] : []),
    ...(filter.needsAHand === true ? [needsAHand(faultyOrgIds)] : []),
  ];
}

const needsAHand = (faultyOrgIds: readonly string[]): Fragment => anyOf([fragment(unconverted), fragment(`dunning IN ('restricted', 'requires_action')`), fragment('hasFraudWarning = 1'), ...(faultyOrgIds.length === 0 ? [] : [oneOf('orgId', faultyOrgIds)])]);

const positional = rowsSql.replace('@today', '?');

function clientsPage(statements: Statements, question: ClientsQuestion): ClientsPage {
  const { sort, cursor, limit, today, faultyOrgIds } = question;
  const order = orders[sort.key];
  const list = `clients:${sort.key}:${sort.direction}`;
  const after = cursor === null ? null : decodeCursor({ [list]: [order.kind, 'text'] }, cursor).values;
  const conditions = conditionsOf(question);
  const [compare, direction] = sort.direction === 'asc' ? (['>', 'ASC'] as const) : (['<', 'DESC'] as const);
  const [value = null, id = null] = after ?? [];
  const keyset = after === null ? [] : [fragment(`(${order.sql} ${compare} ? OR (${order.sql} = ? AND orgId ${compare} ?))`, value, value, id)];
  const where = allOf([...conditions, ...keyset]);
  const base = [today];
  const keys = statements.all<{ orgId: string }>(`SELECT orgId FROM (${positional}) WHERE ${where.sql} ORDER BY ${order.sql} ${direction}, orgId ${direction} LIMIT ?`, [...base, ...where.values, limit + 1]);
  const shown = keys.slice(0, limit).map(({ orgId }) => orgId);
  const rows = rowsOf(statements, today, shown);
  const last = rows.at(-1);
  const count = (filter: Fragment): { n: number; mrrCents: number } =>
    statements.getKept<{ n: number; mrrCents: number }>(`SELECT COUNT(*) AS n, COALESCE(SUM(mrrCents), 0) AS mrrCents FROM (${positional}) WHERE ${filter.sql}`, [...base, ...filter.values]) ?? { n: 0, mrrCents: 0 };
  const totals = question.withTotals ? count(allOf(conditions)) : null;
  return {
    rows: rows.map(({ isInRegister: _register, lastAct: _act, hasOpenDispute: _disputed, hasFraudWarning: _warned, isInGrace: _grace, isTest: _test, isCancelScheduled, ...row }, index) => ({
      ...row,
      isCancelScheduled: isCancelScheduled === 1,
      flags: flagsOf(rows[index] as StoredRow),
    })),
    nextCursor: keys.length > limit && last !== undefined ? encodeCursor(list, [order.value(last), last.orgId]) : null,
    totals: totals === null ? null : { count: totals.n, mrrCents: totals.mrrCents },
    allCount: statements.getKept<{ n: number }>(`SELECT COUNT(DISTINCT org_id) AS n FROM billing_customers`)?.n ?? 0,
    needAHand: question.withTotals ? count(needsAHand(faultyOrgIds)).n : 0,
  };
}

/** Most columns cost a look of their own: they are read for what is shown, once it is known what that is. In the order given. */
function rowsOf(statements: Statements, today: string, orgIds: readonly string[]): StoredRow[] {
  if (orgIds.length === 0) return [];
  const among = oneOf('orgId', orgIds);
  const found = new Map(statements.all<StoredRow>(`SELECT * FROM (${positional}) WHERE ${among.sql}`, [today, ...among.values]).map((row) => [row.orgId, row]));
  return orgIds.flatMap((orgId) => found.get(orgId) ?? []);
}

function flagsOf(row: StoredRow): ClientFlag[] {
  const hasPaid = row.lastPaidAt !== null && row.isTest === 0;
  return [
    ...(row.hasFraudWarning === 1 ? ['fraud_warning' as const] : []),
    ...(row.isNoEntryExpected === 1 ? ['no_entry_expected' as const] : registerFlagsOf(row, hasPaid)),
    ...(row.hasOpenDispute === 1 ? ['open_dispute' as const] : []),
    ...(row.isInGrace === 1 ? ['in_grace' as const] : []),
    ...(row.marketplace === null ? [] : ['marketplace' as const]),
    ...(row.isTest === 1 ? ['test' as const] : []),
  ];
}

function registerFlagsOf(row: StoredRow, hasPaid: boolean): ClientFlag[] {
  if (!hasPaid) return [];
  if (row.rtoCode === null) return ['no_rto_code'];
  return [...(row.isInRegister === 0 ? ['not_in_register' as const] : []), ...(row.lastAct === 'undone' ? ['conversion_undone' as const] : [])];
}

type StoredCustomer = Omit<ClientCustomerRow, 'isDeleted' | 'isTest'> & { isDeleted: number; isTest: number };

export function clientReads(statements: Statements): ClientReads {
  return {
    page: (question) => clientsPage(statements, question),
    needAHand: (today, faultyOrgIds) => {
      const where = needsAHand(faultyOrgIds);
      return statements.getKept<{ n: number }>(`SELECT COUNT(*) AS n FROM (${positional}) WHERE ${where.sql}`, [today, ...where.values])?.n ?? 0;
    },
    writeStamp: () => statements.writeStamp(),
    payingNames: () =>
      statements.all(
        `SELECT org.id AS orgId, org.name, (SELECT MAX(marketplace) FROM billing_customers AS resold WHERE resold.org_id = org.id) AS marketplace
         FROM orgs AS org
         WHERE org.id IN (SELECT org_id FROM billing_subscriptions WHERE status IN ('active', 'past_due', 'trialing', 'paused') AND monthly_ex_gst > 0)`,
      ),
    org: (orgId) =>
      statements.get<ClientOrgRow>(
        `SELECT org.id AS orgId, org.name, org.rto_code AS rtoCode, org.billing_email AS stripeBillingEmail, org.billing_email_edited AS editedBillingEmail,
                org.grace_until AS graceUntil, org.no_entry_note AS noEntryNote, ${mrr} AS mrrCents, ${openDisputes} AS openDisputes,
                ${openWarnings('SELECT COUNT(*)')} AND warned.org_id = org.id) AS fraudWarnings,
                dunning.last_retry_at AS lastRetryAt, dunning.resolved_at AS resolvedAt
         FROM orgs AS org LEFT JOIN billing_dunning AS dunning ON dunning.org_id = org.id
         WHERE org.id = ?`,
        [orgId],
      ),
    customers: (orgId) =>
      statements
        .all<StoredCustomer>(
          `SELECT stripe_customer_id AS stripeCustomerId, is_deleted AS isDeleted, is_test AS isTest, card_brand AS cardBrand, card_last4 AS cardLast4,
                  marketplace, qb_customer_id AS qbCustomerId
           FROM billing_customers WHERE org_id = ?
           ORDER BY is_deleted, card_last4 IS NULL, updated_at DESC, stripe_customer_id`,
          [orgId],
        )
        .map((row) => ({ ...row, isDeleted: row.isDeleted === 1, isTest: row.isTest === 1 })),
    failing: (orgId) =>
      statements.all<FailingInvoiceRow>(
        `SELECT id AS invoiceId, next_payment_attempt_at AS nextAttemptAt, stripe_invoice_url AS hostedInvoiceUrl
         FROM billing_invoices INDEXED BY billing_invoices_failing
         WHERE org_id = ? AND status = 'open' AND attempt_count > 0
         ORDER BY next_payment_attempt_at IS NULL, next_payment_attempt_at, id`,
        [orgId],
      ),
    overrides: (orgId) =>
      statements.all<OverrideRow>(
        `SELECT stripe_subscription_id AS stripeSubscriptionId, price_override_amount AS amountCents, price_override_expires_at AS expiresAt,
                price_override_note AS note
         FROM billing_subscriptions WHERE org_id = ? AND price_override_active = 1`,
        [orgId],
      ),
  };
}
