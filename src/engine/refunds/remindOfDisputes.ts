// Reminders of the deadlines of disputes, 7, 3 and 1 days before: each once, also when the computer slept through the day.
import { dateLabel, localDateOf } from '../../domain/calendar.ts';
import { reminderDays, reminderDue } from '../../domain/disputeEvidence.ts';
import { awaitsEvidence } from '../../domain/stripe/readDispute.ts';
import type { EngineContext } from '../context.ts';
import { daysLeftUntil } from './disputeQueries.ts';

/** Looked at once a minute; of several that fell into one sleep only the nearest is said. */
export function remindOfDisputes(context: EngineContext): void {
  const { disputes, log, reads } = context.store;
  for (const dispute of disputes.withDeadline(context.now())) {
    if (dispute.dueBy === null || !awaitsEvidence(dispute) || disputes.evidence(dispute.disputeId)?.submittedAt != null) continue;
    const daysLeft = daysLeftUntil(context, dispute.dueBy);
    const due = reminderDue(daysLeft);
    if (due === null || !disputes.remind(dispute.disputeId, dispute.dueBy, due)) continue;
    for (const passed of reminderDays) if (passed > due) disputes.remind(dispute.disputeId, dispute.dueBy, passed);
    const row = reads.disputeRows({ disputeId: dispute.disputeId })[0];
    const when = daysLeft <= 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`;
    log.append({
      source: 'program',
      kind: 'dispute',
      result: 'warning',
      summary: `Evidence for the dispute of ${row?.clientName ?? 'a client'} is due ${when}`,
      detail: `Due ${dateLabel(localDateOf(dispute.dueBy, context.profile().timeZone))}. Without evidence it is lost. Open Refunds & disputes to draft and submit it.`,
      invoiceId: row?.invoiceId ?? null,
    });
    context.changed('activity', 'overview', 'refunds');
  }
}
