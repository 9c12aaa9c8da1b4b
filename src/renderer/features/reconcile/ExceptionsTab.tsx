// Everything that does not tie out or waits for a decision: what it means, what to do, and the rows that sum to it.
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ExceptionRow } from '../../../contract/reconcile.ts';
import { EmptyState } from '../../app/list/EmptyState.tsx';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { hrefOf, screenIds } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { countOf, formatCount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { Pill } from '../../ui/Pill.tsx';
import { ScreenPage } from '../../ui/Screen.tsx';
import css from './ReconcileScreen.module.css';

const ROWS_AT_FIRST = 8;

export function ExceptionsTab(): ReactElement {
  const list = useQueryOperation('reconcile.exceptions', {});
  const exceptions = list.data?.exceptions ?? [];
  return (
    <ScreenPage>
      {list.isError ? <ErrorNote error={toOperationError(list.error)} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <p className="muted">Looking…</p> : null}
      {list.isSuccess && exceptions.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Nothing stands out">
          Every payout ties out, nothing is in suspense and no fee invoice differs. “Check the books” in the ledger proves
          it again, row by row.
        </EmptyState>
      ) : null}
      {exceptions.length === 0 ? null : (
        <div className={cx(css.exceptionTools)}>
          <NumbersTools title="Exceptions" numbers={() => numbersOf(exceptions)} />
        </div>
      )}
      <ExceptionGroup
        title="To settle"
        exceptions={exceptions.filter(({ isToSettle }) => isToSettle)}
        empty="Nothing is left to settle."
      />
      <ExceptionGroup title="To know" exceptions={exceptions.filter(({ isToSettle }) => !isToSettle)} />
    </ScreenPage>
  );
}

const numbersOf = (exceptions: readonly ExceptionRow[]): string[][] => [
  ['Exception', 'What', 'Id', 'Currency', 'Amount'],
  ...exceptions.flatMap(({ title, currency, rows }) =>
    rows.map((row) => [title, row.what, row.id, (row.currency ?? currency).toUpperCase(), row.amountCents === null ? '' : plainDecimal(row.amountCents, row.currency)]),
  ),
];

function ExceptionGroup({ title, exceptions, empty }: { readonly title: string; readonly exceptions: readonly ExceptionRow[]; readonly empty?: string }): ReactElement | null {
  const count = exceptions.reduce((sum, exception) => sum + exception.count, 0);
  if (exceptions.length === 0 && empty === undefined) return null;
  return (
    <section className={cx(css.exceptionGroup)} aria-label={title}>
      <h2 className={cx(css.groupTitle)}>{`${title} (${formatCount(count)})`}</h2>
      {exceptions.length === 0 ? <p className="muted">{empty}</p> : null}
      {exceptions.map((exception) => (
        <ExceptionCard key={exception.kind} exception={exception} />
      ))}
    </section>
  );
}

function ExceptionCard({ exception }: { readonly exception: ExceptionRow }): ReactElement {
  const { rows } = exception;
  const [areAllShown, setAllShown] = useState(false);
  const shown = areAllShown ? rows : rows.slice(0, ROWS_AT_FIRST);
  const screen = screenIds.find((id) => id === exception.screen) ?? 'overview';
  return (
    <section className={cx(css.exception)} aria-label={exception.title}>
      <div className={cx(css.exceptionHead)}>
        <h3>{exception.title}</h3>
        <Pill icon={exception.isUrgent ? CircleAlert : Info} tone={exception.isUrgent ? 'amber' : 'neutral'}>
          {countOf(exception.count, 'item')}
        </Pill>
        <span className={cx(css.spacer)} />
        {exception.amountCents === null ? null : (
          <strong className="amount">{formatMoney(exception.amountCents, exception.currency)}</strong>
        )}
      </div>
      <p>{exception.meaning}</p>
      <p className="muted">
        {exception.action} <a href={hrefOf(screen, exception.params)}>{placeName(exception)}</a>
      </p>
      {rows.length === 0 ? null : (
        <ul className={cx(css.exceptionRows)}>
          {shown.map((row) => (
            <li key={row.id}>
              {row.href === null ? (
                <span>{row.what}</span>
              ) : row.href.startsWith('#') ? (
                <a href={row.href}>{row.what}</a>
              ) : (
                <ExternalLink url={row.href}>{row.what}</ExternalLink>
              )}
              {/* A month says itself; Stripe’s id is for looking it up there. */}
              {row.id.includes('_') ? <code className="muted">{row.id}</code> : null}
              <span className={cx(css.spacer)} />
              {row.amountCents === null ? null : (
                <span className="amount">{formatMoney(row.amountCents, row.currency)}</span>
              )}
            </li>
          ))}
          {rows.length > shown.length ? (
            <li>
              <Button size="s" variant="quiet" onPress={() => setAllShown(true)}>
                {`Show ${formatCount(rows.length - shown.length)} more`}
              </Button>
            </li>
          ) : null}
        </ul>
      )}
    </section>
  );
}

const placeNames: Readonly<Record<string, string>> = {
  ledger: 'Check the books',
  invoices: 'Open the invoices',
  quickbooks: 'Open the queue',
  activity: 'Open Activity',
  refunds: 'Open Refunds & disputes',
};
const tabNames: Readonly<Record<string, string>> = { fees: 'Open the fees', changes: 'Open the changes' };
const placeName = ({ screen, params }: ExceptionRow): string =>
  screen === 'reconcile' ? (tabNames[params['tab'] ?? ''] ?? 'Open the payouts') : (placeNames[screen] ?? 'Open');
