// Reads of the revenue metrics.
import type Database from 'better-sqlite3';
import type { BridgeSums, FailedPayment, RevenueReads } from '../../../engine/ports/revenueReads.ts';
import type { StoredMonth, StoredMonthFigures } from '../../../engine/ports/revenueTables.ts';
import { failedPayments } from './failedPayments.ts';
import { atRisk, revenueSet } from './revenueSets.ts';
import { makeStatements, type Statements } from './statements.ts';

const ofRealCustomer = `JOIN billing_customers AS customer ON customer.stripe_customer_id = sold.stripe_customer_id AND customer.is_test = 0`;

export function makeRevenueReads(db: Database.Database): RevenueReads {
  const statements = makeStatements(db);
  return {
    months: (limit, throughMonth) =>
      statements
        .all<{ month: string; figures: string; closedAt: string | null }>(
          `SELECT month, figures, closed_at AS closedAt FROM mrr_months WHERE month <= ? ORDER BY month DESC LIMIT ?`,
          [throughMonth ?? '9999-12', limit],
        )
        .map((row): StoredMonth => ({ ...row, figures: JSON.parse(row.figures) as StoredMonthFigures })),
    monthNames: () => statements.all<{ month: string }>(`SELECT month FROM mrr_months ORDER BY month DESC`).map(({ month }) => month),
    plansAt: (month) =>
      statements.all(
        `SELECT name AS plan, SUM(clients_delta) AS clients, SUM(mrr_delta) AS mrrCents FROM mrr_month_groups
         WHERE grouping = 'plan' AND month <= ? GROUP BY name HAVING clients <> 0 OR mrrCents <> 0 ORDER BY mrrCents DESC, name`,
        [month],
      ),
    now: () => now(statements),
    besideMrr: ({ fromInstant, toInstant }) => {
      const usage = statements.get<{ cents: number }>(
        `SELECT COALESCE(SUM(sold.usage_ex_gst), 0) AS cents FROM mrr_invoices AS sold ${ofRealCustomer}
         WHERE sold.usage_ex_gst <> 0 AND sold.paid_at >= ? AND sold.paid_at < ? AND sold.status = 'paid'`,
        [fromInstant, toInstant],
      );
      const oneOff = statements.get<{ cents: number }>(
        `SELECT COALESCE(SUM(sold.ex_gst), 0) AS cents FROM mrr_one_off AS sold ${ofRealCustomer} WHERE sold.paid_at >= ? AND sold.paid_at < ?`,
        [fromInstant, toInstant],
      );
      return { usageCents: usage?.cents ?? 0, oneOffCents: oneOff?.cents ?? 0 };
    },
    set: (asked, scope, limit) => revenueSet(statements, asked, scope, limit),
    cohortDeltas: () =>
      statements.all(`SELECT name AS cohort, month, clients_delta AS clientsDelta, mrr_delta AS mrrDeltaCents FROM mrr_month_groups WHERE grouping = 'cohort' ORDER BY name, month`),
    cohortSizes: () =>
      new Map(statements.all<{ cohort: string; n: number }>(`SELECT cohort_month AS cohort, COUNT(*) AS n FROM mrr_clients WHERE cohort_month IS NOT NULL GROUP BY cohort_month`).map(({ cohort, n }) => [cohort, n])),
    bridge: (homeCurrency) => bridge(statements, homeCurrency),
    failedPayments: (homeCurrency, fromInstant) => {
      const { sql, values } = failedPayments(homeCurrency, fromInstant, '9999');
      return statements.all<FailedPayment>(`SELECT failed_at AS failedAt, amount AS exGstCents, result FROM (${sql})`, values);
    },
  };
}

function now(statements: Statements): ReturnType<RevenueReads['now']> {
  const row = statements.getKept<ReturnType<RevenueReads['now']>>(
    `SELECT COALESCE(SUM(client.mrr), 0) AS mrrCents, COUNT(CASE WHEN client.mrr > 0 THEN 1 END) AS payingClients, COALESCE(SUM(client.mrr_booked_to_end), 0) AS bookedToEndCents,
            COUNT(CASE WHEN client.mrr_booked_to_end > 0 THEN 1 END) AS bookedToEndClients,
            COALESCE(SUM(client.mrr_booked_down), 0) AS bookedDownCents, COUNT(CASE WHEN client.mrr_booked_down > 0 THEN 1 END) AS bookedDownClients,
            COALESCE(SUM(${atRisk.any}), 0) AS atRiskCents, COUNT(CASE WHEN (${atRisk.any}) > 0 THEN 1 END) AS atRiskClients,
            COALESCE(SUM(${atRisk.overdue}), 0) AS pastDueCents, COUNT(CASE WHEN (${atRisk.overdue}) > 0 THEN 1 END) AS pastDueClients,
            COALESCE(SUM(${atRisk.disputed}), 0) AS disputedCents, COUNT(CASE WHEN (${atRisk.disputed}) > 0 THEN 1 END) AS disputedClients,
            COALESCE(SUM(client.mrr_paused), 0) AS pausedCents, COUNT(CASE WHEN client.mrr_paused > 0 THEN 1 END) AS pausedClients,
            COALESCE(SUM(client.failed_starts), 0) AS failedStarts
     FROM mrr_clients AS client`,
  );
  return row ?? { mrrCents: 0, payingClients: 0, bookedToEndCents: 0, bookedToEndClients: 0, bookedDownCents: 0, bookedDownClients: 0, atRiskCents: 0, atRiskClients: 0, pastDueCents: 0, pastDueClients: 0, disputedCents: 0, disputedClients: 0, pausedCents: 0, pausedClients: 0, failedStarts: 0 };
}

function bridge(statements: Statements, homeCurrency: string): BridgeSums {
  const parts = ['tax', 'discounts', 'past_due', 'paused', 'timing'] as const;
  const sums = statements.get<Record<string, number>>(
    `SELECT COALESCE(SUM(stripe), 0) AS stripe, COALESCE(SUM(ours), 0) AS ours,
            ${parts.map((part) => `COALESCE(SUM(${part}), 0) AS ${part}, COUNT(CASE WHEN ${part} <> 0 THEN 1 END) AS ${part}_count`).join(', ')}
     FROM mrr_bridge`,
  );
  const others = statements.getKept<{ trials: number; currency: number }>(
    `SELECT COUNT(CASE WHEN status = 'trialing' AND currency = ? THEN 1 END) AS trials, COUNT(CASE WHEN status IN ('active', 'past_due') AND currency <> ? THEN 1 END) AS currency
     FROM billing_subscriptions WHERE is_test = 0`,
    [homeCurrency, homeCurrency],
  );
  const of = (name: string): number => sums?.[name] ?? 0;
  return {
    stripe: of('stripe'), ours: of('ours'), tax: of('tax'), discounts: of('discounts'), past_due: of('past_due'), paused: of('paused'), timing: of('timing'),
    counts: {
      trials: others?.trials ?? 0, currency: others?.currency ?? 0, tax: of('tax_count'), discounts: of('discounts_count'),
      past_due: of('past_due_count'), paused: of('paused_count'), timing: of('timing_count'),
    },
  };
}
