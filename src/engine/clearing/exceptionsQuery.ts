// reconcile.exceptions: everything that does not tie out or waits for a decision, each with what it means and where it is dealt with.
import type { OperationOutput } from '../../contract/operations.ts';
import type { ExceptionRow } from '../../contract/reconcile.ts';
import { addDays, dateLabel, localDateOf, monthLabel } from '../../domain/calendar.ts';
import { sumCents } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import type { DifferenceRow, PayoutRecord } from '../ports/clearingTables.ts';
import { driftTitle } from '../drift/judgeFound.ts';
import { stripeAsOf } from '../queries/stripeAsOf.ts';
import { feeMonths } from './feeMonths.ts';
import { leftOver } from './leftOver.ts';
import { stripeBalanceKey, type BalanceComparison } from './readStripeBalance.ts';

type Row = ExceptionRow['rows'][number];
type Draft = Omit<ExceptionRow, 'count' | 'amountCents' | 'currency' | 'isToSettle'> & { readonly count?: number; readonly isToSettle?: boolean };

/** Nobody can make them go away, or their own screen counts them. */
const onlyToKnow: ReadonlySet<string> = new Set(['payout_manual', 'foreign_currency', 'foreign_invoices', 'abandoned', 'canary']);

/** A failed payout of longer ago has long been paid out again. */
const failedPayoutDays = 60;

export function exceptionsQuery(context: EngineContext): OperationOutput<'reconcile.exceptions'> {
  const drafts = [...fraudExceptions(context), ...stripeExceptions(context), ...payoutExceptions(context), ...feeExceptions(context), ...quickBooksExceptions(context), ...otherExceptions(context)];
  const currency = context.profile().homeCurrency;
  const exceptions = drafts
    .filter((draft) => draft.rows.length > 0 || (draft.count ?? 0) > 0)
    .map((draft): ExceptionRow => {
      const amounts = draft.rows.filter((row) => row.currency === currency).flatMap((row) => (row.amountCents === null ? [] : [row.amountCents]));
      return { ...draft, isToSettle: draft.isToSettle ?? !onlyToKnow.has(draft.kind), count: draft.count ?? draft.rows.length, amountCents: amounts.length === 0 ? null : sumCents(amounts), currency };
    });
  return { exceptions, asOf: stripeAsOf(context) };
}

const rowOf = (row: DifferenceRow, href: string | null = null): Row => ({ ...row, href });
const checkBooks = { screen: 'ledger', params: { check: '1' } };
const dashboard = (context: EngineContext, path: string): string => `${context.config.links.stripeDashboard}/${path}`;

function stripeExceptions(context: EngineContext): readonly Draft[] {
  const { clearing } = context.store;
  const comparison = context.store.state.sync(stripeBalanceKey) as BalanceComparison | null | undefined;
  const differing = (comparison?.currencies ?? []).filter((row) => row.clearingCents !== row.stripeCents);
  return [
    { kind: 'suspense', title: 'Money in suspense', meaning: 'Stripe moved money under a category that Tieout does not know. It counts in the clearing balance, but nobody has said what it is.', action: 'Look at it in Stripe and tell the bookkeeper where it belongs.', isUrgent: true, rows: clearing.suspense().map((row) => rowOf(row, dashboard(context, `balance/${row.id}`))), ...checkBooks },
    { kind: 'source_changed', title: 'Source changed after posting', meaning: 'A balance transaction reads differently in Stripe than when it was posted. The posting was left as it is.', action: 'Compare the two in Stripe; a correction goes forward.', isUrgent: true, rows: clearing.changes().map((change) => ({ id: change.balanceTransactionId, what: `Was ${change.was}, now ${change.found}`, amountCents: null, currency: 'aud', href: dashboard(context, `balance/${change.balanceTransactionId}`) })), ...checkBooks },
    { kind: 'balance_differs', title: 'Clearing differs from Stripe’s balance', meaning: `When Stripe was last asked, the clearing book and Stripe’s available plus pending balance were not equal.`, action: 'Sync, then check the books.', isUrgent: true, rows: differing.map((row) => ({ id: row.currency, what: 'Stripe’s balance less clearing', amountCents: row.stripeCents - row.clearingCents, currency: row.currency, href: null })), ...checkBooks },
    { kind: 'unaccounted', title: 'Left over', meaning: 'Objects of Stripe that are neither posted, nor waiting, nor left out with a reason.', action: 'Sync, then check the books.', isUrgent: true, rows: leftOver(context).map((row) => rowOf(row)), ...checkBooks },
  ];
}

