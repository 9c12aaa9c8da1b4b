// An operation's error, written for a person: what happened, the particulars, what to do.
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { OperationError } from '../../contract/errors.ts';
import { Button } from './Button.tsx';
import css from './notes.module.css';
import { cx } from './classNames.ts';

export function ErrorNote({
  error,
  onRetry,
}: {
  readonly error: OperationError;
  readonly onRetry?: (() => void) | undefined;
}): ReactElement {
  // No network is nobody's mistake: no red, and no system's word for it.
  const isOffline = error.code === 'OFFLINE';
  return (
    <div role="alert" className={cx(css.note, isOffline ? css.warning : css.error)}>
      {isOffline ? <TriangleAlert aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      <div className={cx(css.text)}>
        <p className={cx(css.title)}>{error.message}</p>
        {error.detail === undefined || isOffline ? null : <p>{error.detail}</p>}
        <p>{error.nextAction}</p>
        {error.correlationId === undefined || isOffline ? null : (
          <p className={cx(css.code)}>{`${error.code} · ${error.correlationId}`}</p>
        )}
      </div>
      {onRetry === undefined ? null : (
        <Button size="s" onPress={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
