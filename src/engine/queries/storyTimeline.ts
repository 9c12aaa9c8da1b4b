// Every event and every hand on one invoice, from all sources, in the order in which it happened.
import type { InvoiceStory } from '../../contract/invoices.ts';
import type { InvoiceStoryRows } from '../ports/storeReads.ts';

type StoryEvent = InvoiceStory['events'][number];

/** Stripe's event types are an open set: one that is not listed is spelled out from its own name. */
const stripeTitles: ReadonlyMap<string, string> = new Map([
  ['invoice.created', 'Invoice drafted in Stripe'],
  ['invoice.finalized', 'Invoice finalised and sent'],
  ['invoice.paid', 'Invoice paid'],
  ['invoice.payment_succeeded', 'Payment of the invoice succeeded'],
  ['invoice.payment_failed', 'Payment of the invoice failed'],
  ['invoice.payment_action_required', 'The client has to confirm the payment'],
  ['invoice.voided', 'Invoice voided'],
  ['invoice.marked_uncollectible', 'Invoice marked uncollectible'],
  ['invoice.updated', 'Invoice updated'],
  ['invoice_payment.paid', 'Payment allocated to the invoice'],
  ['payment_intent.succeeded', 'Payment succeeded'],
  ['payment_intent.payment_failed', 'Payment failed'],
  ['charge.succeeded', 'Card charged'],
  ['charge.failed', 'Card declined'],
  ['charge.updated', 'Charge settled or updated'],
  ['charge.refunded', 'Charge refunded'],
  ['refund.created', 'Refund made'],
  ['refund.updated', 'Refund updated'],
  ['refund.failed', 'Refund failed'],
  ['charge.dispute.created', 'Dispute opened'],
  ['charge.dispute.updated', 'Dispute updated'],
  ['charge.dispute.closed', 'Dispute closed'],
  ['charge.dispute.funds_withdrawn', 'Disputed amount withdrawn'],
  ['charge.dispute.funds_reinstated', 'Disputed amount returned'],
]);

const stripeTitle = (type: string): string => {
  const known = stripeTitles.get(type);
  if (known !== undefined) return known;
  const words = type.replaceAll(/[._]+/g, ' ').trim();
  return words === '' ? 'Event in Stripe' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

/** Oldest first; what happened at the same instant in the order Stripe, ledger, QuickBooks, people and program. */
export function timelineOf(story: InvoiceStoryRows): StoryEvent[] {
  const fromStripe = story.stripeEvents.map(
    (event): StoryEvent => ({ at: event.createdAt, source: 'stripe', title: stripeTitle(event.type), detail: null, reference: event.objectId }),
  );
  const fromLedger = story.ledger.map(
    (row): StoryEvent => ({ at: row.effectiveAt, source: 'ledger', title: row.description, detail: null, reference: row.sourceId }),
  );
  const fromActivity = story.activity.map(
    (row): StoryEvent => ({ at: row.at, source: row.source, title: row.summary, detail: row.detail, reference: null }),
  );
  const all = [...fromStripe.toReversed(), ...fromLedger, ...story.attempts.flatMap(attemptEvents), ...fromActivity.toReversed()];
  // Sorting keeps the order of equals.
  return all.toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

const endTitles: Readonly<Record<InvoiceStoryRows['attempts'][number]['state'], string>> = {
  running: 'is running',
  synced: 'ended: synced and read back',
  failed: 'failed',
  waiting: 'stopped and waits',
};

function attemptEvents(attempt: InvoiceStoryRows['attempts'][number]): StoryEvent[] {
  const begun: StoryEvent = { at: attempt.startedAt, source: 'quickbooks', title: `Push attempt ${attempt.attempt} began`, detail: null, reference: null };
  if (attempt.endedAt === null) return [begun];
  const ended: StoryEvent = {
    at: attempt.endedAt,
    source: 'quickbooks',
    title: `Push attempt ${attempt.attempt} ${endTitles[attempt.state]}`,
    detail: attempt.errorMessage,
    reference: null,
  };
  return [begun, ended];
}
