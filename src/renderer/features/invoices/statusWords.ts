// The words, icons and tones of an invoice's states. Stripe's states are an open set: an unknown one is shown as it came.
import { humanise } from '../../ui/humanise.ts';
import {
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDollarSign,
  CircleX,
  Eye,
  Hourglass,
  LoaderCircle,
  Minus,
  OctagonX,
  PencilLine,
} from 'lucide-react';
import type { QbSyncStatus } from '../../../contract/values.ts';
import type { StateWord } from '../../ui/StateWord.ts';

export const qbStatusWords: Readonly<Record<QbSyncStatus, StateWord>> = {
  not_applicable: { word: 'Not for QuickBooks', icon: Minus, tone: 'neutral' },
  awaiting_review: { word: 'To review', icon: Eye, tone: 'accent' },
  approved: { word: 'Approved', icon: Hourglass, tone: 'neutral' },
  pushing: { word: 'Pushing', icon: LoaderCircle, tone: 'accent' },
  synced: { word: 'Synced', icon: CircleCheck, tone: 'good' },
  failed: { word: 'Failed', icon: CircleX, tone: 'red' },
  payment_pending: { word: 'Payment pending', icon: CircleDollarSign, tone: 'amber' },
  abandoned: { word: 'Abandoned', icon: OctagonX, tone: 'red' },
};

const stripeStatusWords: Readonly<Record<string, StateWord>> = {
  draft: { word: 'Draft', icon: PencilLine, tone: 'neutral' },
  open: { word: 'Open', icon: CircleDashed, tone: 'neutral' },
  paid: { word: 'Paid', icon: Check, tone: 'good' },
  void: { word: 'Void', icon: Ban, tone: 'neutral' },
  uncollectible: { word: 'Uncollectible', icon: CircleX, tone: 'red' },
};

export const stripeStatusWord = (status: string): StateWord =>
  stripeStatusWords[status] ?? { word: humanise(status), icon: CircleAlert, tone: 'neutral' };

export const revenueTypeWords = {
  subscription: 'Subscription',
  one_off_purchase: 'One-off purchase',
  platform_fee: 'Platform fee',
  marketplace_fee: 'Marketplace fee',
} as const;
