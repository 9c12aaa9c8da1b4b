// Invariants 3, 5, 6, 7 and 9 on the local database, after every step: rows that never change, sums, numbers, decisions.
import type Database from 'better-sqlite3';
import { genesisHash } from '../../../src/domain/hashChain.ts';
import type { Bookkeeper } from '../bookkeeper.ts';
import type { Tampering } from '../tampering.ts';
import { realmId, type World } from '../world.ts';
import { syncedProblems, type SyncedRow } from './syncedTruth.ts';

export interface LocalBooks {
  check(): void;
}

interface LedgerRow {
  readonly id: number;
  readonly fact_key: string;
  readonly event_type: string;
  readonly revenue_type: string | null;
  readonly amount_total: number;
  readonly source_id: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

/** What an earlier step saw, to compare with: rows, numbers, approvals. */
export function watchLocalBooks(world: World, bookkeeper: Bookkeeper, tampering: Tampering, isPolicyReview: boolean): LocalBooks {
  const rows = new Map<number, string>();
  const numbers = new Map<string, string>();
  let lastNumber = 0;
  return {
    check: () => {
      const { looking } = world.program;
      checkLedger(world, looking, rows);
      checkGst(world, looking);
      lastNumber = checkNumbers(world, looking, numbers, lastNumber);
      checkDecisions(world, looking, bookkeeper, isPolicyReview);
      checkSynced(world, looking, tampering);
    },
  };
}

function checkLedger(world: World, looking: Database.Database, seen: Map<number, string>): void {
  const rows = looking.prepare<[], LedgerRow>('SELECT * FROM billing_ledger ORDER BY id').all();
  if (rows.length < seen.size) world.violate(`ledger rows vanished: ${seen.size} were there, ${rows.length} are`);
  let before: string = genesisHash;
  const effects = new Set<string>();
  for (const row of rows) {
    const text = JSON.stringify(row);
    const known = seen.get(row.id);
    if (known !== undefined && known !== text) world.violate(`ledger row ${row.id} changed: ${known} → ${text}`);
    if (row.previous_hash !== before) world.violate(`ledger row ${row.id} is not chained to the row before it`);
    before = row.hash;
    seen.set(row.id, text);
    if (row.amount_total === 0) continue;
    if (row.revenue_type === null) world.violate(`ledger row ${row.id} has no revenue type`);
    if (row.event_type === 'refund' && row.amount_total > 0) world.violate(`ledger row ${row.id}: a refund that is not negative`);
    const effect = `${row.source_id} ${row.event_type}`;
    if (effects.has(effect)) world.violate(`two ledger rows for one fact: ${effect}`);
    effects.add(effect);
  }
  const { firstBrokenId } = world.program.store.ledger.verifyChain();
  if (firstBrokenId !== null) world.violate(`the hash chain breaks at row ${firstBrokenId}`);
}

/** Summed by this query, which knows nothing of how the accrual is kept. */
function checkGst(world: World, looking: Database.Database): void {
  const wrong = looking
    .prepare<[], { quarter: string; kept: number; summed: number }>(
      `SELECT COALESCE(a.quarter, l.quarter) AS quarter, COALESCE(a.gst_net, 0) AS kept, COALESCE(l.gst, 0) AS summed
       FROM (SELECT quarter, gst_net FROM gst_accrual) a
       FULL JOIN (SELECT quarter, SUM(gst_amount) AS gst FROM billing_ledger WHERE is_test = 0 AND currency = 'aud' GROUP BY quarter) l ON l.quarter = a.quarter
       WHERE COALESCE(a.gst_net, 0) <> COALESCE(l.gst, 0)`,
    )
    .all();
  for (const { quarter, kept, summed } of wrong) world.violate(`GST of ${quarter}: accrued ${kept}, the ledger sums to ${summed}`);
  for (const { quarter } of world.program.store.gst.differencesFromLedger('aud')) world.violate(`the accrual of ${quarter} differs from the ledger`);
}

function checkNumbers(world: World, looking: Database.Database, numbers: Map<string, string>, lastNumber: number): number {
  const rows = looking.prepare<[], { number: string; stripeId: string }>('SELECT invoice_number AS number, stripe_invoice_id AS stripeId FROM billing_invoices WHERE invoice_number IS NOT NULL').all();
  const last = looking.prepare<[], { n: number }>('SELECT last_number AS n FROM billing_invoice_sequence').get()?.n ?? 0;
  if (last < lastNumber) world.violate(`the number sequence went back from ${lastNumber} to ${last}`);
  const present = new Map(rows.map((row) => [row.number, row.stripeId]));
  for (const [number, stripeId] of numbers) {
    if (present.get(number) !== stripeId) world.violate(`${number} was given to ${stripeId} and now belongs to ${present.get(number) ?? 'nobody'}`);
  }
  for (const [number, stripeId] of present) numbers.set(number, stripeId);
  return last;
}

interface QueueRow {
  readonly stripeId: string;
  readonly status: string;
  readonly approvedAt: string | null;
  readonly number: string | null;
}

const approvedStates = new Set(['approved', 'pushing', 'synced', 'failed', 'payment_pending', 'abandoned']);

function checkDecisions(world: World, looking: Database.Database, bookkeeper: Bookkeeper, isPolicyReview: boolean): void {
  const rows = new Map(
    looking
      .prepare<[], QueueRow>('SELECT stripe_invoice_id AS stripeId, qb_sync_status AS status, approved_at AS approvedAt, invoice_number AS number FROM billing_invoices')
      .all()
      .map((row) => [row.stripeId, row]),
  );
  const inQuickBooks = new Set(world.quickBooks.store.list(realmId, 'Invoice').flatMap((body) => /Invoice (RTP-\d+)\. Do not/.exec(String(body['PrivateNote'] ?? ''))?.[1] ?? []));
  for (const [stripeId, decision] of bookkeeper.decisions) {
    const row = rows.get(stripeId);
    if (row === undefined) world.violate(`${stripeId} was decided about and is gone`);
    else if (decision === 'approved' && (!approvedStates.has(row.status) || row.approvedAt === null)) world.violate(`the approval of ${row.number} was lost: it is ${row.status}`);
    else if (decision === 'abandoned' && row.status !== 'abandoned') world.violate(`${row.number} was abandoned by hand and is ${row.status}`);
    else if (decision === 'withdrawn' && row.status !== 'awaiting_review' && row.status !== 'synced') world.violate(`${row.number} was taken back and is ${row.status}`);
  }
  if (isPolicyReview) {
    for (const row of rows.values()) {
      const decision = bookkeeper.decisions.get(row.stripeId) ?? 'none';
      if ((decision === 'none' || decision === 'withdrawn') && row.number !== null && inQuickBooks.has(row.number)) world.violate(`${row.number} is in QuickBooks and was not approved (${decision})`);
    }
  }
  const remitted = new Set(looking.prepare<[], { quarter: string }>('SELECT quarter FROM gst_accrual WHERE remitted = 1').all().map((row) => row.quarter));
  for (const quarter of bookkeeper.remitted) if (!remitted.has(quarter)) world.violate(`the lodgement of ${quarter} was lost`);
}

/** What was synced stays true as long as no person touched it in QuickBooks. */
function checkSynced(world: World, looking: Database.Database, tampering: Tampering): void {
  const rows = looking
    .prepare<[], SyncedRow>(
      `SELECT stripe_invoice_id AS stripeId, invoice_number AS number, qb_invoice_id AS qbInvoiceId, qb_payment_id AS qbPaymentId, qb_customer_id AS qbCustomerId
       FROM billing_invoices WHERE qb_sync_status = 'synced'`,
    )
    .all();
  for (const row of rows) {
    if (tampering.touchedNumbers.has(row.number ?? '')) continue;
    const problems = syncedProblems(world, row);
    if (problems.length > 0) world.violate(`synced, and nobody touched it, but ${problems.join('; ')}`);
  }
}
