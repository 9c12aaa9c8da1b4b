// The tables of the revenue metrics: billing as they read it, clients, movements and months.
import type { BilledLine, ObservedState } from '../../../domain/metrics/billingHistory.ts';
import type { MrrMovement } from '../../../domain/metrics/clientMovements.ts';
import type { ClientRevenue, ClientSubscription, PlannedPhase, RevenueTables, StoredMonthFigures } from '../../../engine/ports/revenueTables.ts';
import { revenueBilling } from './revenueBilling.ts';
import type { TableContext } from './tableContext.ts';

interface MovementRow {
  clientId: string;
  cohortMonth: string | null;
  localDate: string;
  kind: string;
  reason: string | null;
  amountCents: number;
  beforeCents: number;
  afterCents: number;
  listDeltaCents: number;
  planDeltas: string;
  planBefore: string | null;
  planAfter: string | null;
}

const movementColumns = `
  movement.org_id AS clientId, client.cohort_month AS cohortMonth, movement.local_date AS localDate, movement.kind, movement.reason,
  movement.amount AS amountCents, movement.mrr_before AS beforeCents, movement.mrr_after AS afterCents, movement.list_delta AS listDeltaCents,
  movement.plan_deltas AS planDeltas, movement.plan_before AS planBefore, movement.plan_after AS planAfter`;
const movementsFrom = `FROM mrr_movements AS movement LEFT JOIN mrr_clients AS client ON client.org_id = movement.org_id`;

/** Kinds and JSON are this program's own. */
const movementOf = (row: MovementRow) => ({
  ...row,
  kind: row.kind as MrrMovement['kind'],
  planDeltas: JSON.parse(row.planDeltas) as Record<string, number>,
});

export function revenueTables(context: TableContext): RevenueTables {
  return { ...revenueBilling(context), ...clients(context), ...months(context) };
}

type ClientPart = Pick<RevenueTables, 'waiting' | 'subscriptionsOf' | 'plannedPhase' | 'movementsOf' | 'saveClient' | 'client' | 'totalMrrCents'>;

