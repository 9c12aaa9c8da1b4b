// Movements, months and clients of the revenue metrics for a seeded database, as many syncs would have left them.
import type Database from 'better-sqlite3';
import { addDays, localMonthOf } from '../../src/domain/calendar.ts';
import { monthFigures, type ClientMovement } from '../../src/domain/metrics/monthFigures.ts';
import { nextMonth } from '../../src/domain/metrics/months.ts';

const essential = 36_273;
const pro = 63_545;

interface Seeded extends ClientMovement {
  readonly cohort: string;
}

/** Every client joins; each seventh goes up a plan, each eleventh leaves. */
function movementsOf(clients: number, firstDay: string, days: number): Seeded[] {
  const movements: Seeded[] = [];
  for (let client = 0; client < clients; client += 1) {
    const joined = (client * 7919) % (days - 200);
    const cohort = localMonthOf(addDays(firstDay, joined));
    const move = (day: number, kind: ClientMovement['kind'], reason: string | null, beforeCents: number, afterCents: number): void =>
      void movements.push({ clientId: `org-${client}`, cohort, localDate: addDays(firstDay, day), kind, reason, amountCents: afterCents - beforeCents, beforeCents, afterCents });
    const isUpgraded = client % 7 === 0;
    move(joined, 'new', null, 0, essential);
    if (isUpgraded) move(joined + 60, 'expansion', 'upgrade', essential, pro);
    if (client % 11 === 0) move(joined + 150, 'churn', 'voluntary', isUpgraded ? pro : essential, 0);
  }
  return movements.toSorted((a, b) => (a.localDate < b.localDate ? -1 : 1));
}

export function seedRevenue(db: Database.Database, seed: { readonly clients: number; readonly firstDay: string; readonly days: number; readonly now: string }): void {
  const movements = movementsOf(seed.clients, seed.firstDay, seed.days);
  const insert = db.prepare(
    `INSERT INTO mrr_movements (org_id, local_date, month, kind, reason, amount, mrr_before, mrr_after, list_delta, plan_deltas, plan_before, plan_after, recorded_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
  );
  const client = db.prepare(`INSERT OR REPLACE INTO mrr_clients (org_id, cohort_month, plan, mrr, mrr_past_due, mrr_booked_to_end, failed_starts) VALUES (?, ?, ?, ?, ?, 0, 0)`);
  const planOf = (cents: number): string | null => (cents === 0 ? null : cents === pro ? 'pro' : 'essential');
  const byMonth = new Map<string, Seeded[]>();
  movements.forEach((row, index) => {
    const month = localMonthOf(row.localDate);
    const before = planOf(row.beforeCents);
    const after = planOf(row.afterCents);
    const deltas = { ...(before === null ? {} : { [before]: -row.beforeCents }), ...(after === null ? {} : { [after]: row.afterCents }) };
    insert.run(row.clientId, row.localDate, month, row.kind, row.reason, row.amountCents, row.beforeCents, row.afterCents, JSON.stringify(deltas), before, after, seed.now);
    client.run(row.clientId, row.cohort, after, row.afterCents, index % 50 === 0 ? row.afterCents : 0);
    byMonth.set(month, [...(byMonth.get(month) ?? []), row]);
  });
  seedMonths(db, byMonth, { first: localMonthOf(seed.firstDay), last: localMonthOf(seed.now.slice(0, 10)) });
}

function seedMonths(db: Database.Database, byMonth: ReadonlyMap<string, readonly Seeded[]>, { first, last }: { readonly first: string; readonly last: string }): void {
  const save = db.prepare(`INSERT INTO mrr_months (month, figures, closed_at) VALUES (?, ?, ?)`);
  const group = db.prepare(
    `INSERT INTO mrr_month_groups (month, grouping, name, clients_delta, mrr_delta) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET clients_delta = clients_delta + excluded.clients_delta, mrr_delta = mrr_delta + excluded.mrr_delta`,
  );
  let opening = { cents: 0, clients: 0 };
  for (let month = first; month <= last; month = nextMonth(month)) {
    const rows = byMonth.get(month) ?? [];
    const figures = { ...monthFigures(opening, rows), closingListCents: 0, twelveMonthNetRetention: null, twelveMonthGrossRetention: null };
    save.run(month, JSON.stringify(figures), month < last ? `${nextMonth(month)}-01T00:00:00.000Z` : null);
    for (const row of rows) {
      const paying = (row.afterCents > 0 ? 1 : 0) - (row.beforeCents > 0 ? 1 : 0);
      group.run(month, 'cohort', row.cohort, paying, row.amountCents);
      group.run(month, 'plan', row.afterCents === pro || row.beforeCents === pro ? 'pro' : 'essential', paying, row.amountCents);
    }
    opening = { cents: figures.closingCents, clients: figures.closingClients };
  }
}
