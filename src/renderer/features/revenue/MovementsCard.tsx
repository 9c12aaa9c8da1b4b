// The month's roll-forward: what the MRR opened with, every movement by reason, what it closed with.
import { lazy, type ReactElement } from 'react';
import { movementKinds, type RevenueFigures, type RevenueMovementKind } from '../../../contract/revenue.ts';
import { hrefOf, updateParams } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { kindWords } from './figureWords.ts';
import css from './Revenue.module.css';

const WaterfallChart = lazy(() => import('../../charts/WaterfallChart.tsx'));

interface Row {
  readonly id: string;
  readonly label: string;
  readonly set: string | null;
  readonly isReason: boolean;
  readonly clients: number | null;
  readonly amountCents: number;
}

export function MovementsCard({ month, figures }: { readonly month: string; readonly figures: RevenueFigures }): ReactElement {
  const sums = movementKinds.map((kind) => sumOf(figures, kind));
  const rows: Row[] = [
    { id: 'opening', label: `MRR at the start of ${formatMonth(month)}`, set: null, isReason: false, clients: figures.openingClients, amountCents: figures.openingCents },
    ...sums.flatMap(({ kind, amountCents, clients, reasons }): Row[] =>
      kind === 'correction' && clients === 0
        ? []
        : [
            { id: kind, label: kindWords[kind], set: clients === 0 ? null : `movement/${kind}`, isReason: false, clients, amountCents },
            ...reasons.map((row): Row => ({ id: `${kind} ${row.reason}`, label: row.reason ?? '', set: `movement/${kind}/${row.reason}`, isReason: true, clients: row.clients, amountCents: row.amountCents })),
          ],
    ),
    { id: 'closing', label: 'MRR at the end', set: null, isReason: false, clients: figures.closingClients, amountCents: figures.closingCents },
  ];
  return (
    <FiguresCard
      title={`MRR movements, ${formatMonth(month)}`}
      isWide
      numbers={() => [['Movement', 'Clients', 'MRR AUD'], ...rows.map((row) => [row.isReason ? `  ${row.label}` : row.label, row.clients === null ? '' : String(row.clients), plainDecimal(row.amountCents)])]}
      chart={
        <WaterfallChart
          opening={figures.openingCents}
          closing={figures.closingCents}
          steps={sums.filter(({ kind, clients }) => kind !== 'correction' || clients > 0).map(({ kind, amountCents }) => ({ id: kind, label: kindWords[kind], amountCents }))}
          onOpen={(kind) => updateParams({ set: `movement/${kind}` })}
        />
      }
      note={`The chart’s axis does not start at zero.${figures.sameMonthChurn === 0 ? '' : ` Same-month churn: ${formatCount(figures.sameMonthChurn)}, in New and in Churn, but in no rate.`}`}
    >
      <ReportTable
        caption="MRR movements of the month"
        rows={rows}
        keyOf={(row) => row.id}
        isMarked={(row) => row.set === null && (row.id === 'opening' || row.id === 'closing')}
        columns={[
          {
            id: 'label',
            header: 'Movement',
            cell: (row) => {
              const text = <span className={cx(row.isReason ? css.reason : css.strong)}>{row.label}</span>;
              return row.set === null ? text : <a href={hrefOf('revenue', { month, set: row.set })}>{text}</a>;
            },
          },
          { id: 'clients', header: 'Clients', align: 'end', cell: (row) => (row.clients === null ? '' : formatCount(row.clients)) },
          { id: 'amount', header: 'MRR', unit: 'AUD', align: 'end', cell: (row) => <Money cents={row.amountCents} manner="report" /> },
        ]}
      />
    </FiguresCard>
  );
}

function sumOf(figures: RevenueFigures, kind: RevenueMovementKind): { kind: RevenueMovementKind; amountCents: number; clients: number; reasons: RevenueFigures['movements'] } {
  const own = figures.movements.filter((row) => row.kind === kind);
  return {
    kind,
    amountCents: own.reduce((sum, { amountCents }) => sum + amountCents, 0),
    clients: own.reduce((sum, { clients }) => sum + clients, 0),
    reasons: own.filter(({ reason }) => reason !== null),
  };
}
