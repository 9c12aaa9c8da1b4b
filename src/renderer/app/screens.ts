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
import { countOf, formatCount } from '../ui/formatMoney.ts';
import { hrefOf, type ScreenId } from './router.ts';

export interface Screen {
  readonly id: ScreenId;
  readonly name: string;
  readonly group: 'Owner' | 'Money in' | 'Books' | 'Program';
  readonly icon: LucideIcon;
  /** Typed after `g`. */
  readonly letter: string;
  /** Reached from other screens and the palette; not in the sidebar. */
  readonly isUnlisted?: boolean;
  /** What waits on it for a hand: each count leads to a list of as many. */
  readonly badges?: (badges: StatusOutput['badges']) => readonly Badge[];
}

export interface Badge {
  readonly count: number;
  readonly isUrgent: boolean;
  /** "5 need a hand" */
  readonly meaning: string;
  readonly href: string;
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
    badges: ({ subscriptionsToDecide: count }) => [{ count, isUrgent: true, meaning: `${count} to decide`, href: hrefOf('subscriptions', { flag: 'override_expired,unfinished' }) }],
  },
  {
    id: 'clients',
    name: 'Clients',
    group: 'Money in',
    icon: Users,
    letter: 'c',
    badges: ({ clientsNeedAHand: count }) => [{ count, isUrgent: false, meaning: `${formatCount(count)} ${count === 1 ? 'needs' : 'need'} a hand`, href: hrefOf('clients', { needsAHand: '1' }) }],
  },
  {
    id: 'refunds',
    name: 'Refunds & disputes',
    group: 'Money in',
    icon: Undo2,
    letter: 'd',
    badges: ({ openDisputes, fraudWarnings, refundsStopped }) => [
      {
        count: openDisputes + fraudWarnings + refundsStopped,
        isUrgent: true,
        meaning: [
          ...(fraudWarnings > 0 ? [countOf(fraudWarnings, 'fraud warning')] : []),
          ...(openDisputes > 0 ? [countOf(openDisputes, 'open dispute')] : []),
          ...(refundsStopped > 0 ? [`${formatCount(refundsStopped)} stopped`] : []),
        ].join(', '),
        href: hrefOf('refunds'),
      },
    ],
  },
  {
    id: 'quickbooks',
    name: 'QuickBooks',
    group: 'Books',
    icon: BookOpenText,
    letter: 'q',
    badges: ({ toReview, pushFailed, otherDocuments }) => [
      {
        count: toReview + pushFailed,
        isUrgent: pushFailed > 0,
        meaning: [`${countOf(toReview, 'invoice')} to review`, ...(pushFailed > 0 ? [`${formatCount(pushFailed)} stopped`] : [])].join(', '),
        // With nothing stopped the queue itself is that list, with the acts at hand.
        href: pushFailed === 0 ? hrefOf('quickbooks') : hrefOf('invoices', { qbStatus: 'awaiting_review,failed,payment_pending,abandoned' }),
      },
      {
        count: otherDocuments,
        isUrgent: false,
        meaning: `${countOf(otherDocuments, 'other document')} to review or stopped`,
        href: hrefOf('quickbooks', { tab: 'documents', status: 'awaiting_review,failed,part_done,abandoned' }),
      },
    ],
  },
  { id: 'ledger', name: 'Ledger', group: 'Books', icon: ScrollText, letter: 'l' },
  {
    id: 'gst',
    name: 'GST & BAS',
    group: 'Books',
    icon: Landmark,
    letter: 'b',
    badges: ({ quartersToLodge, daysToLodge }) => [
      { count: quartersToLodge, isUrgent: (daysToLodge ?? 0) < 0, meaning: `${countOf(quartersToLodge, 'quarter')} not marked remitted, ${dueIn(daysToLodge)}`, href: hrefOf('gst', { due: '1' }) },
    ],
  },
  {
    id: 'reconcile',
    name: 'Reconcile',
    group: 'Books',
    icon: Scale,
    letter: 'r',
    badges: ({ exceptionsToSettle: count }) => [{ count, isUrgent: false, meaning: `${countOf(count, 'exception')} to settle`, href: hrefOf('reconcile') }],
  },
  {
    id: 'activity',
    name: 'Activity',
    group: 'Program',
    icon: Activity,
    letter: 'a',
    badges: ({ unexpectedShapes: count }) => [{ count, isUrgent: false, meaning: countOf(count, 'unexpected shape'), href: hrefOf('activity', { show: 'canary' }) }],
  },
  { id: 'settings', name: 'Settings', group: 'Program', icon: Settings, letter: 's' },
  { id: 'setup', name: 'Set up', group: 'Program', icon: ListChecks, letter: 'w', isUnlisted: true },
];

export const screenById = (id: ScreenId): Screen =>
  screens.find((screen) => screen.id === id) ?? (screens[0] as Screen);

function dueIn(days: number | null): string {
  if (days === null) return 'with no due date';
  if (days < 0) return `${countOf(-days, 'day')} overdue`;
  return days === 0 ? 'due today' : `due in ${countOf(days, 'day')}`;
}