function clients({ db, now }: TableContext): ClientPart {
  const waiting = db.prepare<unknown[], { orgId: string }>(
    `SELECT org_id AS orgId FROM mrr_waiting UNION SELECT org_id FROM mrr_clients WHERE due_at <= ? LIMIT ?`,
  );
  const ofClient = db.prepare<unknown[], MovementRow>(
    `SELECT ${movementColumns} ${movementsFrom} WHERE movement.org_id = ? AND movement.month <= ? ORDER BY movement.local_date, movement.id`,
  );
  const removeOpen = db.prepare(`DELETE FROM mrr_movements WHERE org_id = ? AND month > ?`);
  const insert = db.prepare(
    `INSERT INTO mrr_movements (org_id, local_date, month, kind, reason, amount, mrr_before, mrr_after, list_delta, plan_deltas, plan_before, plan_after, recorded_at)
     VALUES (@orgId, @localDate, @month, @kind, @reason, @amountCents, @beforeCents, @afterCents, @listDeltaCents, @planDeltas, @planBefore, @planAfter, @now)`,
  );
  const save = db.prepare(
    `INSERT OR REPLACE INTO mrr_clients (org_id, cohort_month, plan, mrr, mrr_past_due, mrr_booked_to_end, mrr_booked_down, mrr_paused, failed_starts, due_at)
     VALUES (@orgId, @cohortMonth, @plan, @mrrCents, @mrrPastDueCents, @mrrBookedToEndCents, @mrrBookedDownCents, @mrrPausedCents, @failedStarts, @dueAt)`,
  );
  const removeBridges = db.prepare(`DELETE FROM mrr_bridge WHERE org_id = ?`);
  const insertBridge = db.prepare(
    `INSERT OR REPLACE INTO mrr_bridge (stripe_subscription_id, org_id, stripe, tax, discounts, past_due, paused, timing, ours)
     VALUES (@stripeSubscriptionId, @orgId, @stripeCents, @taxCents, @discountsCents, @pastDueCents, @pausedCents, @timingCents, @oursCents)`,
  );
  const done = db.prepare(`DELETE FROM mrr_waiting WHERE org_id = ?`);
  const client = db.prepare<unknown[], ClientRevenue>(
    `SELECT org_id AS orgId, cohort_month AS cohortMonth, plan, mrr AS mrrCents, mrr_past_due AS mrrPastDueCents,
            mrr_booked_to_end AS mrrBookedToEndCents, mrr_booked_down AS mrrBookedDownCents, mrr_paused AS mrrPausedCents, failed_starts AS failedStarts, due_at AS dueAt
     FROM mrr_clients WHERE org_id = ?`,
  );
  const total = db.prepare<unknown[], { cents: number }>(`SELECT COALESCE(SUM(mrr), 0) AS cents FROM mrr_clients`);
  return {
    waiting: (at, limit) => waiting.all(at, limit).map(({ orgId }) => orgId),
    subscriptionsOf: subscriptionsReader(db),
    plannedPhase: plannedPhaseReader(db),
    movementsOf: (orgId, throughMonth) => ofClient.all(orgId, throughMonth).map(movementOf),
    saveClient: (record, afterMonth, movements, bridges) => {
      removeOpen.run(record.orgId, afterMonth);
      for (const movement of movements) {
        insert.run({
          orgId: record.orgId, localDate: movement.localDate, month: movement.localDate.slice(0, 7), kind: movement.kind, reason: movement.reason,
          amountCents: movement.amountCents, beforeCents: movement.beforeCents, afterCents: movement.afterCents, listDeltaCents: movement.listDeltaCents,
          planDeltas: JSON.stringify(movement.planDeltas), planBefore: movement.planBefore, planAfter: movement.planAfter, now: now(),
        });
      }
      save.run(record);
      removeBridges.run(record.orgId);
      for (const bridge of bridges) insertBridge.run({ orgId: record.orgId, ...bridge });
      done.run(record.orgId);
    },
    client: (orgId) => client.get(orgId),
    totalMrrCents: () => total.get()?.cents ?? 0,
  };
}

