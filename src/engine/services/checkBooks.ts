// "Check the books": the invariants of the local books, run on demand and after a rebuild.
import type { BooksCheck } from '../../contract/ledger.ts';
import { AppError } from '../../contract/errors.ts';
import { clearingChecks } from '../clearing/clearingChecks.ts';
import { refreshClearing } from '../clearing/readStripeBalance.ts';
import type { EngineContext } from '../context.ts';

type Check = BooksCheck['checks'][number];

/** Looks at Stripe's balance first where it can be reached; everything else is local. */
export async function checkBooks(context: EngineContext): Promise<BooksCheck> {
  const { store } = context;
  await lookAtStripe(context);
  const chain = store.ledger.verifyChain();
  const gst = store.gst.differencesFromLedger(context.profile().homeCurrency);
  const waiting = store.facts.count();
  const events = store.events.waitingCount();
  const isSyncing = context.work.list().some((work) => work.kind === 'poll' || work.kind === 'backfill');
  const evidence = store.push.syncedEvidence();
  const documents = store.documents.syncedEvidence();
  const isSound = store.integrity();
  const revenue = store.revenue.differences();
  const checks: Check[] = [
    { id: 'hash_chain', title: 'Ledger is unaltered', ok: chain.firstBrokenId === null, rowsChecked: chain.rows, sentence: chain.firstBrokenId === null ? `Every one of ${chain.rows} rows carries the hash of the row before it.` : `Row ${chain.firstBrokenId} or the one before it was altered after it was written. Restore a backup, or rebuild and compare.` },
    { id: 'gst_accrual', title: 'GST equals the ledger', ok: gst.length === 0, rowsChecked: store.gst.rowCount(), sentence: gst.length === 0 ? 'The GST of every quarter equals the ledger summed again.' : `Quarters that differ from the ledger: ${gst.map((row) => row.quarter).join(', ')}.` },
    { id: 'facts', title: 'Every payment is in the books', ok: waiting === 0 || isSyncing, rowsChecked: waiting, sentence: isSyncing ? 'A sync is writing at this moment; check again when it has ended.' : waiting === 0 ? 'Nothing that was read from Stripe waits to be written.' : `${waiting} facts wait for something that has not been mirrored yet.` },
    { id: 'events', title: 'Every event was applied', ok: events === 0 || isSyncing, rowsChecked: events, sentence: isSyncing ? 'A sync is applying events at this moment; check again when it has ended.' : events === 0 ? 'Every event that Stripe reported was applied, or left out with a reason.' : `${events} events wait for the next sync.` },
    { id: 'synced', title: 'Synced means verified', ok: evidence.withoutEvidence === 0, rowsChecked: evidence.synced, sentence: evidence.withoutEvidence === 0 ? 'Every synced invoice has its QuickBooks invoice, its payment and the read-back that proved them.' : `${evidence.withoutEvidence} invoices are called synced without a complete read-back.` },
    { id: 'documents', title: 'Refunds, fees and payouts too', ok: documents.withoutEvidence === 0, rowsChecked: documents.synced, sentence: documents.withoutEvidence === 0 ? 'Every synced refund, fee and payout has its QuickBooks documents and the read-back that proved them.' : `${documents.withoutEvidence} refunds, fees or payouts are called synced without a complete read-back.` },
    revenueCheck(revenue),
    { id: 'file', title: 'Database file', ok: isSound, rowsChecked: 1, sentence: isSound ? 'SQLite finds the file sound.' : 'SQLite finds the file damaged. Restore the latest backup.' },
    ...clearingChecks(context, isSyncing),
  ];
  const ok = checks.every((check) => check.ok);
  store.log.append({ source: 'program', kind: 'check', result: ok ? 'ok' : 'failed', summary: ok ? 'The books were checked: everything holds' : 'The books were checked: something does not hold', detail: checks.filter((check) => !check.ok).map((check) => check.sentence).join(' ') || null });
  context.changed('activity');
  return { checkedAt: context.now(), ok, checks };
}

/** Every month: what it opened with and what moved gives what it closed with; every client: its movements give its MRR. */
function revenueCheck({ months, clients, movementCount }: { readonly months: readonly string[]; readonly clients: readonly string[]; readonly movementCount: number }): Check {
  const ok = months.length === 0 && clients.length === 0;
  const sentence = ok
    ? `Every month’s MRR is the month before and its movements, ${movementCount} in all, to the cent.`
    : [months.length === 0 ? '' : `MRR does not roll forward in ${months.join(', ')}.`, clients.length === 0 ? '' : `Movements differ from the MRR of ${clients.length === 20 ? '20 or more' : clients.length} clients.`].filter(Boolean).join(' ');
  return { id: 'mrr_roll_forward', title: 'MRR rolls forward', ok, rowsChecked: movementCount, sentence };
}

/** Offline, or without the permission, the check says as of when Stripe's balance was last seen. */
async function lookAtStripe(context: EngineContext): Promise<void> {
  if (!context.flags.hasStripeKey) return;
  try {
    await refreshClearing(context, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.log.warn('the balance could not be read for the check', { code: error.code });
  }
}
