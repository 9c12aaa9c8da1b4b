// "Check the books": every invariant run now, with what was found and how many rows were looked at.
import { CircleCheck, CircleX, LoaderCircle, X } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import css from './BooksCheckPanel.module.css';

export function BooksCheckPanel({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { timeZone } = useStatus();
  const check = useQueryOperation('books.check', {});
  const { refetch } = check;
  // Pressed again: run again rather than show the answer of before.
  useEffect(() => void refetch(), [refetch]);
  const { data } = check;
  const failedCount = data?.checks.filter((entry) => !entry.ok).length ?? 0;
  const verdict =
    data === undefined
      ? ''
      : data.ok
        ? `The books tie out: ${countOf(data.checks.length, 'check')} passed`
        : `${countOf(failedCount, 'check')} of ${data.checks.length} did not hold`;
  useEffect(() => {
    if (verdict !== '' && !check.isFetching) announce(verdict);
  }, [verdict, check.isFetching]);
  return (
    <section className={cx(css.panel)} aria-label="Check of the books">
      <div className={cx(css.head)}>
        {check.isFetching ? (
          <LoaderCircle aria-hidden="true" className={cx(css.spinning)} />
        ) : data === undefined ? null : data.ok ? (
          <CircleCheck aria-hidden="true" className={cx(css.good)} />
        ) : (
          <CircleX aria-hidden="true" className={cx(css.bad)} />
        )}
        <h2>{check.isFetching ? 'Checking every row…' : verdict}</h2>
        {data === undefined ? null : <p className="muted">{formatInstant(data.checkedAt, timeZone)}</p>}
        <span className={cx(css.spacer)} />
        <Button
          size="s"
          variant="quiet"
          aria-label="Close the check"
          icon={<X aria-hidden="true" />}
          onPress={onClose}
        />
      </div>
      {check.isError ? <ErrorNote error={toOperationError(check.error)} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <ul className={cx(css.checks, check.isFetching && css.old)}>
          {data.checks.map((entry) => (
            <li key={entry.id}>
              {entry.ok ? (
                <CircleCheck role="img" aria-label="holds" className={cx(css.good)} />
              ) : (
                <CircleX role="img" aria-label="does not hold" className={cx(css.bad)} />
              )}
              <p>
                <strong>{entry.title}</strong>{' '}
                <span className={cx(entry.ok ? css.quiet : css.loud)}>{entry.sentence}</span>
                {entry.differences === undefined ? null : (
                  <span className={cx(css.differences)}>
                    {entry.differences.map((row) => (
                      <span key={row.id}>
                        {row.what} <code>{row.id}</code> {formatMoney(row.amountCents, row.currency)}
                      </span>
                    ))}
                  </span>
                )}
              </p>
              <span className="muted">{countOf(entry.rowsChecked, 'row')}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
