// The words of refunds and disputes. Stripe's states are an open set: an unknown one is shown as it came.
import { Ban, Check, CircleAlert, CircleCheck, CircleX, Clock, Gavel, Hourglass, Minus, Undo2 } from 'lucide-react';
import { humanise } from '../../ui/humanise.ts';
import { documentStatusWords } from '../quickbooks/documentWords.ts';
import type { StateWord } from '../../ui/StateWord.ts';

const refundStates: Readonly<Record<string, StateWord>> = {
  succeeded: { word: 'Made', icon: Check, tone: 'good' },
  pending: { word: 'On its way', icon: Hourglass, tone: 'neutral' },
  requires_action: { word: 'Needs the client', icon: CircleAlert, tone: 'amber' },
  failed: { word: 'Failed', icon: CircleX, tone: 'red' },
  canceled: { word: 'Cancelled', icon: Ban, tone: 'neutral' },
  recorded: { word: 'Recorded', icon: Check, tone: 'good' },
  undone: { word: 'Taken back', icon: Undo2, tone: 'neutral' },
};
export const refundStateWord = (status: string): StateWord =>
  refundStates[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };
export const refundStatuses = Object.keys(refundStates);

const notForQuickBooks: StateWord = { word: 'Not for QuickBooks', icon: Minus, tone: 'neutral' };
const documentStates: Readonly<Record<string, StateWord>> = { ...documentStatusWords, none: notForQuickBooks };
/** Of the refund's QuickBooks document; `none`: it has none. */
export const documentStateWord = (status: string): StateWord =>
  documentStates[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };
export const documentStatuses = Object.keys(documentStates);

const disputeStates: Readonly<Record<string, StateWord>> = {
  needs_response: { word: 'Needs a response', icon: CircleAlert, tone: 'red' },
  warning_needs_response: { word: 'Inquiry', icon: CircleAlert, tone: 'amber' },
  under_review: { word: 'Under review', icon: Hourglass, tone: 'neutral' },
  warning_under_review: { word: 'Inquiry answered', icon: Hourglass, tone: 'neutral' },
  warning_closed: { word: 'Inquiry closed', icon: Check, tone: 'neutral' },
  won: { word: 'Won', icon: CircleCheck, tone: 'good' },
  lost: { word: 'Lost', icon: Gavel, tone: 'red' },
  prevented: { word: 'Prevented', icon: Clock, tone: 'neutral' },
};
export const disputeStateWord = (status: string): StateWord =>
  disputeStates[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };

export const originWord = (origin: 'stripe' | 'hand'): string => (origin === 'stripe' ? 'Stripe' : 'By hand');

export const evidenceWords = {
  none: 'Nothing yet',
  draft_here: 'Drafted here',
  draft_in_stripe: 'Draft in Stripe',
  submitted: 'Submitted',
} as const;

/** `due in 5 days`, `due today`, `overdue`. */
export function dueWords(daysLeft: number | null): string {
  if (daysLeft === null) return '';
  if (daysLeft < 0) return 'overdue';
  return daysLeft === 0 ? 'today' : daysLeft === 1 ? '1 day' : `${daysLeft} days`;
}

/** `399`, `1,234.50` → cents by its digits alone; null: no amount above zero. */
export function centsOfText(text: string): number | null {
  const match = /^\s*(?:A?\$)?\s*(\d{1,3}(?:,?\d{3}){0,3})(?:\.(\d{1,2}))?\s*$/.exec(text);
  if (match === null) return null;
  const cents = Number(`${(match[1] ?? '').replaceAll(',', '')}${(match[2] ?? '').padEnd(2, '0')}`);
  return cents > 0 ? cents : null;
}
