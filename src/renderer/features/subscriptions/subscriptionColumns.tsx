// The subscription table's columns: client, plan, state, period, seats, price, next amount, flags.
import type { SubscriptionRow, SubscriptionTotals } from '../../../contract/subscriptions.ts';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatCount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Money } from '../../ui/Money.tsx';
import { Pill } from '../../ui/Pill.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { cx } from '../../ui/classNames.ts';
import css from './subscriptions.module.css';
import { flagWords, statusWord } from './subscriptionWords.ts';

export const subscriptionName = (row: SubscriptionRow): string => `${row.clientName}, ${row.planName}`;

const amount = (row: SubscriptionRow, cents: number | null) =>
  cents === null ? <span className="muted">–</span> : row.currency === 'aud' ? <Money cents={cents} /> : <span className="amount">{formatMoney(cents, row.currency)}</span>;
const amountText = (row: SubscriptionRow, cents: number | null): string =>
  cents === null ? '' : row.currency === 'aud' ? plainDecimal(cents) : `${row.currency.toUpperCase()} ${plainDecimal(cents, row.currency)}`;

export function subscriptionColumns(timeZone: string): readonly Column<SubscriptionRow, SubscriptionTotals>[] {
  const date = (at: string | null): string => (at === null ? '' : localDateOf(at, timeZone));
  return [
    { id: 'client', header: 'Client', widthRem: 11, grow: 2, sortKey: 'client', cell: (row) => <span>{row.clientName}</span>, text: (row) => row.clientName },
    { id: 'plan', header: 'Plan', widthRem: 5.75, sortKey: 'plan', cell: (row) => humanise(row.planTier), text: (row) => humanise(row.planTier) },
    {
      id: 'status', header: 'State', widthRem: 8.25, sortKey: 'status',
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
    },
    {
      id: 'override', header: 'Agreed price', unit: 'AUD', align: 'end', widthRem: 8, isHiddenAtFirst: true, isHiddenBesidePane: true,
      cell: (row) => amount(row, row.override?.amountCents ?? null), text: (row) => amountText(row, row.override?.amountCents ?? null),
    },
    {
      id: 'monthly', header: 'Monthly ex GST', unit: 'AUD', align: 'end', widthRem: 9.25, sortKey: 'monthly', isHiddenBesidePane: true,
      cell: (row) => amount(row, row.status === 'cancelled' ? null : row.monthlyExGstCents), text: (row) => amountText(row, row.monthlyExGstCents), total: (totals) => <Money cents={totals.monthlyExGstCents} />,
    },
    {
      id: 'next', header: 'Next incl. GST', unit: 'AUD', align: 'end', widthRem: 8.75, sortKey: 'next', isHiddenBesidePane: true,
      cell: (row) => amount(row, row.nextAmountCents), text: (row) => amountText(row, row.nextAmountCents), total: (totals) => <Money cents={totals.nextAmountCents} />,
    },
  ];
}
