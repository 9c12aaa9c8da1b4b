// One BAS quarter: its figures, and the ledger rows whose sum they are.
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import type { GstQuarter, LedgerFilter } from '../../../contract/ledger.ts';
import { ExportButton } from '../../app/export/ExportButton.tsx';
import { navigate } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate, formatQuarter, relativeDays } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { walkRows } from '../../ui/table/useRowWindow.ts';
import { ledgerColumns } from '../ledger/ledgerColumns.tsx';
import { LedgerTable, useLedgerList } from '../ledger/LedgerTable.tsx';
import css from './GstScreen.module.css';

export function QuarterDetail({
  quarter,
  onRemit,
}: {
  readonly quarter: GstQuarter;
  readonly onRemit: () => void;
}): ReactElement {
  const { today, timeZone } = useStatus();
  const filter: LedgerFilter = { quarter: quarter.quarter, moneyOnly: true };
  const list = useLedgerList(`gst-${quarter.quarter}`, filter, 'desc');
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const totals = list.firstPage?.totals ?? null;
  return (
    <section ref={section} tabIndex={-1} className={cx(css.detail)} aria-label={`Quarter ${quarter.quarter}`}>
      <div className={cx(css.detailHead)}>
        <h2>{`${quarter.quarter} · ${formatQuarter(quarter.quarter)}`}</h2>
        <span className={cx(css.spacer)} />
        <ExportButton
          title={`GST ${quarter.quarter}`}
          columns={shownColumns(ledgerColumns(timeZone), list.state)}
          pages={() => walkRows('ledger.list', { filter, direction: 'desc' })}
        />
        {quarter.remitted ? null : (
          <Button size="s" onPress={onRemit}>
            Mark remitted…
          </Button>
        )}
        <Button
          size="s"
          variant="quiet"
          aria-label={`Close quarter ${quarter.quarter}`}
          icon={<X aria-hidden="true" />}
          onPress={() => navigate('gst')}
        />
      </div>
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
        <LedgerTable label={`Ledger rows of ${quarter.quarter}`} list={list} filter={filter} direction="desc" />
      </div>
    </section>
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
