// One month of fees: by type, the tax invoice with its history, the purchase for QuickBooks, and every transaction behind the sum.
import { useState, type ReactElement } from 'react';
import type { FeeMonthRow, FeeTaxInvoice } from '../../../contract/reconcile.ts';
import { navigate } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { saveFile } from '../../app/export/writtenFile.ts';
import { call } from '../../bridge/call.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DetailSection } from '../../ui/DetailSection.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant, formatLocalDate, formatMonth } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import { feeTypeWord } from './feeWords.ts';
import { TransactionTable } from './PayoutPane.tsx';
import css from './ReconcileScreen.module.css';

export function FeeMonthDetail({ month, onEnter }: { readonly month: FeeMonthRow; readonly onEnter: () => void }): ReactElement {
  const detail = useQueryOperation('fees.month', { month: month.month });
  const [isQueueing, setQueueing] = useState(false);
  const name = formatMonth(month.month);
  return (
    <DetailSection
      label={`Fees of ${name}`}
      title={`Fees of ${name}`}
      closeLabel={`Close the fees of ${name}`}
      onClose={() => navigate('reconcile', { tab: 'fees' })}
      acts={
        <>
          <Button size="s" disabledReason={month.state === 'running' ? 'The month is not over yet' : undefined} onPress={onEnter}>
            {month.taxInvoice === null ? 'Enter tax invoice…' : 'Correct tax invoice…'}
          </Button>
          <Button size="s" disabledReason={whyNotQueued(month)} onPress={() => setQueueing(true)}>
            Prepare the QuickBooks purchase…
          </Button>
        </>
      }
    >
      <div className={cx(css.detailBody)}>
        {detail.isError ? <ErrorNote error={toOperationError(detail.error)} onRetry={() => void detail.refetch()} /> : null}
        <ByType month={month} />
        <TaxInvoice month={month} history={detail.data?.history ?? []} />
        {detail.data === undefined ? null : (
          <section>
            <h3>Transactions with a fee</h3>
            <p className="muted">
              {`${countOf(detail.data.rows.length + detail.data.rowsLeftOut, 'transaction')} took ${formatMoney(month.chargedCents)} from the Stripe balance.`}
              {detail.data.rowsLeftOut === 0 ? '' : ` The latest ${formatCount(detail.data.rows.length)} are shown.`}
            </p>
            <TransactionTable caption="Transactions with a fee" rows={detail.data.rows} />
          </section>
        )}
      </div>
      <QueueDialog month={month} isOpen={isQueueing} onClose={() => setQueueing(false)} />
    </DetailSection>
  );
}

function whyNotQueued(month: FeeMonthRow): string | undefined {
  if (month.document !== null) return `It is prepared already: ${month.document.number}, ${humanise(month.document.status).toLowerCase()}`;
  if (month.state === 'running') return 'The month is not over yet';
  if (month.taxInvoice === null) return 'Enter Stripe’s tax invoice first';
  return month.state === 'variance' ? 'Correct or explain the variance first' : undefined;
}

function ByType({ month }: { readonly month: FeeMonthRow }): ReactElement {
  return (
    <section aria-label="By type">
      <h3>By type</h3>
      <div className={cx(css.scroll)} tabIndex={0} role="region" aria-label="Fees by type">
        <ReportTable
          caption="Fees by type"
          rows={month.types}
          keyOf={(row) => row.feeType}
          hasTotal
          columns={[
            { id: 'type', header: 'Type', cell: (row) => feeTypeWord(row.feeType), total: 'Charged' },
            { id: 'count', header: 'Transactions', align: 'end', cell: (row) => formatCount(row.count) },
            { id: 'gst', header: 'GST in it', align: 'end', cell: (row) => <Money cents={row.gstIncludedCents} manner="report" /> },
            { id: 'onTop', header: 'GST on top', align: 'end', cell: (row) => <Money cents={row.gstOnTopCents} manner="report" /> },
            { id: 'cost', header: 'Fee', unit: 'AUD', align: 'end', cell: (row) => <Money cents={row.costCents} />, total: <Money cents={month.chargedCents} /> },
          ]}
        />
      </div>
      <p className="muted">
        GST is an estimate: 1/11 is included in payment and dispute fees, and 10 % comes on top of Radar and Connect fees.
        {month.gstToComeCents === 0 ? '' : ` ${formatMoney(month.gstToComeCents)} of it was not charged to the balance and is expected on the tax invoice.`}
      </p>
    </section>
  );
}

