// The rows behind each figure of the revenue metrics: clients, their movements or their invoices, and their sum.
import type { RevenueSetRow } from '../../../contract/revenue.ts';
import type { AskedSet, RevenueReads, SetScope } from '../../../engine/ports/revenueReads.ts';
import { failedPayments } from './failedPayments.ts';
import { fragment, type Fragment, type Statements } from './statements.ts';

/** Every other status, known or not, still waits for a hand. */
const openDispute = `dispute.status NOT IN ('won', 'lost', 'prevented', 'warning_closed', 'charge_refunded')`;
const disputedClients = `
  SELECT DISTINCT customer.org_id FROM stripe_disputes AS dispute
  JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
  JOIN billing_customers AS customer ON customer.stripe_customer_id = charge.stripe_customer_id
  WHERE ${openDispute}`;

/** A disputed client's whole MRR is at risk; else what is overdue. Each cent has one cause. */
export const atRisk = {
  any: `CASE WHEN client.org_id IN (${disputedClients}) THEN client.mrr ELSE client.mrr_past_due END`,
  disputed: `CASE WHEN client.org_id IN (${disputedClients}) THEN client.mrr ELSE 0 END`,
  overdue: `CASE WHEN client.org_id IN (${disputedClients}) THEN 0 ELSE client.mrr_past_due END`,
} as const;

export function revenueSet(statements: Statements, asked: AskedSet, scope: SetScope, limit: number): ReturnType<RevenueReads['set']> {
  const { sql, values } = sourceOf(asked, scope);
  const totals = statements.get<{ count: number; clients: number; sumCents: number }>(
    `SELECT COUNT(*) AS count, COUNT(DISTINCT org_id) AS clients, COALESCE(SUM(amount), 0) AS sumCents FROM (${sql})`,
    values,
  );
  const rows = statements.all<RevenueSetRow>(
    `SELECT found.org_id AS orgId, COALESCE(org.name, found.org_id) AS clientName, found.invoice_id AS invoiceId, invoice.invoice_number AS invoiceNumber, found.local_date AS localDate, found.kind, found.reason,
            found.amount AS amountCents, found.mrr_after AS afterCents
     FROM (${sql}) AS found LEFT JOIN orgs AS org ON org.id = found.org_id LEFT JOIN billing_invoices AS invoice ON invoice.id = found.invoice_id
     ORDER BY ABS(found.amount) DESC, clientName COLLATE NOCASE, found.local_date LIMIT ?`,
    [...values, limit],
  );
  return { rows, count: totals?.count ?? 0, clients: totals?.clients ?? 0, sumCents: totals?.sumCents ?? 0 };
}

/** Columns of every source, in this order. */
const columnsOf = ({ org = 'org_id', invoice = 'NULL', date = 'NULL', kind = 'NULL', reason = 'NULL', amount = 'amount', after = 'NULL' }: Readonly<Record<string, string>>): string =>
  `${org} AS org_id, ${invoice} AS invoice_id, ${date} AS local_date, ${kind} AS kind, ${reason} AS reason, ${amount} AS amount, ${after} AS mrr_after`;

const movementColumns = columnsOf({ org: 'movement.org_id', date: 'movement.local_date', kind: 'movement.kind', reason: 'movement.reason', amount: 'movement.amount', after: 'movement.mrr_after' });

/** The MRR of the movement's client at the first instant of the movement's month. */
const mrrBeforeMonth = `
  (SELECT opening.mrr_before FROM mrr_movements AS opening
   WHERE opening.month = movement.month AND opening.org_id = movement.org_id ORDER BY opening.local_date, opening.id LIMIT 1)`;

/** Of clients as they are now. */
const clients = (amount: string, where = `(${amount}) > 0`): Fragment =>
  fragment(`SELECT ${columnsOf({ org: 'client.org_id', amount, after: 'client.mrr' })} FROM mrr_clients AS client WHERE ${where}`);

