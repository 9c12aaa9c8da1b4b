// The queue's tabs: the states of a push in the order in which a person meets them.
import type { QbSyncStatus } from '../../../contract/values.ts';

export type QueueTab = Exclude<QbSyncStatus, 'not_applicable'>;

interface QueueTabEntry {
  readonly id: QueueTab;
  readonly name: string;
  /** Counts in it need a hand. */
  readonly isUrgent: boolean;
  readonly emptyTitle: string;
  readonly emptyText: string;
}

export const queueTabs: readonly QueueTabEntry[] = [
  {
    id: 'awaiting_review',
    name: 'To review',
    isUrgent: false,
    emptyTitle: 'Nothing to review',
    emptyText: 'Every paid invoice has been decided on. New ones appear here as they are paid in Stripe.',
  },
  {
    id: 'approved',
    name: 'Approved',
    isUrgent: false,
    emptyTitle: 'Nothing is waiting to be sent',
    emptyText: 'Approved invoices stand here for the moment until their push starts.',
  },
  {
    id: 'pushing',
    name: 'Pushing',
    isUrgent: false,
    emptyTitle: 'Nothing is being pushed',
    emptyText: 'While a push runs, its eight steps can be watched here.',
  },
  {
    id: 'failed',
    name: 'Failed',
    isUrgent: true,
    emptyTitle: 'No push has failed',
    emptyText: 'When one does, it stands here with its step and its reason, and can be retried.',
  },
  {
    id: 'payment_pending',
    name: 'Payment pending',
    isUrgent: true,
    emptyTitle: 'No payment is pending',
    emptyText: 'An invoice stands here when QuickBooks has it but its payment is not recorded yet.',
  },
  {
    id: 'abandoned',
    name: 'Abandoned',
    isUrgent: false,
    emptyTitle: 'Nothing was abandoned',
    emptyText: 'After three failures in a row the program stops trying and leaves the invoice here for you.',
  },
  {
    id: 'synced',
    name: 'Synced',
    isUrgent: false,
    emptyTitle: 'Nothing is in QuickBooks yet',
    emptyText: 'Invoices arrive here once they were read back from QuickBooks and found equal.',
  },
];
