// Evidence on its way to Stripe: a draft, or the submission, each stored before it is sent.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { evidenceFields } from '../../domain/disputeEvidence.ts';
import type { EngineContext } from '../context.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { closedReason, disputeDetail } from './disputeQueries.ts';

/** Saved in Stripe with `submit: false`. Throws NOT_FOUND, STALE_VIEW, EVIDENCE_CLOSED, BAD_INPUT (nothing drafted), CHANGE_UNFINISHED. */
export function sendEvidenceDraft(context: EngineContext, input: OperationParsedInput<'disputes.sendDraft'>): OperationOutput<'disputes.sendDraft'> {
  return begin(context, input, false);
}

/** For good: a bank takes it once. Throws as above, and CONFIRMATION_DIFFERS. */
export function submitEvidence(context: EngineContext, input: OperationParsedInput<'disputes.submit'>): OperationOutput<'disputes.submit'> {
  const { confirmation } = disputeDetail(context, input);
  if (input.confirmation.trim() !== confirmation) throw new AppError('CONFIRMATION_DIFFERS', `type ${confirmation}`);
  return begin(context, input, true);
}

function begin(context: EngineContext, { disputeId, expectedVersion }: { disputeId: string; expectedVersion: number }, isSubmitted: boolean): { changeId: number } {
  const { disputes } = context.store;
  if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
  const changeId = context.store.transaction(() => {
    const dispute = disputes.get(disputeId);
    if (dispute === undefined) throw new AppError('NOT_FOUND', `dispute ${disputeId}`);
    const draft = disputes.evidence(disputeId);
    if ((draft?.version ?? 0) !== expectedVersion) throw new AppError('STALE_VIEW');
    const closed = closedReason(context, dispute);
    if (closed !== null) throw new AppError('EVIDENCE_CLOSED', closed);
    // What was emptied here is emptied there.
    const evidence = Object.fromEntries(
      evidenceFields.map(({ field }) => [field, draft?.texts[field] ?? dispute.evidence[field] ?? '']).filter(([field, text]) => text !== '' || (dispute.evidence[field ?? ''] ?? '') !== ''),
    );
    if (draft === undefined || Object.values(evidence).every((text) => text === '')) throw new AppError('BAD_INPUT', 'write at least one text of the evidence first');
    const { dispute: row } = disputeDetail(context, { disputeId });
    return beginChange(context, {
      kind: isSubmitted ? 'dispute.submit' : 'dispute.draft',
      subjectId: disputeId,
      orgId: null,
      stripeSubscriptionId: null,
      summary: isSubmitted ? `Submit the evidence against the dispute of ${row.clientName}` : `Save a draft of the evidence against the dispute of ${row.clientName} in Stripe`,
      choice: { version: draft.version },
      steps: [{ act: 'dispute.evidence', title: isSubmitted ? 'Submit to the bank' : 'Save the draft', targetId: disputeId, request: { evidence, submit: isSubmitted } }],
    });
  });
  context.kick();
  context.changed('refunds', 'activity');
  return { changeId };
}
