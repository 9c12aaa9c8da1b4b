// The columns of the Clients list.
import { TriangleAlert } from 'lucide-react';
import { flagsThatNeedAHand, type ClientRow, type ClientsListOutput } from '../../../contract/clients.ts';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { humanise } from '../../ui/humanise.ts';
import { Pill } from '../../ui/Pill.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { HOME_CURRENCY, type Amounts } from '../../ui/table/homeSum.ts';
import { dunningWord, flagWords, subscriptionWord } from './clientWords.ts';

type Totals = NonNullable<ClientsListOutput['totals']>;

/** The policy's figure, in Australian dollars whatever the client pays in. */
export const mrrAmounts: Amounts<ClientRow> = { centsOf: (row) => row.mrrCents, currencyOf: () => HOME_CURRENCY };

export const clientColumns = (timeZone: string): readonly Column<ClientRow, Totals>[] => [
  {
    id: 'rtoCode',
    header: 'RTO code',
    widthRem: 5.5,
    sortKey: 'rtoCode',
    cell: (row) => row.rtoCode ?? <span className="muted">none</span>,
    text: (row) => row.rtoCode ?? '',
  },
  {
    id: 'name',
    header: 'Client',
    widthRem: 12,
    grow: 3,
    sortKey: 'name',
    cell: (row) => <span>{row.name}</span>,
    text: (row) => row.name,
  },
  { id: 'plan', header: 'Plan', widthRem: 5.5, cell: (row) => humanise(row.planTier), text: (row) => humanise(row.planTier) },
  {
    id: 'subscription',
    header: 'Subscription',
    widthRem: 7,
    grow: 1,
    isHiddenBesidePane: true,
    cell: (row) => <span className="muted">{subscriptionWord(row.subscriptionStatus, row.isCancelScheduled)}</span>,
    text: (row) => subscriptionWord(row.subscriptionStatus, row.isCancelScheduled),
  },
  amountColumn({ id: 'mrr', header: 'MRR', widthRem: 6.5, sortKey: 'mrr', manner: 'report', ...mrrAmounts, totalOf: (totals) => totals.mrrCents }),
  {
    id: 'lastPayment',
    header: 'Last payment',
    widthRem: 7,
    sortKey: 'lastPayment',
    isHiddenBesidePane: true,
    cell: (row) => (row.lastPaidAt === null ? <span className="muted">–</span> : formatLocalDate(localDateOf(row.lastPaidAt, timeZone))),
    text: (row) => (row.lastPaidAt === null ? '' : localDateOf(row.lastPaidAt, timeZone)),
  },
  amountColumn({ id: 'lastPaid', header: 'Last paid', widthRem: 7.5, isHiddenAtFirst: true, centsOf: (row) => row.lastPaidCents, currencyOf: (row) => row.lastPaidCurrency ?? HOME_CURRENCY }),
  {
    id: 'dunning',
    header: 'Dunning',
    widthRem: 8.75,
    cell: (row) => {
      const { word, icon, tone } = dunningWord(row.dunning);
      return (
        <Pill icon={icon} tone={tone}>
          {word}
        </Pill>
      );
    },
    text: (row) => dunningWord(row.dunning).word,
  },
  {
    id: 'flags',
    header: 'Flags',
    widthRem: 8.5,
    grow: 1,
    isHiddenBesidePane: true,
    cell: (row) => {
      const [first, ...others] = row.flags;
      if (first === undefined) return '';
      const text = `${flagWords[first]}${others.length === 0 ? '' : ` +${others.length}`}`;
      return flagsThatNeedAHand.includes(first) ? (
        <Pill icon={TriangleAlert} tone="amber">
          {text}
        </Pill>
      ) : (
        <span className="muted">{text}</span>
      );
    },
    text: (row) => row.flags.map((flag) => flagWords[flag]).join(', '),
  },
  {
    id: 'marketplace',
    header: 'Sold through',
    widthRem: 7,
    isHiddenAtFirst: true,
    cell: (row) => row.marketplace ?? <span className="muted">direct</span>,
    text: (row) => row.marketplace ?? 'direct',
  },
];
