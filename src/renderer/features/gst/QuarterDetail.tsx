// One BAS quarter: its figures, and the ledger rows whose sum they are.
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GstQuarter, LedgerFilter } from '../../../contract/ledger.ts';
import { ExportButton } from '../../app/export/ExportButton.tsx';
import { navigate, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { DetailSection } from '../../ui/DetailSection.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate, formatQuarter, relativeDays } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { ColumnChooser, shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { ledgerColumns } from '../ledger/ledgerColumns.tsx';
import { LedgerSelectionBar, LedgerTable, useLedgerList } from '../ledger/LedgerTable.tsx';
import css from './GstScreen.module.css';

export function QuarterDetail({
  quarter,
  onRemit,
}: {
  readonly quarter: GstQuarter;
  readonly onRemit: () => void;
}): ReactElement {
  const { today, timeZone } = useStatus();
  const { direction } = decodeSort(useRoute().params.get('sort'), ['date'], { key: 'date', direction: 'desc' });
  const filter: LedgerFilter = { quarter: quarter.quarter, moneyOnly: true };
  const list = useLedgerList(`gst-${quarter.quarter}`, filter, direction);
  const totals = list.firstPage?.totals ?? null;
  return (
    <DetailSection
      label={`Quarter ${quarter.quarter}`}
      title={`${quarter.quarter} · ${formatQuarter(quarter.quarter)}`}
      closeLabel={`Close quarter ${quarter.quarter}`}
      onClose={() => navigate('gst')}
      acts={
        <>
          <ColumnChooser columns={ledgerColumns(timeZone)} state={list.state} />
          <ExportButton
            title={`GST ${quarter.quarter}`}
            columns={shownColumns(ledgerColumns(timeZone), list.state)}
            pages={list.pages}
            rowCount={totals?.count}
          />
          {quarter.remitted ? null : (
            <Button size="s" onPress={onRemit}>
              Mark remitted…
            </Button>
          )}
        </>
      }
    >
      <div className={cx(css.figures)}>
        <Facts
          isAcross
          facts={[
            ['Period', `${formatLocalDate(quarter.from)} – ${formatLocalDate(quarter.to)}`],
            ['Lodge by', `${formatLocalDate(quarter.dueDate)}, ${relativeDays(today, quarter.dueDate)}`],
            ['Sales, incl. GST', formatMoney(quarter.salesTotalCents)],
            ['Sales, ex GST', formatMoney(quarter.salesExGstCents)],
            ['Refunds, incl. GST', formatMoney(-Math.abs(quarter.refundsTotalCents))],
            ['GST collected', formatMoney(quarter.gstCollectedCents)],
            ['GST refunded', formatMoney(-quarter.gstRefundedCents)],
            ['GST net', formatMoney(quarter.gstNetCents)],
          ]}
        />
        {totals === null ? null : (
          <SumRepeated rowCount={totals.count} sumCents={totals.gstCents} netCents={quarter.gstNetCents} />
        )}
      </div>
      <div className={cx(css.rows)}>
        <LedgerTable label={`Ledger rows of ${quarter.quarter}`} list={list} filter={filter} direction={direction} />
      </div>
      <LedgerSelectionBar list={list} />
    </DetailSection>
  );
}

/** No dead totals: the rows below, summed again, must give the figure above. */
function SumRepeated({
  rowCount,
  sumCents,
  netCents,
}: {
  readonly rowCount: number;
  readonly sumCents: number;
  readonly netCents: number;
}): ReactElement {
  const isEqual = sumCents === netCents;
  return (
    <p className={cx(css.sum, !isEqual && css.differs)} role="status">
      {isEqual ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      {isEqual
        ? `The GST of the ${countOf(rowCount, 'row')} below sums to ${formatMoney(sumCents)}: equal to GST net.`
        : `The GST of the ${countOf(rowCount, 'row')} below sums to ${formatMoney(sumCents)}, ${formatMoney(Math.abs(sumCents - netCents))} away from GST net. Rows of test data and other currencies are listed but not counted; if there are none, run “Check the books” in the ledger.`}
    </p>
  );
}
