// GST & BAS: the quarters, and for the open one its figures and the ledger rows that make them.
import { Check, CircleDashed, Landmark, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { GstQuarter } from '../../../contract/ledger.ts';
import { EmptyState } from '../../app/list/EmptyState.tsx';
import { ExportButton } from '../../app/export/ExportButton.tsx';
import type { ExportColumn } from '../../app/export/exportSheet.ts';
import { hrefOf, updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { daysBetween, formatInstant, formatLocalDate, formatQuarter, relativeDays } from '../../ui/formatDate.ts';
import { countOf, formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card, ScreenHead, ScreenPage } from '../../ui/Screen.tsx';
import css from './GstScreen.module.css';
import { MarkRemittedDialog } from './MarkRemittedDialog.tsx';
import { QuarterDetail } from './QuarterDetail.tsx';

const SOON_DAYS = 14;

const amountColumn = (header: string, centsOf: (entry: GstQuarter) => number): ExportColumn<GstQuarter> => ({
  header,
  unit: 'AUD',
  align: 'end',
  text: (entry) => plainDecimal(centsOf(entry)),
});

const quarterColumns: readonly ExportColumn<GstQuarter>[] = [
  { header: 'Quarter', text: (entry) => entry.quarter },
  { header: 'From', text: (entry) => entry.from },
  { header: 'To', text: (entry) => entry.to },
  { header: 'Due', text: (entry) => entry.dueDate },
  amountColumn('Sales ex GST', (entry) => entry.salesExGstCents),
  amountColumn('Sales total', (entry) => entry.salesTotalCents),
  amountColumn('Refunds total', (entry) => entry.refundsTotalCents),
  amountColumn('GST collected', (entry) => entry.gstCollectedCents),
  amountColumn('GST refunded', (entry) => entry.gstRefundedCents),
  amountColumn('GST net', (entry) => entry.gstNetCents),
  { header: 'Invoices', align: 'end', text: (entry) => String(entry.invoiceCount) },
  { header: 'Remitted', text: (entry) => (entry.remitted ? 'yes' : 'no') },
  { header: 'Remitted at', text: (entry) => entry.remittedAt ?? '' },
];

export default function GstScreen(): ReactElement {
  const { params } = useRoute();
  const { today } = useStatus();
  const gst = useQueryOperation('gst.quarters', {});
  const [remitting, setRemitting] = useState<GstQuarter | null>(null);
  const quarters = gst.data?.quarters ?? [];
  const onlyDue = params.get('due') === '1';
  const shown = onlyDue ? quarters.filter(({ isCurrent, remitted }) => !isCurrent && !remitted) : quarters;
  const open = quarters.find(({ quarter }) => quarter === params.get('quarter'));
  return (
    <>
      <ScreenHead title="GST & BAS">
        <p>Australian fiscal quarters, on a cash basis: what was paid and refunded in the quarter.</p>
      </ScreenHead>
      <ScreenPage>
        {gst.isError ? <ErrorNote error={toOperationError(gst.error)} onRetry={() => void gst.refetch()} /> : null}
        {gst.isSuccess && quarters.length === 0 ? (
          <EmptyState icon={Landmark} title="No quarter yet">
            The first paid invoice opens the first quarter.
          </EmptyState>
        ) : (
          <Card
            title="Quarters, amounts in AUD"
            isFlush
            acts={
              <>
                {onlyDue ? (
                  <Button size="s" onPress={() => updateParams({ due: undefined })}>
                    {`${countOf(shown.length, 'quarter')} not remitted: show all ${formatCount(quarters.length)}`}
                  </Button>
                ) : null}
                <ExportButton title="GST by quarter" tip={onlyDue ? 'The quarters shown' : 'Every quarter'} columns={quarterColumns} pages={() => [shown]} rowCount={shown.length} />
              </>
            }
          >
            <ReportTable
              caption="GST by fiscal quarter"
              rows={shown}
              keyOf={(entry) => entry.quarter}
              isMarked={(entry) => entry.quarter === open?.quarter}
              columns={[
                {
                  id: 'quarter',
                  header: 'Quarter',
                  cell: (entry) => (
                    <span className={cx(css.quarter)}>
                      <a
                        href={hrefOf('gst', { quarter: entry.quarter })}
                        {...(entry.quarter === open?.quarter ? { 'aria-current': 'true' as const } : {})}
                      >
                        {entry.quarter}
                      </a>
                      <span className="muted">{formatQuarter(entry.quarter)}</span>
                      {entry.isCurrent ? <span className={cx(css.current)}>current</span> : null}
                    </span>
                  ),
                },
                { id: 'count', header: 'Invoices', align: 'end', cell: (entry) => formatCount(entry.invoiceCount) },
                {
                  id: 'sales',
                  header: 'Sales',
                  align: 'end',
                  cell: (entry) => <Money cents={entry.salesTotalCents} manner="report" />,
                },
                {
                  id: 'refunds',
                  header: 'Refunds',
                  align: 'end',
                  cell: (entry) => <Money cents={-Math.abs(entry.refundsTotalCents)} manner="report" />,
                },
                {
                  id: 'collected',
                  header: 'GST collected',
                  align: 'end',
                  cell: (entry) => <Money cents={entry.gstCollectedCents} manner="report" />,
                },
                {
                  id: 'refunded',
                  header: 'GST refunded',
                  align: 'end',
                  cell: (entry) => <Money cents={-entry.gstRefundedCents} manner="report" />,
                },
                {
                  id: 'net',
                  header: 'GST net',
                  align: 'end',
                  cell: (entry) => (
                    <strong className={cx(css.net)}>
                      <Money cents={entry.gstNetCents} manner="report" />
                    </strong>
                  ),
                },
                { id: 'due', header: 'Due', cell: (entry) => formatLocalDate(entry.dueDate) },
                {
                  id: 'state',
                  header: 'BAS',
                  cell: (entry) => (
                    <span className={cx(css.state)}>
                      <RemittedState quarter={entry} today={today} />
                      {entry.remitted || entry.isCurrent ? null : (
                        <Button
                          size="s"
                          aria-label={`Mark ${entry.quarter} remitted…`}
                          onPress={() => setRemitting(entry)}
                        >
                          Mark remitted…
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]}
            />
          </Card>
        )}
        {gst.data === undefined ? null : (
          <LeftOut testRows={gst.data.testRowsLeftOut} otherCurrencyRows={gst.data.otherCurrencyRowsLeftOut} />
        )}
        {open === undefined ? null : (
          <QuarterDetail key={open.quarter} quarter={open} onRemit={() => setRemitting(open)} />
        )}
      </ScreenPage>
      <MarkRemittedDialog key={remitting?.quarter ?? 'none'} quarter={remitting} onClose={() => setRemitting(null)} />
    </>
  );
}

function RemittedState({ quarter, today }: { readonly quarter: GstQuarter; readonly today: string }): ReactElement {
  const { timeZone } = useStatus();
  if (quarter.remitted) {
    return (
      <span className={cx(css.state)}>
        <Pill icon={Check} tone="good">
          Remitted
        </Pill>
        {quarter.remittedAt === null ? null : (
          <span className="muted">{formatInstant(quarter.remittedAt, timeZone).split(',')[0]}</span>
        )}
      </span>
    );
  }
  const days = daysBetween(today, quarter.dueDate);
  if (!quarter.isCurrent && days <= SOON_DAYS) {
    return (
      <Pill icon={TriangleAlert} tone={days < 0 ? 'red' : 'amber'}>
        {days < 0
          ? `Overdue by ${-days} ${days === -1 ? 'day' : 'days'}`
          : `Due ${relativeDays(today, quarter.dueDate)}`}
      </Pill>
    );
  }
  return (
    <Pill icon={CircleDashed} tone="neutral">
      {quarter.isCurrent ? 'Running' : 'Not remitted'}
    </Pill>
  );
}

function LeftOut({
  testRows,
  otherCurrencyRows,
}: {
  readonly testRows: number;
  readonly otherCurrencyRows: number;
}): ReactElement | null {
  if (testRows + otherCurrencyRows === 0) return null;
  const parts = [
    testRows === 0 ? '' : countOf(testRows, 'test row'),
    otherCurrencyRows === 0 ? '' : `${countOf(otherCurrencyRows, 'row')} in other currencies`,
  ].filter(Boolean);
  return <p className="muted">{`Left out of every figure here: ${parts.join(' and ')}.`}</p>;
}
