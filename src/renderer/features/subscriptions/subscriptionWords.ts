// The words, icons and tones of a subscription's states, flags and acts. Stripe's states are an open set.
import { CalendarClock, CalendarX2, CircleAlert, CircleCheck, CirclePause, CircleSlash, Clock, OctagonX, ShieldAlert, Tag, TriangleAlert } from 'lucide-react';
import type { SubscriptionChangeKind, SubscriptionFlag } from '../../../contract/subscriptions.ts';
import { humanise } from '../../ui/humanise.ts';
import type { StateWord } from '../../ui/StateWord.ts';

export const subscriptionStatuses = ['active', 'trialing', 'past_due', 'paused', 'unpaid', 'incomplete', 'cancelled', 'incomplete_expired'] as const;

const statusWords: Readonly<Record<string, StateWord>> = {
  active: { word: 'Active', icon: CircleCheck, tone: 'good' },
  trialing: { word: 'On trial', icon: Clock, tone: 'accent' },
  past_due: { word: 'Past due', icon: TriangleAlert, tone: 'amber' },
  paused: { word: 'Paused', icon: CirclePause, tone: 'neutral' },
  unpaid: { word: 'Unpaid', icon: OctagonX, tone: 'red' },
  incomplete: { word: 'First payment open', icon: ShieldAlert, tone: 'amber' },
  incomplete_expired: { word: 'Never began', icon: CircleSlash, tone: 'neutral' },
  cancelled: { word: 'Ended', icon: CircleSlash, tone: 'neutral' },
};

export const statusWord = (status: string): StateWord => statusWords[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };

export const flagWords: Readonly<Record<SubscriptionFlag, StateWord>> = {
  cancel_scheduled: { word: 'Ends with the period', icon: CalendarX2, tone: 'amber' },
  change_scheduled: { word: 'Change scheduled', icon: CalendarClock, tone: 'accent' },
  paused: { word: 'Collection paused', icon: CirclePause, tone: 'neutral' },
  requires_action: { word: 'Client must confirm', icon: ShieldAlert, tone: 'amber' },
  override: { word: 'Agreed price', icon: Tag, tone: 'neutral' },
  override_expired: { word: 'Agreed price ran out', icon: Tag, tone: 'amber' },
  unfinished: { word: 'Unfinished change', icon: TriangleAlert, tone: 'red' },
};

export const actWords: Readonly<Record<SubscriptionChangeKind, { readonly label: string; readonly isDanger?: boolean }>> = {
  upgrade: { label: 'Upgrade' },
  downgrade: { label: 'Downgrade' },
  undo_downgrade: { label: 'Undo the downgrade' },
  add_seat: { label: 'Add seats' },
  override: { label: 'Agree a price' },
  end_override: { label: 'End the agreed price' },
  pause: { label: 'Pause collection' },
  resume: { label: 'Resume collection' },
  cancel_at_period_end: { label: 'Cancel at period end' },
  undo_cancel: { label: 'Undo the cancellation' },
  cancel_now: { label: 'Cancel now', isDanger: true },
};

export const isActKind = (kind: string): kind is SubscriptionChangeKind => kind in actWords;