function subscriptionsReader(db: TableContext['db']): RevenueTables['subscriptionsOf'] {
  const customers = `(SELECT stripe_customer_id FROM billing_customers WHERE org_id = ? AND is_test = 0 AND is_placeholder = 0)`;
  const subscriptions = db.prepare<unknown[], Omit<ClientSubscription, 'hasStatedReason' | 'hasLostDispute' | 'invoices' | 'observations'> & { hasStatedReason: number }>(
    `SELECT stripe_subscription_id AS subscriptionId, status, ended_at AS endedAt, ends_at AS endsAt, cancellation_reason AS cancellationReason,
            has_stated_reason AS hasStatedReason, pause_behaviour AS pauseBehaviour
     FROM mrr_subscriptions WHERE stripe_customer_id IN ${customers}`,
  );
  const invoices = db.prepare<unknown[], InvoiceRow>(
    `SELECT stripe_invoice_id AS invoiceId, stripe_subscription_id AS subscriptionId, status, issued_at AS issuedAt, paid_at AS paidAt, due_at AS dueAt,
            attempt_count AS attemptCount, is_sent AS isSent, lines
     FROM mrr_invoices WHERE stripe_customer_id IN ${customers} ORDER BY issued_at, stripe_invoice_id`,
  );
  const lostDisputes = db.prepare<unknown[], { invoiceId: string }>(
    `SELECT COALESCE(charge.stripe_invoice_id, payment.stripe_invoice_id) AS invoiceId
     FROM stripe_disputes AS dispute INDEXED BY stripe_disputes_lost
     CROSS JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
     LEFT JOIN stripe_invoice_payments AS payment ON payment.payment_intent_id = charge.payment_intent_id
     WHERE dispute.status = 'lost' AND charge.stripe_customer_id IN ${customers} AND invoiceId IS NOT NULL`,
  );
  const observations = db.prepare<unknown[], { at: string; state: string }>(
    `SELECT observed_at AS at, state FROM mrr_observations WHERE stripe_subscription_id = ? ORDER BY observed_at`,
  );
  return (orgId) => {
    const known = new Map(subscriptions.all(orgId).map((row) => [row.subscriptionId, { ...row, hasStatedReason: row.hasStatedReason === 1 }]));
    const billed = new Map<string, InvoiceRow[]>();
    for (const row of invoices.all(orgId)) billed.set(row.subscriptionId, [...(billed.get(row.subscriptionId) ?? []), row]);
    // Only who left is asked after: a client that stays is at risk, not lost.
    const lost = [...known.values()].some(({ endedAt }) => endedAt !== null) ? new Set(lostDisputes.all(orgId).map(({ invoiceId }) => invoiceId)) : new Set<string>();
    const lastPaid = (subscriptionId: string): string => (billed.get(subscriptionId) ?? []).filter(({ status }) => status === 'paid').at(-1)?.invoiceId ?? '';
    return [...new Set([...known.keys(), ...billed.keys()])].map((subscriptionId) => ({
      ...(known.get(subscriptionId) ?? { subscriptionId, status: null, endedAt: null, endsAt: null, cancellationReason: null, hasStatedReason: false, pauseBehaviour: null }),
      hasLostDispute: lost.has(lastPaid(subscriptionId)),
      invoices: (billed.get(subscriptionId) ?? []).map(({ isSent, lines, ...row }) => ({ ...row, isSent: isSent === 1, lines: JSON.parse(lines) as BilledLine[] })),
      observations: observations.all(subscriptionId).map(({ at, state }) => ({ ...(JSON.parse(state) as Omit<ObservedState, 'at'>), at })),
    }));
  };
}

function plannedPhaseReader(db: TableContext['db']): RevenueTables['plannedPhase'] {
  const active = db.prepare<unknown[], { currentPhaseEnd: string; phases: string }>(
    `SELECT current_phase_end AS currentPhaseEnd, phases FROM stripe_subscription_schedules
     WHERE stripe_subscription_id = ? AND status = 'active' AND current_phase_end IS NOT NULL ORDER BY created_at DESC LIMIT 1`,
  );
  return (stripeSubscriptionId) => {
    const row = active.get(stripeSubscriptionId);
    if (row === undefined) return null;
    const phases = JSON.parse(row.phases) as { startsAt: string | null; items: PlannedPhase['items'] }[];
    const next = phases.find(({ startsAt }) => startsAt !== null && startsAt >= row.currentPhaseEnd);
    return next === undefined ? null : { startsAt: next.startsAt ?? row.currentPhaseEnd, items: next.items };
  };
}

interface InvoiceRow {
  invoiceId: string;
  subscriptionId: string;
  status: string;
  issuedAt: string;
  paidAt: string | null;
  dueAt: string | null;
  attemptCount: number;
  isSent: number;
  lines: string;
}

type MonthPart = Pick<RevenueTables, 'lastClosedMonth' | 'firstMonth' | 'month' | 'movementsIn' | 'changesOver' | 'saveMonth' | 'differences'>;

