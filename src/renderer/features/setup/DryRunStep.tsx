// The dry run of the last full month: what is mirrored, what would be pushed, what stands in the way.
import { useState, type ReactElement } from 'react';
import type { DryRun } from '../../../contract/setup.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMonth } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card } from '../../ui/Screen.tsx';
import { ConfirmedBy } from './ConfirmedBy.tsx';
import css from './Setup.module.css';

export function DryRunStep({ isConfirmed }: { readonly isConfirmed: boolean }): ReactElement {
  const { banners, longWork } = useStatus();
  const offline = useOfflineReason();
  const hasKey = !banners.some(({ id }) => id === 'STRIPE_NOT_CONFIGURED');
  const isReading = longWork.some(({ kind }) => kind === 'backfill');
  const [isAsked, setAsked] = useState(false);
  const run = useQueryOperation('setup.dryRun', {}, { enabled: isAsked });
  const start = (): void => {
    if (isAsked) void run.refetch();
    else setAsked(true);
  };
  return (
    <>
      <Card title="Dry run">
        <p>It reads what is mirrored, asks QuickBooks for each customer, and works every push out with the code that would write it. It writes nothing.</p>
        <div className={cx(css.acts)}>
          <Button
            variant={run.data === undefined ? 'primary' : 'plain'}
            isPending={run.isFetching}
            disabledReason={!hasKey ? 'Store a Stripe key first.' : isReading ? 'Stripe is being read for the first time; wait until that has ended.' : offline}
            onPress={start}
          >
            {run.data === undefined ? 'Run it' : 'Run it again'}
          </Button>
        </div>
        {run.isFetching ? <p role="status">Working out the month…</p> : null}
        {run.isError ? <ErrorNote error={toOperationError(run.error)} onRetry={() => void run.refetch()} /> : null}
      </Card>
      {run.data === undefined ? null : <DryRunResult found={run.data} />}
      {isConfirmed || run.data === undefined ? null : (
        <Card title="Is this what you expect?">
          <p>With this Tieout may begin to write: its invoice numbers into Stripe, if that is switched on. Invoices still go to QuickBooks only as you approve them.</p>
          <ConfirmedBy item="dry_run" label="Looked at; go on" />
        </Card>
      )}
    </>
  );
}

const groupWords: Readonly<Record<DryRun['groups'][number]['id'], string>> = {
  would_be_pushed: 'Would wait for your review, then be pushed',
  already_there: 'Stand in QuickBooks already, equal to the cent',
  not_offered: 'Not offered: before the books start, tests, or zero',
};

function DryRunResult({ found }: { readonly found: DryRun }): ReactElement {
  const month = { status: 'paid', from: found.from, to: found.to };
  const { mirrored, previewed } = found;
  return (
    <>
      <Card title={`${formatMonth(found.month)}, as it would be`}>
        <p>
          <a href={hrefOf('invoices', month)}>{countOf(mirrored.count, 'paid invoice')}</a>
          {`: ${formatMoney(mirrored.exGstCents)} without GST, ${formatMoney(mirrored.gstCents)} GST, ${formatMoney(mirrored.totalCents)} in all.`}
        </p>
        {mirrored.count === 0 ? <Note tone="info" title="No invoice was paid in that month."><p>Everything else is set up all the same.</p></Note> : null}
        <div className={cx(css.flush)}>
          <ReportTable
            caption="Paid invoices by where they would go"
            rows={found.groups}
            keyOf={({ id }) => id}
            hasTotal
            columns={[
              { id: 'where', header: 'Paid invoices', isWrapping: true, cell: ({ id }) => groupWords[id], total: 'In Australian dollars' },
              { id: 'count', header: 'Count', align: 'end', cell: ({ count }) => formatCount(count), total: formatCount(found.groups.reduce((sum, { count }) => sum + count, 0)) },
              { id: 'total', header: 'Total', unit: 'AUD', align: 'end', cell: ({ totalCents }) => <Money cents={totalCents} manner="report" />, total: <Money cents={found.groups.reduce((sum, { totalCents }) => sum + totalCents, 0)} /> },
            ]}
          />
        </div>
        {previewed.count === 0 ? null : (
          <p>{`${countOf(previewed.count, 'push', 'pushes')} worked out in full: ${previewed.linkedCustomers} with a customer that QuickBooks has, ${previewed.newCustomers} with one that would be created${previewed.unknownCustomers === 0 ? '' : `, ${previewed.unknownCustomers} whose customer could not be looked up`}.`}</p>
        )}
      </Card>
      <Card title={found.findings.length === 0 ? 'Nothing stands in the way' : 'What was found'}>
        <div className={cx(css.findings)}>
          {found.findings.length === 0 ? <p>Every push could be written as it is.</p> : null}
          {found.findings.map(({ severity, sentence, count, invoiceId }) => (
            <Note key={sentence} tone={severity} {...(invoiceId === null ? {} : { action: <a href={hrefOf('invoices', { open: invoiceId })}>{count === 1 ? 'Open it' : 'Open one'}</a> })}>
              <p>{count === 1 ? sentence : `${sentence} (${formatCount(count)} invoices)`}</p>
            </Note>
          ))}
        </div>
      </Card>
    </>
  );
}
