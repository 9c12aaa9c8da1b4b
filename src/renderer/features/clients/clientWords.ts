// A client's states in words: dunning, plan, subscription, and what needs a hand.
import { Ban, CircleAlert, CircleCheck, Fingerprint, TriangleAlert } from 'lucide-react';
import type { ClientFlag } from '../../../contract/clients.ts';
import { humanise } from '../../ui/humanise.ts';
import { statusWord } from '../subscriptions/subscriptionWords.ts';
import type { StateWord } from '../../ui/StateWord.ts';

export const dunningStatuses = ['ok', 'warning', 'requires_action', 'restricted', 'cancelled'] as const;

const dunningWords: Readonly<Record<string, StateWord>> = {
  ok: { word: 'OK', icon: CircleCheck, tone: 'neutral' },
  warning: { word: 'Payment failed', icon: TriangleAlert, tone: 'amber' },
  requires_action: { word: 'Confirm at bank', icon: Fingerprint, tone: 'amber' },
  restricted: { word: 'Restricted', icon: CircleAlert, tone: 'red' },
  cancelled: { word: 'Ended', icon: Ban, tone: 'neutral' },
};

export const dunningWord = (status: string): StateWord =>
  dunningWords[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };

export const tiers = ['free', 'essential', 'pro', 'enterprise'] as const;

export const flagWords: Readonly<Record<ClientFlag, string>> = {
  fraud_warning: 'Fraud warning',
  platform_is_customer: 'Platform is customer',
  marketplace_is_customer: 'Marketplace is customer',
  no_rto_code: 'No RTO code',
  not_in_register: 'Not in register',
  conversion_undone: 'Conversion undone',
  no_entry_expected: 'No entry expected',
  open_dispute: 'Dispute open',
  in_grace: 'In grace',
  marketplace: 'Resold',
  test: 'Test',
};

/** `Active, ends at period end`. */
export const subscriptionWord = (status: string | null, isCancelScheduled: boolean): string =>
  status === null
    ? 'None'
    : `${statusWord(status).word}${isCancelScheduled && status !== 'cancelled' ? ', ends at period end' : ''}`;