function months({ db }: TableContext): MonthPart {
  const lastClosed = db.prepare<unknown[], { month: string | null }>(`SELECT MAX(month) AS month FROM mrr_months WHERE closed_at IS NOT NULL`);
  const first = db.prepare<unknown[], { month: string | null }>(
    `SELECT MIN(month) AS month FROM (SELECT MIN(month) AS month FROM mrr_movements UNION ALL SELECT MIN(month) FROM mrr_months)`,
  );
  const month = db.prepare<unknown[], { month: string; figures: string; closedAt: string | null }>(
    `SELECT month, figures, closed_at AS closedAt FROM mrr_months WHERE month = ?`,
  );
  const inMonth = db.prepare<unknown[], MovementRow>(
    `SELECT ${movementColumns} ${movementsFrom} WHERE movement.month = ? ORDER BY movement.org_id, movement.local_date, movement.id`,
  );
  const over = db.prepare<unknown[], { orgId: string; kind: string; beforeCents: number; afterCents: number }>(
    `SELECT org_id AS orgId, kind, mrr_before AS beforeCents, mrr_after AS afterCents
     FROM mrr_movements WHERE month BETWEEN ? AND ? ORDER BY org_id, local_date, id`,
  );
  const save = db.prepare(
    `INSERT INTO mrr_months (month, figures, closed_at) VALUES (@month, @figures, @closedAt)
     ON CONFLICT (month) DO UPDATE SET figures = excluded.figures, closed_at = excluded.closed_at`,
  );
  const removeGroups = db.prepare(`DELETE FROM mrr_month_groups WHERE month = ?`);
  const insertGroup = db.prepare(
    `INSERT INTO mrr_month_groups (month, grouping, name, clients_delta, mrr_delta) VALUES (@month, @grouping, @name, @clientsDelta, @mrrDeltaCents)`,
  );
  const wrongMonths = db.prepare<unknown[], { month: string }>(
    `SELECT month FROM (
       SELECT month, json_extract(figures, '$.openingCents') AS opening, json_extract(figures, '$.closingCents') AS closing,
              LAG(json_extract(figures, '$.closingCents'), 1, 0) OVER (ORDER BY month) AS closing_before,
              (SELECT COALESCE(SUM(amount), 0) FROM mrr_movements WHERE mrr_movements.month = mrr_months.month) AS moved
       FROM mrr_months)
     WHERE opening + moved <> closing OR opening <> closing_before ORDER BY month`,
  );
  const wrongClients = db.prepare<unknown[], { orgId: string }>(
    `SELECT client.org_id AS orgId FROM mrr_clients AS client
     LEFT JOIN (SELECT org_id, SUM(amount) AS moved FROM mrr_movements GROUP BY org_id) AS sums ON sums.org_id = client.org_id
     WHERE client.mrr <> COALESCE(sums.moved, 0) ORDER BY client.org_id LIMIT 20`,
  );
  const count = db.prepare<unknown[], { n: number }>(`SELECT COUNT(*) AS n FROM mrr_movements`);
  return {
    lastClosedMonth: () => lastClosed.get()?.month ?? '',
    firstMonth: () => first.get()?.month ?? null,
    month: (name) => {
      const row = month.get(name);
      return row === undefined ? undefined : { ...row, figures: JSON.parse(row.figures) as StoredMonthFigures };
    },
    movementsIn: (name) => inMonth.all(name).map(movementOf),
    changesOver: (from, through) => {
      const changes = new Map<string, { beforeCents: number; afterCents: number; hasLeft: boolean }>();
      for (const { orgId, kind, beforeCents, afterCents } of over.all(from, through)) {
        const known = changes.get(orgId) ?? { beforeCents, hasLeft: false };
        const hasLeft = known.hasLeft || kind === 'churn';
        // Coming back is a reactivation, which stays outside of retention.
        changes.set(orgId, { beforeCents: known.beforeCents, afterCents: hasLeft ? 0 : afterCents, hasLeft });
      }
      return [...changes.values()].filter((change) => change.beforeCents > 0);
    },
    saveMonth: (record, groups) => {
      save.run({ ...record, figures: JSON.stringify(record.figures) });
      removeGroups.run(record.month);
      for (const group of groups) insertGroup.run({ month: record.month, ...group });
    },
    differences: () => ({
      months: wrongMonths.all().map((row) => row.month),
      clients: wrongClients.all().map(({ orgId }) => orgId),
      movementCount: count.get()?.n ?? 0,
    }),
  };
}
