// What a change will do, in sentences, before it is done.
import type { SubscriptionChange } from '../../contract/subscriptions.ts';
import { dateLabel, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { SubscriptionRecord } from '../ports/subscriptionTables.ts';
import { planName } from './planName.ts';

const pauseWords = {
  keep_as_draft: 'Invoices are made and kept as drafts; they can be sent when collection resumes.',
  mark_uncollectible: 'Invoices are made and marked as uncollectible.',
  void: 'Invoices are made and voided: the paused months are not charged.',
} as const;

export function effectsOf(context: EngineContext, subscription: SubscriptionRecord, change: SubscriptionChange): string[] {
  const { timeZone } = context.profile();
  const end = subscription.currentPeriodEnd === null ? 'the end of the period' : dateLabel(localDateOf(subscription.currentPeriodEnd, timeZone));
  switch (change.kind) {
    case 'cancel_at_period_end':
      return [`Access goes on until ${end}; then the free plan.`, 'Nothing more is charged, and nothing is deleted. It can be undone until then.'];
    case 'undo_cancel':
      return [`The subscription goes on, and is charged again on ${end}.`];
    case 'cancel_now':
      return [
        'Access ends at once; the organisation falls to the free plan. This can not be undone: the client would have to subscribe again.',
        change.prorate ? 'Stripe credits the unused part of the period to the client. No money goes back to the card: that would be a refund.' : 'What was paid for the present period is not given back.',
        change.invoiceNow
          ? `Amounts that wait for the next invoice are invoiced now${change.prorate ? ', less the credit' : ''}.`
          : `Amounts that wait for the next invoice${change.prorate ? ', and the credit,' : ''} are not invoiced.`,
        'No data is deleted.',
      ];
    case 'upgrade':
      return [`${planName(context, change.planId)} holds at once.`, change.planId === 'enterprise' ? 'The difference for the rest of the period is invoiced at once.' : `The difference for the rest of the period is on the next invoice, on ${end}.`];
    case 'downgrade':
      return [`${planName(context, subscription.planTier)} holds until ${end}; ${planName(context, change.planId)} from then on.`, 'Nothing is credited for the present period. It can be undone until then.', ...(change.planId === 'essential' && subscription.purchasedSeats > 0 ? ['Additional seats end with the present plan.'] : [])];
    case 'undo_downgrade':
      return ['The scheduled change is taken back; the present plan goes on.'];
    case 'add_seat':
      return [`${change.seats === 1 ? 'One more seat holds' : `${change.seats} more seats hold`} at once.`, `The rest of the period is on the next invoice, on ${end}.`];
    case 'override':
      return [`The agreed price holds from the next invoice on, ${end}; nothing is charged or credited for the present period.`, change.expiresAt === null ? 'It holds until it is ended by hand.' : `On ${dateLabel(localDateOf(change.expiresAt, timeZone))} the program says that it has run out; the price does not change by itself.`];
    case 'end_override':
      return [`The list price holds from the next invoice on, ${end}.`];
    case 'pause':
      return [pauseWords[change.behaviour], 'Access stays as it is.'];
    case 'resume':
      return [`Invoices are collected again, the next on ${end}. What was made while paused stays as it is.`];
  }
}