function payoutExceptions(context: EngineContext): readonly Draft[] {
  const { clearing } = context.store;
  const since = addDays(localDateOf(context.now(), context.profile().timeZone), -failedPayoutDays);
  const payouts = clearing.payoutsToLookAt();
  const failed = payouts.filter((payout) => payout.status === 'failed' && payout.arrivalDate >= since);
  // Money that came back is in the next payout: once that was paid, there is nothing left to do.
  const newestFailed = failed[0]?.arrivalDate ?? '';
  const isPaidAgain = clearing.payoutsPage({ filter: { status: ['paid'] }, sort: { key: 'date', direction: 'desc' }, cursor: null, limit: 1, withTotals: false, homeCurrency: context.profile().homeCurrency }).rows.some((payout) => payout.arrivalDate > newestFailed);
  const manual = payouts.filter((payout) => !payout.isAutomatic && payout.status !== 'failed' && payout.status !== 'canceled');
  return [
    { kind: 'payout_differs', title: 'Payouts that do not tie out', meaning: 'The balance transactions of these payouts do not sum to what went to the bank.', action: 'Open the payout; sync again if Stripe is still putting it together.', isUrgent: true, rows: clearing.unequalPayouts().map((row) => rowOf(row, payoutHref(row.id))), screen: 'reconcile', params: { tab: 'payouts' } },
    { kind: 'payout_failed', title: 'Failed payouts', meaning: 'The bank sent these back: the money is in the Stripe balance again and goes out with a later payout.', action: 'Check the bank account in Stripe.', isUrgent: !isPaidAgain, isToSettle: !isPaidAgain, rows: failed.map(payoutRow), screen: 'reconcile', params: { tab: 'payouts', status: 'failed' } },
    { kind: 'payout_manual', title: 'Manual payouts without allocation', meaning: 'Someone paid these out by hand, so Stripe does not say which payments they hold. They tie to the bank by amount and date only.', action: 'Let Stripe pay out automatically, or match them against the bank statement.', isUrgent: false, rows: manual.map(payoutRow), screen: 'reconcile', params: { tab: 'payouts' } },
  ];
}

const fraudHref = (id: string): string => `#/refunds?warning=${encodeURIComponent(id)}`;
function fraudExceptions(context: EngineContext): readonly Draft[] {
  const rows = context.store.reads.fraudWarnings.list({ openOnly: true }).map((warning): Row => ({ id: warning.id, what: `${warning.clientName}, ${warning.invoiceNumber ?? 'no invoice'}`, amountCents: warning.amountCents, currency: warning.currency, href: fraudHref(warning.id) }));
  return [
    { kind: 'fraud_warning', title: 'Early fraud warnings', meaning: 'A card’s bank suspects these payments. Stripe expects most of them to become disputes, each with its fee.', action: 'Ask the client; if it was not theirs, refund the payment before it becomes a dispute.', isUrgent: true, rows, screen: 'refunds', params: {} },
  ];
}

const payoutHref = (payoutId: string): string => `#/reconcile?tab=payouts&open=${encodeURIComponent(payoutId)}`;
const payoutRow = (payout: PayoutRecord): Row => ({ id: payout.payoutId, what: `Payout due ${dateLabel(payout.arrivalDate)}`, amountCents: payout.amountCents, currency: payout.currency, href: payoutHref(payout.payoutId) });

