// Refunds and disputes of one invoice, with the way to record another.
import type { ReactElement } from 'react';
import type { InvoiceStory } from '../../../contract/invoices.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { FraudActs, fraudSentence } from '../refunds/FraudActs.tsx';
import { statePill } from '../refunds/refundColumns.tsx';
import { disputeStateWord, documentStateWord, dueWords, originWord, refundStateWord } from '../refunds/refundWords.ts';
import css from './story.module.css';

export function StoryRefunds({ invoice }: { readonly invoice: InvoiceStory['invoice'] }): ReactElement | null {
  const { timeZone } = useStatus();
  const refunds = useQueryOperation('refunds.list', { filter: { invoiceId: invoice.id }, withTotals: false });
  const disputes = useQueryOperation('disputes.list', {});
  const fraud = useQueryOperation('fraudWarnings.list', { invoiceId: invoice.id });
  const warnings = fraud.data?.warnings ?? [];
  const own = (disputes.data?.rows ?? []).filter((row) => row.invoiceId === invoice.id);
  const rows = refunds.data?.rows ?? [];
  if (invoice.status !== 'paid' && rows.length === 0 && own.length === 0 && warnings.length === 0) return null;
  return (
    <PaneSection title="Refunds and disputes" acts={<a href={hrefOf('refunds', { record: invoice.id })}>Record a refund</a>}>
      {warnings.map((warning) => (
        <Note key={warning.id} tone={warning.isOpen ? 'error' : 'info'} title="Early fraud warning">
          <p>{fraudSentence(warning, timeZone)}</p>
          {warning.isOpen ? (
            <p className={cx(css.acts)}>
              <FraudActs warning={warning} mayRefund={fraud.data?.mayRefund === true} isOfInvoice />
            </p>
          ) : null}
        </Note>
      ))}
      {rows.length === 0 && own.length === 0 && warnings.length === 0 ? <p className="muted">Nothing was given back, and nothing is disputed.</p> : null}
      {own.map((dispute) => (
        <p key={dispute.id}>
          <a href={hrefOf('refunds', { tab: 'disputes', open: dispute.id })}>{`Dispute of ${formatMoney(dispute.amountCents, dispute.currency)}`}</a>
          {dispute.daysLeft === null ? ' ' : `, evidence due: ${dueWords(dispute.daysLeft)} `}
          {statePill(disputeStateWord(dispute.status))}
        </p>
      ))}
      {rows.length === 0 ? null : (
        <div className={cx(css.bleed)}>
          <ReportTable
            caption="Refunds of this invoice"
            rows={rows}
            keyOf={(row) => row.id}
            columns={[
              { id: 'date', header: 'Date', cell: (row) => <a href={hrefOf('refunds', { open: row.id })}>{formatLocalDate(row.date)}</a> },
              { id: 'origin', header: 'Origin', cell: (row) => originWord(row.origin) },
              { id: 'state', header: 'State', cell: (row) => refundStateWord(row.status).word },
              { id: 'quickBooks', header: 'QuickBooks', cell: (row) => documentStateWord(row.document?.status ?? 'none').word },
              { id: 'gst', header: 'GST', align: 'end', cell: (row) => (row.gstCents === null ? '' : <Money cents={row.gstCents} currency={row.currency} />) },
              { id: 'total', header: 'Refunded', unit: invoice.currency.toUpperCase(), align: 'end', cell: (row) => <Money cents={row.totalCents} currency={row.currency} /> },
            ]}
          />
        </div>
      )}
    </PaneSection>
  );
}
