// payouts.list and payouts.get: what went to the bank, and the balance transactions that make each payout.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { ClearingRow, PayoutRow } from '../../contract/reconcile.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { sumCents } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import type { PayoutMemberRecord, PayoutRecord } from '../ports/clearingTables.ts';
import { stripeAsOf } from '../queries/stripeAsOf.ts';

export function payoutsListQuery(context: EngineContext, input: OperationParsedInput<'payouts.list'>): OperationOutput<'payouts.list'> {
  const { homeCurrency } = context.profile();
  const { rows, manualCount, ...page } = context.store.clearing.payoutsPage({ ...input, homeCurrency });
  return {
    ...page,
    rows: rows.map((payout) => payoutView(context, payout)),
    unallocated: manualCount === 0 ? { manualPayouts: 0, count: 0, netCents: 0 } : { manualPayouts: manualCount, ...context.store.clearing.unallocated(homeCurrency) },
    asOf: stripeAsOf(context),
  };
}

export function payoutView(context: EngineContext, payout: PayoutRecord): PayoutRow {
  const { payoutId, arrivalDate, createdAt, amountCents, currency, status, isAutomatic, memberCount, memberNetCents, failureCode } = payout;
  return { id: payoutId, arrivalDate, createdDate: localDateOf(createdAt, context.profile().timeZone), amountCents, currency, status, isAutomatic, memberCount, memberNetCents, failureCode, tie: tieOf(payout) };
}

function tieOf(payout: PayoutRecord): PayoutRow['tie'] {
  if (!payout.isAutomatic) return 'manual';
  if (payout.memberNetCents === payout.amountCents) return 'tied';
  return payout.membersListedAt === null ? 'unread' : 'differs';
}

export function payoutQuery(context: EngineContext, { payoutId }: OperationParsedInput<'payouts.get'>): OperationOutput<'payouts.get'> {
  const payout = context.store.clearing.payout(payoutId);
  if (payout === undefined) throw new AppError('NOT_FOUND', `payout ${payoutId}`);
  const rows = context.store.clearing.payoutMembers(payoutId);
  const members = rows.filter((row) => row.sourceId !== payoutId);
  const view = payoutView(context, payout);
  return {
    payout: view,
    members: members.map(clearingRowView),
    sums: { amountCents: sumCents(members.map((row) => row.amountCents)), feeCents: sumCents(members.map((row) => row.feeCents)), netCents: sumCents(members.map((row) => row.netCents)) },
    differenceCents: view.tie === 'manual' || view.tie === 'unread' ? null : payout.amountCents - payout.memberNetCents,
    own: context.store.clearing.transactionsOf(payoutId).map(clearingRowView),
    stripeUrl: `${context.config.links.stripeDashboard}/payouts/${encodeURIComponent(payoutId)}`,
  };
}

export const clearingRowView = ({ localDate, ...row }: PayoutMemberRecord): ClearingRow => ({ ...row, date: localDate });