function sourceOf(asked: AskedSet, scope: SetScope): Fragment {
  switch (asked.of) {
    case 'movement':
      return fragment(
        `SELECT ${movementColumns} FROM mrr_movements AS movement
         WHERE month = ? AND kind <> 'change' AND kind = COALESCE(?, kind) AND (? IS NULL OR reason = ?)`,
        asked.month, asked.kind, asked.reason, asked.reason,
      );
    case 'payingAt':
      return summedUp('amount', asked.month);
    case 'churned':
      return movementsOfBase(`'churn'`, scope.firstMonth, asked.month);
    case 'lost':
      return movementsOfBase(asked.rate === 'gross' ? `'churn', 'contraction'` : `'churn', 'contraction', 'expansion'`, asked.month, asked.month);
    case 'retained':
      return retained(asked.rate, asked.months, scope.baseMonth, asked.month);
    case 'sameMonth':
      return fragment(
        `SELECT ${movementColumns} FROM mrr_movements AS movement
         WHERE movement.month = ? AND movement.kind = 'churn' AND ${mrrBeforeMonth} = 0
           AND EXISTS (SELECT 1 FROM mrr_movements AS joined WHERE joined.month = movement.month AND joined.org_id = movement.org_id AND joined.kind = 'new')`,
        asked.month,
      );
    case 'failedStarts':
      return fragment(`SELECT ${columnsOf({ org: 'client.org_id', reason: `client.failed_starts || ' failed to start'`, amount: '0', after: 'client.mrr' })} FROM mrr_clients AS client WHERE client.failed_starts > 0`);
    case 'plan':
      return summedUp(`COALESCE(json_extract(plan_deltas, '$."' || ? || '"'), 0)`, asked.month, asked.plan);
    case 'planClients':
      return fragment(
        `SELECT ${columnsOf({ amount: 'mrr_after' })}
         FROM (SELECT org_id, mrr_after, plan_after, ROW_NUMBER() OVER (PARTITION BY org_id ORDER BY local_date DESC, id DESC) AS place FROM mrr_movements WHERE month <= ?)
         WHERE place = 1 AND mrr_after > 0 AND plan_after = ?`,
        asked.month, asked.plan,
      );
    case 'cohort':
      return fragment(
        `SELECT ${columnsOf({ org: 'movement.org_id', amount: 'SUM(movement.amount)' })}
         FROM mrr_clients AS client JOIN mrr_movements AS movement ON movement.org_id = client.org_id
         WHERE client.cohort_month = ? AND movement.month <= ? GROUP BY movement.org_id HAVING SUM(movement.amount) <> 0`,
        asked.cohort, asked.month,
      );
    case 'cohortMembers':
      return fragment(`SELECT ${columnsOf({ org: 'client.org_id', amount: 'client.mrr' })} FROM mrr_clients AS client WHERE client.cohort_month = ?`, asked.cohort);
    case 'atRisk':
      return clients(atRisk[asked.cause ?? 'any']);
    case 'paused':
      return clients('client.mrr_paused');
    case 'bookedToEnd':
      return clients('client.mrr_booked_to_end');
    case 'bookedDown':
      return clients('client.mrr_booked_down');
    case 'committed':
      return clients('client.mrr - client.mrr_booked_to_end - client.mrr_booked_down');
    case 'paying':
      return clients('client.mrr');
    case 'atList':
      return summedUp('list_delta', asked.month);
    case 'belowList':
      return summedUp('list_delta - amount', asked.month);
    case 'usage':
      return soldBeside('mrr_invoices', 'usage_ex_gst', scope);
    case 'oneOff':
      return soldBeside('mrr_one_off', 'ex_gst', scope);
    case 'failed': {
      const { sql, values } = failedPayments(scope.homeCurrency, scope.fromInstant, scope.toInstant);
      return fragment(`SELECT ${columnsOf({ invoice: 'invoice_id', reason: 'result' })} FROM (${sql}) WHERE result = COALESCE(?, result)`, ...values, asked.result);
    }
    case 'bridge':
      return fragment(`SELECT ${columnsOf({ amount: `SUM(${asked.part})` })} FROM mrr_bridge WHERE ${asked.part} <> 0 GROUP BY org_id`);
  }
}

/** Each client's movements up to the month, summed; `values` are those of `amount`. */
function summedUp(amount: string, month: string, ...values: readonly string[]): Fragment {
  return fragment(`SELECT ${columnsOf({ amount: `SUM(${amount})` })} FROM mrr_movements WHERE month <= ? GROUP BY org_id HAVING SUM(${amount}) <> 0`, ...values, month, ...values);
}

/** Of those who paid at the first instant of the movement's month. */
function movementsOfBase(kinds: string, fromMonth: string, throughMonth: string): Fragment {
  return fragment(
    `SELECT ${movementColumns} FROM mrr_movements AS movement
     WHERE movement.month BETWEEN ? AND ? AND movement.kind IN (${kinds}) AND ${mrrBeforeMonth} > 0`,
    fromMonth, throughMonth,
  );
}

/** What each client paying at the end of the base month still pays, as the rate counts it; those of whom nothing is left are not among them. */
function retained(rate: 'gross' | 'net', months: 1 | 12, baseMonth: string, month: string): Fragment {
  const kinds = rate === 'gross' ? `'churn', 'contraction'` : `'churn', 'contraction', 'expansion'`;
  const overOneMonth = `opening + of_base`;
  const overTwelve = `CASE WHEN has_left THEN 0 ${rate === 'gross' ? 'WHEN closing > opening THEN opening ' : ''}ELSE closing END`;
  const amount = months === 1 ? overOneMonth : overTwelve;
  return fragment(
    `SELECT ${columnsOf({ amount, after: 'closing' })}
     FROM (SELECT org_id, SUM(CASE WHEN month <= ? THEN amount ELSE 0 END) AS opening, SUM(amount) AS closing,
                  SUM(CASE WHEN month > ? AND kind IN (${kinds}) THEN amount ELSE 0 END) AS of_base, MAX(month > ? AND kind = 'churn') AS has_left
           FROM mrr_movements WHERE month <= ? GROUP BY org_id)
     WHERE opening > 0 AND ${amount} <> 0`,
    baseMonth, baseMonth, baseMonth, month,
  );
}

/** Paid in the asked time, one row an invoice. */
function soldBeside(table: 'mrr_invoices' | 'mrr_one_off', amount: string, { fromInstant, toInstant }: SetScope): Fragment {
  return fragment(
    `SELECT ${columnsOf({ org: 'customer.org_id', invoice: 'invoice.id', date: 'invoice.local_date', amount: `sold.${amount}` })}
     FROM ${table} AS sold JOIN billing_customers AS customer ON customer.stripe_customer_id = sold.stripe_customer_id AND customer.is_test = 0
     JOIN billing_invoices AS invoice ON invoice.stripe_invoice_id = sold.stripe_invoice_id
     WHERE sold.${amount} <> 0 AND sold.paid_at >= ? AND sold.paid_at < ? AND invoice.status = 'paid'`,
    fromInstant, toInstant,
  );
}