function TaxInvoice({ month, history }: { readonly month: FeeMonthRow; readonly history: readonly FeeTaxInvoice[] }): ReactElement {
  const { timeZone } = useStatus();
  const invoice = month.taxInvoice;
  const corrections = history.slice(1);
  return (
    <section aria-label="Tax invoice">
      <h3>Tax invoice</h3>
      {invoice === null ? (
        <p className="muted">{`Not entered. The fees come to ${formatMoney(month.expectedCents)}, of it ${formatMoney(month.gstEstimateCents)} GST by estimate.`}</p>
      ) : (
        <Facts
          isAcross
          facts={[
            ['Number', invoice.number],
            ['Date', formatLocalDate(invoice.date)],
            ['Total, incl. GST', formatMoney(invoice.totalCents)],
            ['GST', formatMoney(invoice.gstCents)],
            ['Variance', <span key="variance" className={cx(css.variance)}>{formatMoney(month.varianceCents ?? 0)}</span>],
            ['GST against the estimate', formatMoney(month.gstVarianceCents ?? 0)],
            invoice.varianceNote === null ? null : ['Explained', `${humanise(invoice.varianceClass ?? '')}: ${invoice.varianceNote}`],
            ['PDF', invoice.attachment === null ? 'None attached' : <AttachmentButton key="pdf" attachment={invoice.attachment} />],
          ]}
        />
      )}
      {corrections.length === 0 ? null : (
        <>
          <p className="muted">{`Corrected ${countOf(corrections.length, 'time')}; what was typed in before:`}</p>
          <ul>
            {corrections.map((row) => (
              <li key={row.id} className="muted">
                {`${formatInstant(row.recordedAt, timeZone)}: ${row.number}, ${formatMoney(row.totalCents)}, GST ${formatMoney(row.gstCents)}${row.varianceNote === null ? '' : `, ${row.varianceNote}`}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AttachmentButton({ attachment }: { readonly attachment: NonNullable<FeeTaxInvoice['attachment']> }): ReactElement {
  const save = async (): Promise<void> => {
    try {
      const file = await call('fees.attachment', { attachmentId: attachment.id });
      const bytes = Uint8Array.from(atob(file.contentBase64), (letter) => letter.charCodeAt(0));
      saveFile(file.fileName, new Blob([bytes], { type: file.mediaType }));
    } catch (thrown) {
      toastFailure('The PDF was not saved', thrown);
    }
  };
  return (
    <Button size="s" variant="quiet" onPress={() => void save()}>
      {`Save ${attachment.fileName}`}
    </Button>
  );
}

function QueueDialog({ month, isOpen, onClose }: { readonly month: FeeMonthRow; readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const queue = useCommandOperation('fees.queueForQuickBooks');
  const invoice = month.taxInvoice;
  return (
    <ConfirmDialog
      isOpen={isOpen && invoice !== null}
      title={`Prepare the purchase of ${formatMonth(month.month)}?`}
      confirmLabel="Prepare 1 purchase"
      onClose={onClose}
      onConfirm={async () => {
        await queue.run({ month: month.month });
        toastDone('The purchase waits for review under QuickBooks');
      }}
    >
      {invoice === null ? null : (
        <Facts
          facts={[
            ['Tax invoice', invoice.number],
            ['Total, incl. GST', formatMoney(invoice.totalCents)],
            ['GST', formatMoney(invoice.gstCents)],
          ]}
        />
      )}
      <p>One aggregate expense for the month, as Stripe’s tax invoice states it. Nothing is sent to QuickBooks before someone approves it there.</p>
    </ConfirmDialog>
  );
}
