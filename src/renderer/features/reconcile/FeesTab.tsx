// Stripe's fees month by month, each beside its tax invoice.
import { ReceiptText } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { FeeMonthRow } from '../../../contract/reconcile.ts';
import { EmptyState } from '../../app/list/EmptyState.tsx';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { hrefOf, useRoute } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMonth } from '../../ui/formatDate.ts';
import { plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card, ScreenPage } from '../../ui/Screen.tsx';
import { FeeInvoiceDialog } from './FeeInvoiceDialog.tsx';
import { FeeMonthDetail } from './FeeMonthDetail.tsx';
import { feeStateLooks } from './feeWords.ts';
import css from './ReconcileScreen.module.css';

export function FeesTab(): ReactElement {
  const { params } = useRoute();
  const fees = useQueryOperation('fees.months', {});
  const [entering, setEntering] = useState<FeeMonthRow | null>(null);
  const months = fees.data?.months ?? [];
  const open = months.find(({ month }) => month === params.get('open'));
  return (
    <ScreenPage>
      {fees.isError ? <ErrorNote error={toOperationError(fees.error)} onRetry={() => void fees.refetch()} /> : null}
      {fees.isSuccess && months.length === 0 ? (
        <EmptyState icon={ReceiptText} title="No fees yet">
          Stripe’s fees appear here once the first charge is settled.
        </EmptyState>
      ) : (
        <Card title="Fees by month, AUD" isFlush acts={<NumbersTools title="Stripe fees by month" numbers={() => numbersOf(months)} />}>
          <div className={cx(css.scroll)} tabIndex={0} role="region" aria-label="Fees by month">
            <ReportTable
              caption="Stripe’s fees by month"
              rows={months}
              keyOf={(row) => row.month}
              isMarked={(row) => row.month === open?.month}
              columns={[
                {
                  id: 'month',
                  header: 'Month',
                  cell: (row) => (
                    <a
                      href={hrefOf('reconcile', { tab: 'fees', open: row.month })}
                      {...(row.month === open?.month ? { 'aria-current': 'true' as const } : {})}
                    >
                      {formatMonth(row.month)}
                    </a>
                  ),
                },
                { id: 'expected', header: 'Fees, incl. GST', align: 'end', cell: (row) => <Money cents={row.expectedCents} manner="report" /> },
                { id: 'gst', header: 'GST estimate', align: 'end', cell: (row) => <Money cents={row.gstEstimateCents} manner="report" /> },
                {
                  id: 'invoice',
                  header: 'Tax invoice',
                  align: 'end',
                  cell: (row) => (row.taxInvoice === null ? <span className="muted">–</span> : <Money cents={row.taxInvoice.totalCents} />),
                },
                {
                  id: 'variance',
                  header: 'Variance',
                  align: 'end',
                  cell: (row) => (row.varianceCents === null ? <span className="muted">–</span> : <Money cents={row.varianceCents} manner="report" />),
                },
                {
                  id: 'state',
                  header: 'State',
                  cell: (row) => {
                    const { icon, tone, word } = feeStateLooks[row.state];
                    return (
                      <Pill icon={icon} tone={tone}>
                        {word}
                      </Pill>
                    );
                  },
                },
                {
                  id: 'act',
                  header: 'To do',
                  cell: (row) =>
                    row.taxInvoice === null && row.state !== 'running' ? (
                      <Button size="s" aria-label={`Enter the tax invoice of ${formatMonth(row.month)}…`} onPress={() => setEntering(row)}>
                        Enter tax invoice…
                      </Button>
                    ) : null,
                },
              ]}
            />
          </div>
        </Card>
      )}
      {open === undefined ? null : <FeeMonthDetail key={open.month} month={open} onEnter={() => setEntering(open)} />}
      {entering === null ? null : <FeeInvoiceDialog month={entering} onClose={() => setEntering(null)} />}
    </ScreenPage>
  );
}

const numbersOf = (months: readonly FeeMonthRow[]): string[][] => [
  ['Month', 'Fees incl. GST AUD', 'GST estimate AUD', 'Tax invoice', 'Tax invoice AUD', 'Variance AUD', 'State'],
  ...months.map((row) => [
    row.month,
    plainDecimal(row.expectedCents),
    plainDecimal(row.gstEstimateCents),
    row.taxInvoice?.number ?? '',
    row.taxInvoice === null ? '' : plainDecimal(row.taxInvoice.totalCents),
    row.varianceCents === null ? '' : plainDecimal(row.varianceCents),
    feeStateLooks[row.state].word,
  ]),
];
