// The invariants of Stripe's own book for "Check the books": I1 to I4, I9 and I12, each with the rows that sum to its difference.
import type { BooksCheck } from '../../contract/ledger.ts';
import { dateLabel, localDateOf, localTimeOf, monthLabel } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { DifferenceRow } from '../ports/clearingTables.ts';
import { amountText } from './amountText.ts';
import { feeMonths } from './feeMonths.ts';
import { lookForLeftOver } from './leftOver.ts';
import { stripeBalanceKey, type BalanceComparison } from './readStripeBalance.ts';

type Check = BooksCheck['checks'][number];

export function clearingChecks(context: EngineContext, isSyncing: boolean): readonly Check[] {
  const { clearing } = context.store;
  const postings = clearing.count();
  const payouts = clearing.payoutsPage({ filter: {}, sort: { key: 'date', direction: 'desc' }, cursor: null, limit: 1, withTotals: false, homeCurrency: context.profile().homeCurrency }).allCount;
  return [
    listCheck({ id: 'clearing_nets', title: 'Amount less fee is net', rowsChecked: postings, holds: `Every one of ${postings} balance transactions.`, fails: 'Balance transactions whose amount less fee is not their net', rows: clearing.unequalNets() }),
    listCheck({ id: 'payout_members', title: 'Payouts tie out', rowsChecked: payouts, holds: 'The balance transactions of every automatic payout sum to it.', fails: 'Payouts that their balance transactions do not sum to', rows: isSyncing ? [] : [...clearing.unequalPayouts(), ...clearing.unequalKeptSums()] }),
    listCheck({ id: 'clearing_roll_forward', title: 'Opening, activity and payouts make the closing', rowsChecked: postings, holds: rollForwardSentence(context), fails: 'Rows that keep the clearing account from rolling forward', rows: isSyncing ? [] : [...clearing.unposted(), ...clearing.unmatchedBankMovements()] }),
    balanceCheck(context, isSyncing),
    feeCheck(context),
    listCheck({ id: 'accounted', title: 'Nothing financial is left over', rowsChecked: postings, holds: 'Every charge, refund, payout and balance transaction is posted, waits, or was left out with a reason.', fails: 'Objects that are neither posted, nor waiting, nor left out with a reason', rows: isSyncing ? [] : lookForLeftOver(context) }),
  ];
}

function listCheck(check: { id: string; title: string; rowsChecked: number; holds: string; fails: string; rows: readonly DifferenceRow[] }): Check {
  const { id, title, rowsChecked, rows } = check;
  if (rows.length === 0) return { id, title, ok: true, rowsChecked, sentence: check.holds };
  return { id, title, ok: false, rowsChecked, sentence: `${check.fails}: ${rows.length}, ${sumText(rows)}.`, differences: [...rows] };
}

function sumText(rows: readonly DifferenceRow[]): string {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + row.amountCents);
  return [...sums].map(([currency, cents]) => amountText(cents, currency)).join(', ');
}

function rollForwardSentence(context: EngineContext): string {
  const month = context.store.clearing.months().find((row) => row.currency === context.profile().homeCurrency);
  if (month === undefined) return 'There is nothing in the clearing account yet.';
  const text = (cents: number): string => amountText(cents, month.currency);
  return `${monthLabel(month.month)}: opening ${text(month.openingCents)} + activity ${text(month.activityCents)} − payouts ${text(month.paidOutCents)} = closing ${text(month.closingCents)}.`;
}

function balanceCheck(context: EngineContext, isSyncing: boolean): Check {
  const base = { id: 'stripe_balance', title: 'Clearing equals Stripe’s balance' };
  const refused = context.store.state.sync(`${stripeBalanceKey}.refused`);
  if (typeof refused === 'string') return { ...base, ok: true, rowsChecked: 0, sentence: 'The Stripe key may not read the balance, so it could not be compared. Give it read access to Balance and Balance transactions.' };
  const comparison = context.store.state.sync(stripeBalanceKey) as BalanceComparison | null | undefined;
  if (comparison == null) return { ...base, ok: true, rowsChecked: 0, sentence: 'Stripe’s balance was not read yet; sync first.' };
  const differing = comparison.currencies.filter((row) => row.clearingCents !== row.stripeCents);
  const rowsChecked = comparison.currencies.length;
  if (differing.length === 0 || isSyncing) {
    const texts = comparison.currencies.map((row) => `${amountText(row.availableCents, row.currency)} available + ${amountText(row.pendingCents, row.currency)} pending`);
    return { ...base, ok: true, rowsChecked, sentence: isSyncing ? 'A sync is writing at this moment; check again when it has ended.' : `As of ${momentText(context, comparison.at)}: ${texts.join('; ') || 'nothing'}.` };
  }
  const differences = differing.map((row) => ({ id: row.currency, what: `Stripe ${amountText(row.stripeCents, row.currency)}, clearing ${amountText(row.clearingCents, row.currency)}`, amountCents: row.stripeCents - row.clearingCents, currency: row.currency }));
  return { ...base, ok: false, rowsChecked, sentence: `As of ${momentText(context, comparison.at)} the clearing book differs from Stripe’s balance by ${sumText(differences)}. Rebuild the mirror if a sync does not clear it.`, differences };
}

function momentText(context: EngineContext, at: string): string {
  const { timeZone } = context.profile();
  return `${dateLabel(localDateOf(at, timeZone))}, ${localTimeOf(at, timeZone)}`;
}

function feeCheck(context: EngineContext): Check {
  const months = feeMonths(context);
  const base = { id: 'fees', title: 'Fees equal Stripe’s tax invoices', rowsChecked: months.length };
  const currency = context.profile().homeCurrency;
  const open = months.filter((month) => month.state === 'variance');
  const missing = months.filter((month) => month.state === 'invoice_missing').length;
  if (open.length === 0) return { ...base, ok: true, sentence: missing === 0 ? 'Every month that is over ties to its tax invoice, or its variance is explained.' : `Every tax invoice that was entered ties out or is explained; ${missing} ${missing === 1 ? 'month has' : 'months have'} none yet.` };
  const differences = open.map((month) => ({ id: month.month, what: `${monthLabel(month.month)}: tax invoice less fees`, amountCents: month.varianceCents ?? 0, currency }));
  return { ...base, ok: false, sentence: `Tax invoices that differ from the fees without an explanation: ${sumText(differences)}.`, differences };
}
