// Reads of the revenue metrics.
import type Database from 'better-sqlite3';
import type { RevenueSetRow } from '../../../contract/revenue.ts';
import type { AskedSet, BridgeSums, FailedPayment, RevenueReads, SetScope } from '../../../engine/ports/revenueReads.ts';
import type { StoredMonth, StoredMonthFigures } from '../../../engine/ports/revenueTables.ts';
import { fragment, makeStatements, type Fragment, type Statements } from './statements.ts';

/** Every other status, known or not, still waits for a hand. */
const openDispute = `dispute.status NOT IN ('won', 'lost', 'prevented', 'warning_closed', 'charge_refunded')`;
const disputedClients = `
  SELECT DISTINCT customer.org_id FROM stripe_disputes AS dispute
  JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
  JOIN billing_customers AS customer ON customer.stripe_customer_id = charge.stripe_customer_id
  WHERE ${openDispute}`;
/** A disputed client's whole MRR is at risk; else what is overdue. */
const atRisk = `CASE WHEN client.org_id IN (${disputedClients}) THEN client.mrr ELSE client.mrr_past_due END`;

/** What became of a payment that failed at least once. */
const failedResult = `
  CASE WHEN invoice.status = 'paid' THEN 'recovered'
       WHEN invoice.status = 'open' AND COALESCE(subscription.status, 'active') NOT IN ('cancelled', 'unpaid') THEN 'open' ELSE 'lost' END`;
/** Values: from which instant on, home currency. */
const failedFrom = `
  FROM billing_invoices AS invoice LEFT JOIN billing_subscriptions AS subscription ON subscription.stripe_subscription_id = invoice.stripe_subscription_id
  WHERE (invoice.attempt_count > 1 OR (invoice.attempt_count = 1 AND invoice.status <> 'paid')) AND invoice.finalized_at >= ?
    AND invoice.is_test = 0 AND invoice.currency = ? AND invoice.amount_total > 0`;

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
    besideMrr: (homeCurrency, range) => {
      const usage = statements.get<{ cents: number }>(
        `SELECT COALESCE(SUM(usage_ex_gst), 0) AS cents FROM mrr_invoices WHERE usage_ex_gst <> 0 AND paid_at >= ? AND paid_at < ? AND status = 'paid'`,
        [range.fromInstant, range.toInstant],
      );
      const oneOff = statements.get<{ cents: number }>(
        `SELECT COALESCE(SUM(amount_ex_gst), 0) AS cents FROM billing_invoices
         WHERE revenue_type IN ('one_off_purchase', 'platform_fee', 'marketplace_fee') AND local_date BETWEEN ? AND ? AND status = 'paid' AND is_test = 0 AND currency = ?`,
        [range.fromDate, range.toDate, homeCurrency],
      );
      return { usageCents: usage?.cents ?? 0, oneOffCents: oneOff?.cents ?? 0 };
    },
    set: (asked, scope, limit) => setRows(statements, source(asked, scope), limit),
    cohortDeltas: () =>
      statements.all(`SELECT name AS cohort, month, clients_delta AS clientsDelta, mrr_delta AS mrrDeltaCents FROM mrr_month_groups WHERE grouping = 'cohort' ORDER BY name, month`),
    cohortSizes: () =>
      new Map(statements.all<{ cohort: string; n: number }>(`SELECT cohort_month AS cohort, COUNT(*) AS n FROM mrr_clients WHERE cohort_month IS NOT NULL GROUP BY cohort_month`).map(({ cohort, n }) => [cohort, n])),
    bridge: (homeCurrency) => bridge(statements, homeCurrency),
    failedPayments: (homeCurrency, fromInstant) =>
      statements.all<FailedPayment>(
        `SELECT invoice.finalized_at AS finalizedAt, invoice.amount_ex_gst AS exGstCents, ${failedResult} AS result ${failedFrom}`,
        [fromInstant, homeCurrency],
      ),
  };
}

function now(statements: Statements): ReturnType<RevenueReads['now']> {
  const row = statements.get<ReturnType<RevenueReads['now']>>(
    `SELECT COALESCE(SUM(client.mrr), 0) AS mrrCents, COUNT(CASE WHEN client.mrr > 0 THEN 1 END) AS payingClients, COALESCE(SUM(client.mrr_booked_to_end), 0) AS bookedToEndCents,
            COUNT(CASE WHEN client.mrr_booked_to_end > 0 THEN 1 END) AS bookedToEndClients,
            COALESCE(SUM(client.mrr_booked_down), 0) AS bookedDownCents, COUNT(CASE WHEN client.mrr_booked_down > 0 THEN 1 END) AS bookedDownClients,
            COALESCE(SUM(${atRisk}), 0) AS atRiskCents, COUNT(CASE WHEN (${atRisk}) > 0 THEN 1 END) AS atRiskClients,
            COALESCE(SUM(client.mrr_past_due), 0) AS pastDueCents,
            COALESCE(SUM(${atRisk}), 0) - COALESCE(SUM(client.mrr_past_due), 0) AS disputedCents,
            COALESCE(SUM(client.failed_starts), 0) AS failedStarts
     FROM mrr_clients AS client`,
  );
  return row ?? { mrrCents: 0, payingClients: 0, bookedToEndCents: 0, bookedToEndClients: 0, bookedDownCents: 0, bookedDownClients: 0, atRiskCents: 0, atRiskClients: 0, pastDueCents: 0, disputedCents: 0, failedStarts: 0 };
}

