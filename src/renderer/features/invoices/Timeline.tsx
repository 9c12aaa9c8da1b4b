// Every event and every hand on an invoice, oldest first, with its source and time.
import { BookOpenText, Cog, CreditCard, ScrollText, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import type { InvoiceStory } from '../../../contract/invoices.ts';
import { cx } from '../../ui/classNames.ts';
import { formatLocalDate, formatTime, localDateOf } from '../../ui/formatDate.ts';
import css from './Timeline.module.css';

const sources = {
  stripe: { icon: CreditCard, name: 'Stripe' },
  ledger: { icon: ScrollText, name: 'Ledger' },
  quickbooks: { icon: BookOpenText, name: 'QuickBooks' },
  person: { icon: UserRound, name: 'A person' },
  program: { icon: Cog, name: 'Tieout' },
} as const;

export function Timeline({
  events,
  timeZone,
}: {
  readonly events: InvoiceStory['events'];
  readonly timeZone: string;
}): ReactElement {
  if (events.length === 0) return <p className="muted">Nothing is recorded yet.</p>;
  return (
    <ol className={cx(css.timeline)}>
      {events.map((event, index) => {
        const { icon: Icon, name } = sources[event.source];
        const date = localDateOf(event.at, timeZone);
        const before = events[index - 1];
        const isNewDay = before === undefined || localDateOf(before.at, timeZone) !== date;
        return (
          <li key={`${event.at}-${event.title}-${event.reference ?? index}`}>
            {isNewDay ? <p className={cx(css.day)}>{formatLocalDate(date)}</p> : null}
            <div className={cx(css.event)}>
              <time dateTime={event.at}>{formatTime(event.at, timeZone)}</time>
              <Icon role="img" aria-label={name} />
              <p>
                {event.title}
                {event.detail === null ? null : <span className={cx(css.detail)}>{event.detail}</span>}
                {event.reference === null ? null : <code className={cx(css.reference)}>{event.reference}</code>}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
