// One payout: the balance transactions that make it, their sums, and whether they come to what went to the bank.
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ClearingRow, PayoutDetail } from '../../../contract/reconcile.ts';
import { hrefOf } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Id } from '../../ui/Id.tsx';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { PayoutStatusPill, TiePill } from './payoutColumns.tsx';
import story from '../invoices/story.module.css';
import css from './ReconcileScreen.module.css';

export function PayoutPane({
  payoutId,
  onClose,
  onStep,
}: {
  readonly payoutId: string;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}): ReactElement {
  const detail = useQueryOperation('payouts.get', { payoutId });
  const { data } = detail;
  return (
    <DetailPane
      rowKey={payoutId}
      label="Payout"
      heading={
        data === undefined ? (
          <h2>Payout</h2>
        ) : (
          <h2>{`Payout, ${formatMoney(data.payout.amountCents, data.payout.currency)}`}</h2>
        )
      }
      onClose={onClose}
      onStep={onStep}
    >
      {detail.isError ? <ErrorNote error={toOperationError(detail.error)} onRetry={() => void detail.refetch()} /> : null}
      {data === undefined ? null : <PayoutBody detail={data} />}
    </DetailPane>
  );
}

function PayoutBody({ detail }: { readonly detail: PayoutDetail }): ReactElement {
  const { payout, members, sums, own } = detail;
  const arrived = payout.status === 'paid' ? 'Arrived' : payout.status === 'failed' ? 'Was due' : 'Expected';
  return (
    <>
      <PaneSection title="The payout">
        <Facts
          facts={[
            ['Status', <PayoutStatusPill key="status" status={payout.status} />],
            [arrived, formatLocalDate(payout.arrivalDate)],
            ['Started', `${formatLocalDate(payout.createdDate)}, ${payout.isAutomatic ? 'by schedule' : 'by hand'}`],
            payout.failureCode === null ? null : ['Why it failed', humanise(payout.failureCode)],
            ['Stripe id', <Id key="id" value={payout.id} name="payout id" />],
            detail.stripeUrl === null
              ? null
              : ['In Stripe', <ExternalLink key="link" url={detail.stripeUrl}>Open the payout</ExternalLink>],
          ]}
        />
      </PaneSection>
      <PaneSection title="What it is made of" acts={<TiePill tie={payout.tie} />}>
        <TieSentence detail={detail} />
        {members.length === 0 ? null : <TransactionTable isNarrow caption="Transactions of the payout" rows={members} sums={sums} />}
      </PaneSection>
      <PaneSection title="To the bank and back">
        {own.length === 0 ? (
          <p className="muted">Stripe has not reported the payout’s own balance transaction yet.</p>
        ) : (
          <TransactionTable isNarrow caption="The payout’s own balance transactions" rows={own} />
        )}
      </PaneSection>
    </>
  );
}

function TieSentence({ detail }: { readonly detail: PayoutDetail }): ReactElement {
  const { payout, members, sums, differenceCents } = detail;
  const { currency } = payout;
  if (payout.tie === 'manual')
    return <p>This payout was made by hand, so Stripe does not say which transactions it holds. Match it to the bank by amount and date.</p>;
  if (payout.tie === 'unread') return <p>Its transactions are being read from Stripe; they appear here with the next sync.</p>;
  const isTied = differenceCents === 0;
  return (
    <p className={cx(css.tie, !isTied && css.differs)} role="status">
      {isTied ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      {isTied
        ? `The net of the ${countOf(members.length, 'transaction')} below sums to ${formatMoney(sums.netCents, currency)}: equal to the payout.`
        : `The net of the ${countOf(members.length, 'transaction')} below sums to ${formatMoney(sums.netCents, currency)}, ${formatMoney(Math.abs(differenceCents ?? 0), currency)} away from the payout.`}
    </p>
  );
}

const categoryWord = (row: ClearingRow): string => humanise(row.reportingCategory === '' ? 'unknown' : row.reportingCategory);

export function TransactionTable({
  caption,
  rows,
  sums,
  isNarrow = false,
}: {
  readonly caption: string;
  readonly rows: readonly ClearingRow[];
  readonly sums?: { readonly amountCents: number; readonly feeCents: number; readonly netCents: number };
  /** In a pane, from edge to edge: the date stands below what it is. */
  readonly isNarrow?: boolean;
}): ReactElement {
  const money = (row: ClearingRow, cents: number): ReactElement => <Money cents={cents} currency={row.currency} />;
  return (
    <div className={cx(css.scroll, isNarrow && story.bleed)} tabIndex={0} role="region" aria-label={caption}>
      <ReportTable
        caption={caption}
        rows={rows}
        keyOf={(row) => row.balanceTransactionId}
        hasTotal={sums !== undefined}
        columns={[
          ...(isNarrow ? [] : [{ id: 'date', header: 'Date', cell: (row: ClearingRow) => formatLocalDate(row.date), total: countOf(rows.length, 'transaction') }]),
          {
            id: 'what',
            header: 'What',
            isWrapping: true,
            ...(isNarrow ? { total: countOf(rows.length, 'transaction') } : {}),
            cell: (row) => (
              <>
                {categoryWord(row)}
                {row.invoiceId === null ? null : (
                  <>
                    {' '}
                    <a href={hrefOf('invoices', { open: row.invoiceId })}>{row.invoiceNumber ?? 'invoice'}</a>{' '}
                    <span className="muted">{row.clientName}</span>
                  </>
                )}
                {isNarrow ? <span className={cx(story.period)}>{formatLocalDate(row.date)}</span> : null}
              </>
            ),
          },
          { id: 'amount', header: 'Amount', align: 'end', cell: (row) => money(row, row.amountCents), ...(sums === undefined ? {} : { total: <Money cents={sums.amountCents} /> }) },
          { id: 'fee', header: 'Fee', align: 'end', cell: (row) => money(row, -row.feeCents), ...(sums === undefined ? {} : { total: <Money cents={-sums.feeCents} /> }) },
          { id: 'net', header: 'Net', align: 'end', cell: (row) => money(row, row.netCents), ...(sums === undefined ? {} : { total: <Money cents={sums.netCents} /> }) },
        ]}
      />
    </div>
  );
}
