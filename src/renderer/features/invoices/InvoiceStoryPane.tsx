// The story of one invoice: Stripe invoice → charge → balance transaction → fee → payout, its lines and ledger rows,
// its QuickBooks documents with the eight steps, and every event with its time.
import { CircleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { InvoiceStory } from '../../../contract/invoices.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant, formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Id } from '../../ui/Id.tsx';
import { Money } from '../../ui/Money.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { actFor } from '../quickbooks/queueActs.ts';
import { failureWords } from './failureWords.ts';
import { MoneyPath } from './MoneyPath.tsx';
import { PushAttempts } from './PushAttempts.tsx';
import { QbStatusPill, StripeStatusPill } from './StatusPills.tsx';
import { revenueTypeWords } from './statusWords.ts';
import { humanise } from '../../ui/humanise.ts';
import css from './story.module.css';
import { StoryRefunds } from './StoryRefunds.tsx';
import { Timeline } from './Timeline.tsx';

interface PaneProps {
  readonly invoiceId: number;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

export function InvoiceStoryPane({ invoiceId, onClose, onStep }: PaneProps): ReactElement {
  const story = useQueryOperation('invoices.get', { invoiceId });
  const qbStatus = story.data?.invoice.qbStatus;
  const act = qbStatus === undefined ? null : actFor(qbStatus);
  const reviewLink =
    act === null ? undefined : (
      <a href={hrefOf('quickbooks', { tab: qbStatus, open: invoiceId })}>
        {act === 'approve' ? 'Review for QuickBooks' : 'Open in the QuickBooks queue'}
      </a>
    );
  return (
    <DetailPane
      rowKey={invoiceId}
      label={story.data?.invoice.number ?? 'Invoice'}
      onClose={onClose}
      onStep={onStep}
      foot={reviewLink}
      heading={
        story.data === undefined ? <h2 className={cx(css.title)}>Invoice</h2> : <StoryHeading story={story.data} />
      }
    >
      {story.isError ? <ErrorNote error={toOperationError(story.error)} onRetry={() => void story.refetch()} /> : null}
      {story.data === undefined ? (
        story.isError ? null : (
          <p className={cx(css.loading)}>Opening the story…</p>
        )
      ) : (
        <StoryBody story={story.data} />
      )}
    </DetailPane>
  );
}

export function StoryHeading({ story }: { readonly story: InvoiceStory }): ReactElement {
  const { invoice } = story;
  const fraud = useQueryOperation('fraudWarnings.list', { invoiceId: invoice.id, openOnly: true });
  return (
    <>
      <h2 className={cx(css.title)}>
        <span>{invoice.number ?? 'No number yet'}</span>
        <span className={cx(css.amount)}>{formatMoney(invoice.totalCents, invoice.currency)}</span>
      </h2>
      <p className={cx(css.client)}>
        <a
          href={hrefOf(
            'invoices',
            invoice.rtoCode === null ? { search: invoice.clientName } : { rtoCode: invoice.rtoCode },
          )}
        >
          {invoice.clientName}
        </a>
        {invoice.rtoCode === null ? '' : ` · RTO ${invoice.rtoCode}`}
        {' · '}
        <span className={cx(css.unbroken)}>{formatLocalDate(invoice.date)}</span>
      </p>
      <p className={cx(css.pills)}>
        <StripeStatusPill status={invoice.status} />
        <QbStatusPill status={invoice.qbStatus} />
        {invoice.hasDrift ? (
          <a href={hrefOf('reconcile', { tab: 'changes', of: invoice.id })}>Changed in QuickBooks</a>
        ) : null}
        {(fraud.data?.warnings ?? []).map(({ id }) => (
          <a key={id} href={hrefOf('refunds', { warning: id })}>
            <Pill icon={CircleAlert} tone="red">
              Fraud warning
            </Pill>
          </a>
        ))}
        {invoice.isTest ? <span className={cx(css.tag)}>Test data</span> : null}
        {invoice.refundedCents === 0 ? null : (
          <span className={cx(css.tag)}>{`${formatMoney(invoice.refundedCents, invoice.currency)} refunded`}</span>
        )}
      </p>
    </>
  );
}

function StoryBody({ story }: { readonly story: InvoiceStory }): ReactElement {
  const { timeZone } = useStatus();
  const { invoice, quickBooks } = story;
  return (
    <>
      <PaneSection title="The money" acts={<ExternalLink url={story.stripeDashboardUrl}>Open in Stripe</ExternalLink>}>
        <MoneyPath story={story} />
      </PaneSection>
      <PaneSection title="Lines">
        <div className={cx(css.bleed)}>
          <ReportTable
            caption={`Lines of ${invoice.number ?? 'this invoice'}`}
            rows={story.lines.map((line, index) => ({ ...line, index }))}
            keyOf={(line) => line.index}
            hasTotal
            columns={[
              {
                id: 'description',
                header: 'Description',
                isWrapping: true,
                cell: (line) => <LineDescription line={line} timeZone={timeZone} />,
                total: 'Total',
              },
              { id: 'quantity', header: 'Qty', align: 'end', cell: (line) => line.quantity ?? '' },
              {
                id: 'ex',
                header: 'Ex GST',
                align: 'end',
                cell: (line) => <Money cents={line.exGstCents} currency={invoice.currency} />,
                total: <Money cents={invoice.exGstCents} currency={invoice.currency} />,
              },
              {
                id: 'gst',
                header: 'GST',
                align: 'end',
                cell: (line) => <Money cents={line.gstCents} currency={invoice.currency} />,
                total: <Money cents={invoice.gstCents} currency={invoice.currency} />,
              },
              {
                id: 'total',
                header: 'Total',
                unit: invoice.currency.toUpperCase(),
                align: 'end',
                cell: (line) => <Money cents={line.totalCents} currency={invoice.currency} />,
                total: <Money cents={invoice.totalCents} currency={invoice.currency} />,
              },
            ]}
          />
        </div>
      </PaneSection>
      <StoryRefunds invoice={invoice} />
      <PaneSection
        title="QuickBooks"
        acts={
          quickBooks.invoiceUrl === null ? undefined : (
            <ExternalLink url={quickBooks.invoiceUrl}>Open in QuickBooks</ExternalLink>
          )
        }
      >
        <QuickBooksFacts story={story} />
        <PushAttempts attempts={quickBooks.attempts} />
      </PaneSection>
      <PaneSection title="Ledger" acts={<a href={hrefOf('ledger', { invoiceId: invoice.id })}>Open in the ledger</a>}>
        {story.ledger.length === 0 ? (
          <p className="muted">Nothing is booked for this invoice yet.</p>
        ) : (
          <div className={cx(css.bleed)}>
            <ReportTable
              caption="Ledger rows of this invoice"
              rows={story.ledger}
              keyOf={(row) => row.id}
              columns={[
                { id: 'date', header: 'Date', cell: (row) => formatLocalDate(localDateOf(row.effectiveAt, timeZone)) },
                {
                  id: 'description',
                  header: 'What',
                  isWrapping: true,
                  cell: (row) => row.description || humanise(row.eventType),
                },
                {
                  id: 'gst',
                  header: 'GST',
                  align: 'end',
                  cell: (row) => <Money cents={row.gstCents} currency={invoice.currency} manner="report" />,
                },
                {
                  id: 'total',
                  header: 'Total',
                  unit: invoice.currency.toUpperCase(),
                  align: 'end',
                  cell: (row) => <Money cents={row.totalCents} currency={invoice.currency} manner="report" />,
                },
              ]}
            />
          </div>
        )}
      </PaneSection>
      <PaneSection title="Everything that happened">
        <Timeline events={story.events} timeZone={timeZone} />
      </PaneSection>
      <PaneSection title="References">
        <Facts
          facts={[
            ['Stripe invoice', <Id key="id" value={story.stripeInvoiceId} name="Stripe invoice id" />],
            story.stripeCustomerId === null
              ? null
              : ['Stripe customer', <Id key="id" value={story.stripeCustomerId} name="Stripe customer id" />],
            story.stripeInvoiceUrl === null
              ? null
              : [
                  'What the client sees',
                  <ExternalLink key="page" url={story.stripeInvoiceUrl}>
                    Invoice page
                  </ExternalLink>,
                ],
            ['Revenue type', revenueTypeWords[invoice.revenueType]],
            story.quarter === null
              ? null
              : [
                  'BAS quarter',
                  <a key="quarter" href={hrefOf('gst', { quarter: story.quarter })}>
                    {story.quarter}
                  </a>,
                ],
            story.finalizedAt === null ? null : ['Finalised', formatInstant(story.finalizedAt, timeZone)],
            story.paidAt === null ? null : ['Paid', formatInstant(story.paidAt, timeZone)],
          ]}
        />
      </PaneSection>
    </>
  );
}

function LineDescription({
  line,
  timeZone,
}: {
  readonly line: InvoiceStory['lines'][number];
  readonly timeZone: string;
}): ReactElement {
  return (
    <>
      {line.description}
      {line.periodStart === null || line.periodEnd === null ? null : (
        <span
          className={cx(css.period)}
        >{`${formatLocalDate(localDateOf(line.periodStart, timeZone))} – ${formatLocalDate(localDateOf(line.periodEnd, timeZone))}`}</span>
      )}
    </>
  );
}

function QuickBooksFacts({ story }: { readonly story: InvoiceStory }): ReactElement {
  const { timeZone } = useStatus();
  const { quickBooks } = story;
  if (quickBooks.status === 'not_applicable')
    return (
      <p className="muted">
        This invoice is not for QuickBooks: it is unpaid, void, zero, test data or in another currency.
      </p>
    );
  return (
    <Facts
      facts={[
        ['State', <QbStatusPill key="pill" status={quickBooks.status} />],
        quickBooks.error === null
          ? null
          : [
              'Last failure',
              <span key="error" className={cx(css.failure)}>
                {failureWords(quickBooks.error)}
              </span>,
            ],
        quickBooks.consecutiveFailures === 0 ? null : ['Failures in a row', `${quickBooks.consecutiveFailures} of 3`],
        quickBooks.invoiceId === null
          ? null
          : ['Invoice', <Id key="id" value={quickBooks.invoiceId} name="QuickBooks invoice id" />],
        quickBooks.paymentId === null
          ? null
          : ['Payment', <Id key="id" value={quickBooks.paymentId} name="QuickBooks payment id" />],
        quickBooks.customerId === null
          ? null
          : ['Customer', <Id key="id" value={quickBooks.customerId} name="QuickBooks customer id" />],
        quickBooks.syncedAt === null ? null : ['Read back and equal', formatInstant(quickBooks.syncedAt, timeZone)],
      ]}
    />
  );
}
