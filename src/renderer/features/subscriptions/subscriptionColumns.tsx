// The subscription table's columns: client, plan, state, period, seats, price, next amount, flags.
import type { SubscriptionRow, SubscriptionTotals } from '../../../contract/subscriptions.ts';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Pill } from '../../ui/Pill.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Amounts } from '../../ui/table/homeSum.ts';
import { cx } from '../../ui/classNames.ts';
import css from './subscriptions.module.css';
import { flagWords, statusWord } from './subscriptionWords.ts';

export const subscriptionName = (row: SubscriptionRow): string => `${row.clientName}, ${row.planName}`;

const currencyOf = (row: SubscriptionRow): string => row.currency;
const isRunning = (row: SubscriptionRow): boolean => row.status !== 'cancelled';

export const monthlyAmounts: Amounts<SubscriptionRow> = { centsOf: (row) => (isRunning(row) ? row.monthlyExGstCents : null), currencyOf };

export function subscriptionColumns(timeZone: string): readonly Column<SubscriptionRow, SubscriptionTotals>[] {
  const date = (at: string | null): string => (at === null ? '' : localDateOf(at, timeZone));
  return [
    { id: 'client', header: 'Client', widthRem: 9.5, grow: 2, sortKey: 'client', cell: (row) => <span>{row.clientName}</span>, text: (row) => row.clientName },
    { id: 'plan', header: 'Plan', widthRem: 5.5, sortKey: 'plan', cell: (row) => humanise(row.planTier), text: (row) => humanise(row.planTier) },
    {
      id: 'status', header: 'State', widthRem: 7.75, sortKey: 'status',
      cell: (row) => { const { word, icon, tone } = statusWord(row.status); return <Pill icon={icon} tone={tone}>{word}</Pill>; },
      text: (row) => statusWord(row.status).word,
    },
    {
      id: 'flags', header: 'Needs a look', widthRem: 10.25, grow: 1, isHiddenBesidePane: true,
      cell: (row) => <span className={cx(css.acts)}>{row.flags.map((flag) => { const { word, icon, tone } = flagWords[flag]; return <Pill key={flag} icon={icon} tone={tone}>{word}</Pill>; })}</span>,
      text: (row) => row.flags.map((flag) => flagWords[flag].word).join(', '),
    },
    {
      id: 'periodEnd', header: 'Period ends', widthRem: 6.75, sortKey: 'periodEnd',
      cell: (row) => (row.currentPeriodEnd === null ? <span className="muted">–</span> : formatLocalDate(date(row.currentPeriodEnd))),
      text: (row) => date(row.currentPeriodEnd),
    },
    {
      id: 'seats', header: 'Seats', align: 'end', widthRem: 4.25, sortKey: 'seats', isHiddenBesidePane: true,
      cell: (row) => (row.status === 'cancelled' ? <span className="muted">–</span> : <span className="amount">{formatCount(row.seats)}</span>), text: (row) => String(row.seats), total: (totals) => <span className="amount">{formatCount(totals.seats)}</span>,
      selectionTotal: (rows) => <span className="amount">{formatCount(rows.reduce((sum, row) => (isRunning(row) ? sum + row.seats : sum), 0))}</span>,
    },
    amountColumn({ id: 'override', header: 'Agreed price', widthRem: 8, isHiddenAtFirst: true, isHiddenBesidePane: true, centsOf: (row) => row.override?.amountCents ?? null, currencyOf }),
    amountColumn({ id: 'monthly', header: 'Monthly ex GST', widthRem: 9.25, sortKey: 'monthly', isHiddenBesidePane: true, ...monthlyAmounts, totalOf: (totals) => totals.monthlyExGstCents }),
    amountColumn({ id: 'next', header: 'Next incl. GST', widthRem: 8.75, sortKey: 'next', isHiddenBesidePane: true, centsOf: (row) => row.nextAmountCents, currencyOf, totalOf: (totals) => totals.nextAmountCents }),
  ];
}
