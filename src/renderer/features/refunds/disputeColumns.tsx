// The columns of the disputes list, by deadline.
import type { DisputeRow } from '../../../contract/disputes.ts';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Money } from '../../ui/Money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { statePill } from './refundColumns.tsx';
import { disputeStateWord, dueWords, evidenceWords } from './refundWords.ts';

interface DisputeTotals {
  readonly count: number;
  readonly amountCents: number;
  readonly withheldCents: number;
}

/** Sums in Australian dollars; the list comes whole. */
export function totalsOf(rows: readonly DisputeRow[]): DisputeTotals {
  const home = rows.filter(({ currency }) => currency === 'aud');
  return {
    count: rows.length,
    amountCents: home.reduce((sum, row) => sum + row.amountCents, 0),
    withheldCents: home.reduce((sum, row) => sum + row.withheldCents, 0),
  };
}

export const disputeColumns = (timeZone: string): readonly Column<DisputeRow, DisputeTotals>[] => [
  { id: 'due', header: 'Due', widthRem: 6.75, cell: (row) => (row.dueBy === null ? '' : formatLocalDate(localDateOf(row.dueBy, timeZone))), text: (row) => row.dueBy ?? '' },
  { id: 'left', header: 'Left', widthRem: 4.5, cell: (row) => dueWords(row.daysLeft), text: (row) => dueWords(row.daysLeft) },
  { id: 'client', header: 'Client', widthRem: 10, grow: 2, cell: (row) => <span>{row.clientName}</span>, text: (row) => row.clientName },
  { id: 'invoice', header: 'Invoice', widthRem: 5.5, isHiddenBesidePane: true, cell: (row) => row.invoiceNumber ?? '', text: (row) => row.invoiceNumber ?? '' },
  { id: 'amount', header: 'Disputed', unit: 'AUD', align: 'end', widthRem: 6.5, cell: (row) => (row.currency === 'aud' ? <Money cents={row.amountCents} /> : <span className="amount">{formatMoney(row.amountCents, row.currency)}</span>), text: (row) => plainDecimal(row.amountCents, row.currency), total: ({ amountCents }) => <Money cents={amountCents} /> },
  { id: 'withheld', header: 'Withheld', unit: 'AUD', align: 'end', widthRem: 7, isHiddenBesidePane: true, cell: (row) => <Money cents={row.withheldCents} manner="report" />, text: (row) => plainDecimal(row.withheldCents), total: ({ withheldCents }) => <Money cents={withheldCents} /> },
  { id: 'state', header: 'State', widthRem: 9.5, cell: (row) => statePill(disputeStateWord(row.status)), text: (row) => disputeStateWord(row.status).word },
  { id: 'evidence', header: 'Evidence', widthRem: 6.75, isHiddenBesidePane: true, cell: (row) => evidenceWords[row.evidence], text: (row) => evidenceWords[row.evidence] },
  { id: 'reason', header: 'Reason', widthRem: 6.5, grow: 1, isHiddenBesidePane: true, cell: (row) => <span className="muted">{humanise(row.reason ?? '')}</span>, text: (row) => humanise(row.reason ?? '') },
  { id: 'opened', header: 'Opened', widthRem: 6.75, isHiddenAtFirst: true, cell: (row) => formatLocalDate(localDateOf(row.createdAt, timeZone)), text: (row) => row.createdAt },
];
