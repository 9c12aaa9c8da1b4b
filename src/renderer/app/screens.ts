// The screens in the order and groups of the sidebar, each with its icon and its letter after g.
import {
  Activity,
  BookOpenText,
  ChartNoAxesColumn,
  ChartSpline,
  Landmark,
  ListChecks,
  Scale,
  ReceiptText,
  Repeat,
  ScrollText,
  Settings,
  Undo2,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { StatusOutput } from '../../contract/status.ts';
import { countOf } from '../ui/formatMoney.ts';
import type { ScreenId } from './router.ts';

export interface Screen {
  readonly id: ScreenId;
  readonly name: string;
  readonly group: 'Owner' | 'Money in' | 'Books' | 'Program';
  readonly icon: LucideIcon;
  /** Typed after `g`. */
  readonly letter: string;
  /** Reached from other screens and the palette; not in the sidebar. */
  readonly isUnlisted?: boolean;
  /** How many things on it wait for a hand, and what they are. */
  readonly badge?: (badges: StatusOutput['badges']) => {
    readonly count: number;
    readonly isUrgent: boolean;
    readonly meaning: string;
  };
}

export const screens: readonly Screen[] = [
  { id: 'overview', name: 'Overview', group: 'Owner', icon: ChartNoAxesColumn, letter: 'o' },
  { id: 'revenue', name: 'Revenue', group: 'Owner', icon: ChartSpline, letter: 'v' },
  { id: 'invoices', name: 'Invoices', group: 'Money in', icon: ReceiptText, letter: 'i' },
  {
    id: 'subscriptions',
    name: 'Subscriptions',
    group: 'Money in',
    icon: Repeat,
    letter: 'u',
    badge: ({ subscriptionsToDecide: count }) => ({ count, isUrgent: count > 0, meaning: `${count} to decide` }),
  },
  { id: 'clients', name: 'Clients', group: 'Money in', icon: Users, letter: 'c' },
  {
    id: 'refunds',
    name: 'Refunds & disputes',
    group: 'Money in',
    icon: Undo2,
    letter: 'd',
    badge: ({ openDisputes }) => ({ count: openDisputes, isUrgent: openDisputes > 0, meaning: countOf(openDisputes, 'open dispute') }),
  },
  {
    id: 'quickbooks',
    name: 'QuickBooks',
    group: 'Books',
    icon: BookOpenText,
    letter: 'q',
    badge: ({ toReview, pushFailed, otherDocuments }) => ({
      count: toReview + pushFailed + otherDocuments,
      isUrgent: pushFailed > 0,
      meaning: [
        `${toReview} to review`,
        ...(pushFailed > 0 ? [`${pushFailed} failed`] : []),
        ...(otherDocuments > 0 ? [countOf(otherDocuments, 'other document')] : []),
      ].join(', '),
    }),
  },
  { id: 'ledger', name: 'Ledger', group: 'Books', icon: ScrollText, letter: 'l' },
  { id: 'gst', name: 'GST & BAS', group: 'Books', icon: Landmark, letter: 'b' },
  { id: 'reconcile', name: 'Reconcile', group: 'Books', icon: Scale, letter: 'r' },
  {
    id: 'activity',
    name: 'Activity',
    group: 'Program',
    icon: Activity,
    letter: 'a',
    badge: ({ unexpectedShapes }) => ({
      count: unexpectedShapes,
      isUrgent: false,
      meaning: countOf(unexpectedShapes, 'unexpected shape'),
    }),
  },
  { id: 'settings', name: 'Settings', group: 'Program', icon: Settings, letter: 's' },
  { id: 'setup', name: 'Set up', group: 'Program', icon: ListChecks, letter: 'w', isUnlisted: true },
];

export const screenById = (id: ScreenId): Screen =>
  screens.find((screen) => screen.id === id) ?? (screens[0] as Screen);
