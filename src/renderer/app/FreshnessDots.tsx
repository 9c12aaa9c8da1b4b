// As of when each source is mirrored: name, time and a dot, with the sentence behind it.
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Freshness, StatusOutput } from '../../contract/status.ts';
import { cx } from '../ui/classNames.ts';
import { formatAsOf, formatInstant } from '../ui/formatDate.ts';
import { Tip } from '../ui/Tip.tsx';
import { navigate } from './router.ts';
import css from './TopBar.module.css';

const sourceNames = { stripe: 'Stripe', quickbooks: 'QuickBooks' } as const;
const stateWords = { green: 'current', amber: 'behind', red: 'failing', grey: 'offline or not set up' } as const;

export function FreshnessDots({ status }: { readonly status: StatusOutput }): ReactElement {
  return (
    <div className={cx(css.freshness)}>
      {status.freshness.map((freshness) => (
        <FreshnessDot key={freshness.source} freshness={freshness} status={status} />
      ))}
    </div>
  );
}

function FreshnessDot({
  freshness,
  status,
}: {
  readonly freshness: Freshness;
  readonly status: StatusOutput;
}): ReactElement {
  const name = sourceNames[freshness.source];
  const asOf = freshness.asOf === null ? 'never' : formatAsOf(freshness.asOf, status.today, status.timeZone);
  const full = freshness.asOf === null ? 'Never read yet.' : `As of ${formatInstant(freshness.asOf, status.timeZone)}.`;
  return (
    <Tip text={`${freshness.sentence}\n${full}`}>
      <AriaButton
        className={cx(css.dotButton)}
        aria-label={`${name} is ${stateWords[freshness.state]}, as of ${asOf}`}
        onPress={() =>
          navigate(
            freshness.source === 'quickbooks' ? 'quickbooks' : 'activity',
            freshness.source === 'quickbooks' ? {} : { source: 'stripe' },
          )
        }
      >
        <svg viewBox="0 0 10 10" className={cx(css.dot, css[freshness.state])} aria-hidden="true">
          {freshness.state === 'grey' ? (
            <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
          ) : freshness.state === 'red' ? (
            <path d="M5 .8 9.6 9H.4Z" fill="currentColor" />
          ) : freshness.state === 'amber' ? (
            <rect x="1" y="1" width="8" height="8" rx="1.5" fill="currentColor" />
          ) : (
            <circle cx="5" cy="5" r="4.2" fill="currentColor" />
          )}
        </svg>
        <span className={cx(css.source)}>{name}</span>
        <span className={cx(css.asOf)}>{asOf}</span>
      </AriaButton>
    </Tip>
  );
}
