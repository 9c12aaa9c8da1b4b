// The payouts' columns: arrival, amount, what became of it, whether its members sum to it.
import { ArrowDownToLine, Ban, CircleCheck, CircleHelp, CircleX, Clock, Hand, Scale, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { OperationOutput } from '../../../contract/operations.ts';
import type { PayoutRow } from '../../../contract/reconcile.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { Pill, type PillTone } from '../../ui/Pill.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Amounts } from '../../ui/table/homeSum.ts';
import { payoutStatusWord } from './payoutStatusWord.ts';

type PayoutTotals = NonNullable<OperationOutput<'payouts.list'>['totals']>;

const statusLooks: Readonly<Record<string, readonly [icon: typeof Clock, tone: PillTone]>> = {
  pending: [Clock, 'neutral'],
  in_transit: [ArrowDownToLine, 'accent'],
  paid: [CircleCheck, 'good'],
  failed: [CircleX, 'red'],
  canceled: [Ban, 'neutral'],
};

export function PayoutStatusPill({ status }: { readonly status: string }): ReactElement {
  const [icon, tone] = statusLooks[status] ?? ([CircleHelp, 'neutral'] as const);
  return (
    <Pill icon={icon} tone={tone}>
      {payoutStatusWord(status)}
    </Pill>
  );
}

const tieLooks = {
  tied: [Scale, 'good', 'Ties out'],
  differs: [TriangleAlert, 'red', 'Differs'],
  manual: [Hand, 'amber', 'Manual'],
  unread: [Clock, 'neutral', 'Being read'],
} as const;

export function TiePill({ tie }: { readonly tie: PayoutRow['tie'] }): ReactElement {
  const [icon, tone, word] = tieLooks[tie];
  return (
    <Pill icon={icon} tone={tone}>
      {word}
    </Pill>
  );
}

/** What failed or was cancelled did not reach the bank. */
export const paidOutAmounts: Amounts<PayoutRow> = {
  centsOf: (row) => row.amountCents,
  currencyOf: (row) => row.currency,
  isSummed: (row) => row.status !== 'failed' && row.status !== 'canceled',
};

export const payoutColumns: readonly Column<PayoutRow, PayoutTotals>[] = [
  {
    id: 'arrival',
    header: 'Arrival',
    widthRem: 7,
    sortKey: 'date',
    cell: (row) => formatLocalDate(row.arrivalDate),
    text: (row) => row.arrivalDate,
  },
  {
    id: 'status',
    header: 'Status',
    widthRem: 8,
    sortKey: 'status',
    cell: (row) => <PayoutStatusPill status={row.status} />,
    text: (row) => payoutStatusWord(row.status),
  },
  {
    id: 'tie',
    header: 'Members',
    widthRem: 8,
    cell: (row) => <TiePill tie={row.tie} />,
    text: (row) => tieLooks[row.tie][2],
  },
  {
    id: 'count',
    header: 'Transactions',
    align: 'end',
    widthRem: 7,
    isHiddenBesidePane: true,
    cell: (row) => (row.tie === 'manual' ? <span className="muted">–</span> : formatCount(row.memberCount)),
    text: (row) => (row.tie === 'manual' ? '' : String(row.memberCount)),
  },
  {
    id: 'created',
    header: 'Started',
    widthRem: 7,
    isHiddenBesidePane: true,
    cell: (row) => formatLocalDate(row.createdDate),
    text: (row) => row.createdDate,
  },
  {
    id: 'kind',
    header: 'Made',
    widthRem: 8,
    grow: 1,
    isHiddenBesidePane: true,
    cell: (row) => <span className="muted">{row.isAutomatic ? 'by schedule' : 'by hand'}</span>,
    text: (row) => (row.isAutomatic ? 'by schedule' : 'by hand'),
  },
  amountColumn({ id: 'amount', header: 'Amount', widthRem: 8, sortKey: 'amount', ...paidOutAmounts, totalOf: (totals) => totals.amountCents }),
  {
    id: 'id',
    header: 'Stripe id',
    widthRem: 14,
    isHiddenAtFirst: true,
    cell: (row) => <code>{row.id}</code>,
    text: (row) => row.id,
  },
];