/** Rows of client, date, kind, reason, amount and MRR afterwards that make up the figure. */
function source(asked: AskedSet, scope: SetScope): Fragment {
  const client = (amount: string): string => `SELECT client.org_id, NULL AS local_date, NULL AS kind, NULL AS reason, ${amount} AS amount, client.mrr AS mrr_after FROM mrr_clients AS client`;
  switch (asked.of) {
    case 'movement':
      return fragment(
        `SELECT org_id, local_date, kind, reason, amount, mrr_after FROM mrr_movements
         WHERE month = ? AND kind <> 'change' AND kind = COALESCE(?, kind) AND (? IS NULL OR reason = ?)`,
        asked.month, asked.kind, asked.reason, asked.reason,
      );
    case 'plan':
      return fragment(
        `SELECT org_id, NULL AS local_date, NULL AS kind, NULL AS reason, SUM(COALESCE(json_extract(plan_deltas, '$."' || ? || '"'), 0)) AS amount, NULL AS mrr_after
         FROM mrr_movements WHERE month <= ? GROUP BY org_id HAVING SUM(COALESCE(json_extract(plan_deltas, '$."' || ? || '"'), 0)) <> 0`,
        asked.plan, asked.month, asked.plan,
      );
    case 'cohort':
      return fragment(
        `SELECT movement.org_id, NULL AS local_date, NULL AS kind, NULL AS reason, SUM(movement.amount) AS amount, NULL AS mrr_after
         FROM mrr_clients AS client JOIN mrr_movements AS movement ON movement.org_id = client.org_id
         WHERE client.cohort_month = ? AND movement.month <= ? GROUP BY movement.org_id HAVING SUM(movement.amount) <> 0`,
        asked.cohort, asked.month,
      );
    case 'atRisk':
      return fragment(`${client(`(${atRisk})`)} WHERE (${atRisk}) > 0`);
    case 'bookedToEnd':
      return fragment(`${client('client.mrr_booked_to_end')} WHERE client.mrr_booked_to_end > 0`);
    case 'paying':
      return fragment(`${client('client.mrr')} WHERE client.mrr > 0`);
    case 'committed':
      return fragment(`${client('client.mrr - client.mrr_booked_to_end - client.mrr_booked_down')} WHERE client.mrr > client.mrr_booked_to_end + client.mrr_booked_down`);
    case 'bookedDown':
      return fragment(`${client('client.mrr_booked_down')} WHERE client.mrr_booked_down > 0`);
    case 'belowList':
      return fragment(
        `SELECT org_id, NULL AS local_date, NULL AS kind, NULL AS reason, SUM(list_delta - amount) AS amount, SUM(amount) AS mrr_after
         FROM mrr_movements WHERE month <= ? GROUP BY org_id HAVING SUM(list_delta - amount) <> 0`,
        asked.month,
      );
    case 'usage':
      return fragment(
        `SELECT customer.org_id, NULL AS local_date, NULL AS kind, NULL AS reason, SUM(invoice.usage_ex_gst) AS amount, NULL AS mrr_after
         FROM mrr_invoices AS invoice JOIN billing_customers AS customer ON customer.stripe_customer_id = invoice.stripe_customer_id
         WHERE invoice.usage_ex_gst <> 0 AND invoice.paid_at >= ? AND invoice.paid_at < ? AND invoice.status = 'paid' GROUP BY customer.org_id`,
        scope.fromInstant, scope.toInstant,
      );
    case 'failed':
      return fragment(
        `SELECT COALESCE(failed.org_id, failed.name) AS org_id, NULL AS local_date, NULL AS kind, failed.result AS reason, failed.amount, NULL AS mrr_after
         FROM (SELECT invoice.org_id, invoice.invoice_number AS name, invoice.amount_ex_gst AS amount, ${failedResult} AS result
               ${failedFrom} AND invoice.finalized_at < ?) AS failed WHERE failed.result = COALESCE(?, failed.result)`,
        scope.fromInstant, scope.homeCurrency, scope.toInstant, asked.result,
      );
    case 'bridge':
      return fragment(
        `SELECT bridge.org_id, NULL AS local_date, NULL AS kind, NULL AS reason, SUM(bridge.${asked.part}) AS amount, NULL AS mrr_after
         FROM mrr_bridge AS bridge WHERE bridge.${asked.part} <> 0 GROUP BY bridge.org_id`,
      );
  }
}

function setRows(statements: Statements, { sql, values }: Fragment, limit: number): ReturnType<RevenueReads['set']> {
  const totals = statements.get<{ count: number; sumCents: number }>(`SELECT COUNT(*) AS count, COALESCE(SUM(amount), 0) AS sumCents FROM (${sql})`, values);
  const rows = statements.all<RevenueSetRow>(
    `SELECT found.org_id AS orgId, COALESCE(org.name, found.org_id) AS clientName, found.local_date AS localDate, found.kind, found.reason,
            found.amount AS amountCents, found.mrr_after AS afterCents
     FROM (${sql}) AS found LEFT JOIN orgs AS org ON org.id = found.org_id
     ORDER BY ABS(found.amount) DESC, clientName COLLATE NOCASE, found.local_date LIMIT ?`,
    [...values, limit],
  );
  return { rows, count: totals?.count ?? 0, sumCents: totals?.sumCents ?? 0 };
}

function bridge(statements: Statements, homeCurrency: string): BridgeSums {
  const parts = ['tax', 'discounts', 'past_due', 'paused', 'timing'] as const;
  const sums = statements.get<Record<string, number>>(
    `SELECT COALESCE(SUM(stripe), 0) AS stripe, COALESCE(SUM(ours), 0) AS ours,
            ${parts.map((part) => `COALESCE(SUM(${part}), 0) AS ${part}, COUNT(CASE WHEN ${part} <> 0 THEN 1 END) AS ${part}_count`).join(', ')}
     FROM mrr_bridge`,
  );
  const others = statements.get<{ trials: number; currency: number }>(
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
