// Disputes by deadline, and one with its evidence: what the bank wants, what is drafted here, what Stripe holds.
import { AppError } from '../../contract/errors.ts';
import type { DisputeDetail, DisputeRow } from '../../contract/disputes.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { daysBetween, localDateOf } from '../../domain/calendar.ts';
import { evidenceChecklist, evidenceFields, evidenceProblems } from '../../domain/disputeEvidence.ts';
import { searchedAmountCents } from '../../domain/searchedAmountCents.ts';
import { awaitsEvidence, isDisputeOpen, isInquiry } from '../../domain/stripe/readDispute.ts';
import type { EngineContext } from '../context.ts';
import type { StoredDisputeRow } from '../ports/refundReads.ts';
import type { DisputeRecord } from '../ports/refundTables.ts';

export function disputesList(context: EngineContext, { openOnly, search }: OperationParsedInput<'disputes.list'>): OperationOutput<'disputes.list'> {
  const rows = context.store.reads.disputeRows().map((row) => disputeRowOf(context, row));
  const open = rows.filter((row) => row.isOpen);
  const text = search?.trim().toLowerCase() ?? '';
  return {
    rows: (openOnly ? open : rows).filter((row) => isSearched(row, text)),
    allCount: rows.length,
    openCount: open.length,
    withheldCents: open.reduce((sum, row) => sum + (row.currency === context.profile().homeCurrency ? row.withheldCents : 0), 0),
  };
}

/** `text`: in lower case; empty finds all. */
function isSearched({ id, clientName, invoiceNumber, amountCents }: DisputeRow, text: string): boolean {
  const words = [id, clientName, invoiceNumber ?? ''];
  return words.some((word) => word.toLowerCase().includes(text)) || amountCents === searchedAmountCents(text);
}

export function disputeRowOf(context: EngineContext, row: StoredDisputeRow): DisputeRow {
  const isOpen = isDisputeOpen(row.status);
  const awaits = awaitsEvidence(row) && row.submittedAt === null;
  const { id, clientName, invoiceId, invoiceNumber, amountCents, currency, status, reason, createdAt, dueBy, withheldCents, feeCents } = row;
  return {
    id, clientName, invoiceId, invoiceNumber, amountCents, currency, status, reason, createdAt, dueBy, feeCents,
    daysLeft: awaits && dueBy !== null ? daysLeftUntil(context, dueBy) : null,
    isOpen,
    isInquiry: isInquiry(status),
    awaitsEvidence: awaits,
    withheldCents: isOpen ? withheldCents : 0,
    evidence: row.submissionCount > 0 || row.submittedAt !== null ? 'submitted' : row.hasEvidenceInStripe ? 'draft_in_stripe' : row.draftVersion === null ? 'none' : 'draft_here',
  };
}

export function daysLeftUntil(context: EngineContext, dueBy: string): number {
  const { timeZone } = context.profile();
  return daysBetween(localDateOf(context.now(), timeZone), localDateOf(dueBy, timeZone));
}

/** Throws AppError NOT_FOUND. */
export function disputeDetail(context: EngineContext, { disputeId }: OperationParsedInput<'disputes.get'>): DisputeDetail {
  const { disputes, reads } = context.store;
  const dispute = disputes.get(disputeId);
  const stored = reads.disputeRows({ disputeId })[0];
  if (dispute === undefined || stored === undefined) throw new AppError('NOT_FOUND', `dispute ${disputeId}`);
  const draft = disputes.evidence(disputeId);
  const row = disputeRowOf(context, stored);
  return {
    dispute: row,
    checklist: evidenceChecklist.map((item) => ({ ...item, isAtHand: draft?.checklist[item.id]?.isAtHand ?? false, where: draft?.checklist[item.id]?.where ?? '' })),
    fields: evidenceFields.map((field) => ({ ...field, text: draft?.texts[field.field] ?? dispute.evidence[field.field] ?? '', inStripe: dispute.evidence[field.field] ?? '' })),
    version: draft?.version ?? 0,
    updatedAt: draft?.updatedAt ?? null,
    sentAt: draft?.sentAt ?? null,
    submittedAt: draft?.submittedAt ?? null,
    isSent: draft !== undefined && draft.sentVersion === draft.version,
    closedReason: closedReason(context, dispute),
    confirmation: row.invoiceNumber ?? disputeId.slice(-8),
    stripeUrl: context.config.links.stripeInvoice.replace('invoices/{id}', () => `disputes/${encodeURIComponent(disputeId)}`),
    ledger: reads.disputeLedger(disputeId).map((line) => ({ ...line })),
  };
}

/** Why evidence can no longer be given; null: it can. */
export function closedReason(context: EngineContext, dispute: DisputeRecord): string | null {
  const draft = context.store.disputes.evidence(dispute.disputeId);
  if (!isDisputeOpen(dispute.status)) return 'The dispute is decided.';
  if (draft?.submittedAt != null || dispute.submissionCount > 0) return 'Evidence was submitted already; a bank takes it once.';
  if (!awaitsEvidence(dispute)) return 'The bank is reviewing it.';
  if (dispute.dueBy !== null && dispute.dueBy <= context.now()) return 'The deadline has passed.';
  return null;
}

/** Kept here whatever the network does. Throws NOT_FOUND, STALE_VIEW, EVIDENCE_CLOSED, BAD_INPUT. */
export function saveEvidence(context: EngineContext, input: OperationParsedInput<'disputes.saveEvidence'>): OperationOutput<'disputes.saveEvidence'> {
  const { disputes } = context.store;
  const saved = context.store.transaction(() => {
    const dispute = disputes.get(input.disputeId);
    if (dispute === undefined) throw new AppError('NOT_FOUND', `dispute ${input.disputeId}`);
    if ((disputes.evidence(input.disputeId)?.version ?? 0) !== input.expectedVersion) throw new AppError('STALE_VIEW');
    const closed = closedReason(context, dispute);
    if (closed !== null) throw new AppError('EVIDENCE_CLOSED', closed);
    const problems = evidenceProblems(input.texts);
    if (problems.length > 0) throw new AppError('BAD_INPUT', problems.join('; '));
    return disputes.saveEvidence({ disputeId: input.disputeId, texts: input.texts, checklist: input.checklist });
  });
  context.changed('refunds');
  return { version: saved.version };
}