function feeExceptions(context: EngineContext): readonly Draft[] {
  const currency = context.profile().homeCurrency;
  const months = feeMonths(context);
  const rows = (state: string, amountOf: (month: (typeof months)[number]) => number): Row[] =>
    months.filter((month) => month.state === state).map((month) => ({ id: month.month, what: monthLabel(month.month), amountCents: amountOf(month), currency, href: `#/reconcile?tab=fees&open=${month.month}` }));
  return [
    { kind: 'fee_variance', title: 'Fee variance', meaning: 'Stripe’s tax invoice is not what the fees of the month sum to.', action: 'Correct what was typed in, or explain the variance.', isUrgent: true, rows: rows('variance', (month) => month.varianceCents ?? 0), screen: 'reconcile', params: { tab: 'fees' } },
    { kind: 'fee_invoice_missing', title: 'Fee tax invoices not entered', meaning: 'The GST credit on Stripe’s fees needs Stripe’s own monthly tax invoice.', action: 'Download it in Stripe, under Settings, Documents, and enter it.', isUrgent: false, rows: rows('invoice_missing', (month) => month.expectedCents), screen: 'reconcile', params: { tab: 'fees' } },
  ];
}

function quickBooksExceptions(context: EngineContext): readonly Draft[] {
  const { drift } = context.store;
  const rows = drift.list(['open'], 500).map((finding): Row => ({ id: `${finding.entity} ${finding.qbId}`, what: `${driftTitle(context, finding)}: ${finding.kind}`, amountCents: null, currency: context.profile().homeCurrency, href: `#/reconcile?tab=changes&open=${finding.id}` }));
  return [
    { kind: 'quickbooks_drift', title: 'Changed in QuickBooks after the push', meaning: 'Someone edited, voided, deleted, merged or renamed these in QuickBooks. Nothing was overwritten.', action: 'Accept each with a reason, or have it restored.', isUrgent: true, count: drift.count(['open']), rows, screen: 'reconcile', params: { tab: 'changes' } },
  ];
}

function otherExceptions(context: EngineContext): readonly Draft[] {
  const { reads } = context.store;
  const { foreignCurrencyInvoices } = reads.overview(context.profile().homeCurrency);
  const canary = sumCents(reads.canaryRows().map((row) => row.count));
  const { abandoned } = reads.queueCounts();
  const foreign = context.store.clearing.balances().filter((row) => row.currency !== context.profile().homeCurrency && row.netCents !== 0);
  return [
    { kind: 'foreign_currency', title: 'Other currencies', meaning: 'Balances in another currency are mirrored and kept out of totals, GST and QuickBooks.', action: 'Book them by hand.', isUrgent: false, rows: foreign.map((row) => ({ id: row.currency, what: 'Clearing balance', amountCents: row.netCents, currency: row.currency, href: null })), screen: 'invoices', params: {} },
    { kind: 'foreign_invoices', title: 'Invoices in other currencies', meaning: 'They are shown, and kept out of totals, GST and QuickBooks.', action: 'Book them by hand.', isUrgent: false, count: foreignCurrencyInvoices, rows: [], screen: 'invoices', params: {} },
    { kind: 'abandoned', title: 'Pushes that were given up', meaning: 'Invoices that are paid but will not go to QuickBooks until someone retries them.', action: 'Retry them, or enter them in QuickBooks by hand.', isUrgent: false, count: abandoned, rows: [], screen: 'quickbooks', params: { tab: 'abandoned' } },
    { kind: 'canary', title: 'Unexpected shapes', meaning: 'Objects of Stripe that did not look as expected. What could be read was read.', action: 'See which they are; if the list grows after a quiet time, suspect a change at Stripe.', isUrgent: false, count: canary, rows: [], screen: 'activity', params: { show: 'canary' } },
  ];
}
