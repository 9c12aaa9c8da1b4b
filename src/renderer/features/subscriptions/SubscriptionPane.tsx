// One subscription: what it is, what may be done to it with the effect first, and changes that are not finished.
import { useState, type ReactElement } from 'react';
import type { SubscriptionChangeKind, SubscriptionDetail } from '../../../contract/subscriptions.ts';
import { hrefOf } from '../../app/router.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant, formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { SubscribeDialog } from './SubscribeDialog.tsx';
import { actWords, flagWords, isActKind, statusWord } from './subscriptionWords.ts';
import css from './subscriptions.module.css';
import { UnfinishedChange } from './UnfinishedChange.tsx';

interface Props {
  readonly id: string;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

export function SubscriptionPane({ id, onClose, onStep }: Props): ReactElement {
  const detail = useQueryOperation('subscriptions.get', { id }, { keepPrevious: true });
  const data = detail.data?.row.id === id ? detail.data : undefined;
  return (
    <DetailPane rowKey={id} label="Subscription" heading={<h2>{data?.row.clientName ?? 'Subscription'}</h2>} onClose={onClose} onStep={onStep}>
      {detail.error === null ? null : <ErrorNote error={toOperationError(detail.error)} onRetry={() => void detail.refetch()} />}
      {data === undefined ? detail.error === null ? <p role="status">Reading…</p> : null : <Loaded detail={data} />}
    </DetailPane>
  );
}

function Loaded({ detail }: { readonly detail: SubscriptionDetail }): ReactElement {
  const status = useStatus();
  const { timeZone } = status;
  const offline = offlineReason(status);
  const [open, setOpen] = useState<SubscriptionChangeKind | 'subscribe' | null>(null);
  const { row } = detail;
  const date = (at: string | null): string => (at === null ? '–' : formatLocalDate(localDateOf(at, timeZone)));
  const money = (cents: number): string => formatMoney(cents, row.currency);
  const { word, icon, tone } = statusWord(row.status);
  const unfinished = detail.changes.filter((change) => change.state === 'running' || change.state === 'paused');
  const settled = detail.changes.filter((change) => change.state === 'done' || change.state === 'given_up');
  const hasEnded = row.status === 'cancelled' || row.status === 'incomplete_expired';
  return (
    <>
      {open === 'subscribe' ? <SubscribeDialog orgId={row.orgId} onClose={() => setOpen(null)} /> : open === null ? null : <ChangeDialog kind={open} detail={detail} onClose={() => setOpen(null)} />}
      <div className={cx(css.notices)}>
      {unfinished.map((change) => (
        <UnfinishedChange key={change.changeId} change={change} />
      ))}
      <OpenPayment detail={detail} />
      {row.flags.includes('override_expired') ? (
        <Note tone="warning" title="The agreed price has run out">
          <p>It still holds: nothing changes by itself. Agree another one, or go back to the list price.</p>
        </Note>
      ) : null}
      </div>
      <PaneSection title="State">
      <div className={cx(css.pills)}>
        <Pill icon={icon} tone={tone}>
          {word}
        </Pill>
        {row.flags.map((flag) => (
          <Pill key={flag} icon={flagWords[flag].icon} tone={flagWords[flag].tone}>
            {flagWords[flag].word}
          </Pill>
        ))}
      </div>
      <Facts
        facts={[
          ['Plan', row.planName],
          ['Period', `${date(row.currentPeriodStart)} to ${date(row.currentPeriodEnd)}`],
          ['Seats', row.purchasedSeats === 0 ? String(row.seats) : `${row.seats}, of which ${row.purchasedSeats} bought`],
          ['Next invoice incl. GST', row.nextAmountCents === null ? '–' : money(row.nextAmountCents)],
          row.override === null ? null : ['Agreed price', `${money(row.override.amountCents)} a month, ${row.override.expiresAt === null ? 'until further notice' : `until ${date(row.override.expiresAt)}`}: ${row.override.note}`],
          ['Card', detail.paymentMethod === null ? 'none known' : `${humanise(detail.paymentMethod.brand)} ending in ${detail.paymentMethod.last4}`],
          ['Billing e-mail', detail.billingEmail ?? '–'],
          ['RTO code', row.rtoCode ?? '–'],
        ]}
      />
      <p className={cx(css.links)}>
        <a href={hrefOf('invoices', { search: row.clientName })}>Its invoices</a>
        <ExternalLink url={detail.stripeUrl}>Open in Stripe</ExternalLink>
      </p>
      </PaneSection>
      <PaneSection title="What can be done">
        <div className={cx(css.acts)}>
          {hasEnded ? (
            <Button size="s" disabledReason={offline} onPress={() => setOpen('subscribe')}>
              Subscribe again
            </Button>
          ) : (
            detail.acts.filter(isShown).map(({ kind, disabledReason }) =>
              isActKind(kind) ? (
                <Button key={kind} size="s" disabledReason={disabledReason ?? offline} onPress={() => setOpen(kind)}>
                  {actWords[kind].label}
                </Button>
              ) : null,
            )
          )}
        </div>
      </PaneSection>
      <PaneSection title="Items">
        <Facts facts={detail.items.map((item) => [item.name, `${item.quantity} × ${item.unitAmountCents === null ? 'tiered' : money(item.unitAmountCents)} a month`] as const)} />
      </PaneSection>
      {settled.length === 0 ? null : (
        <PaneSection title="Done here">
          <ul className={cx(css.done)}>
            {settled.map((change) => (
              <li key={change.changeId}>{`${formatInstant(change.settledAt ?? change.startedAt, timeZone)}: ${change.summary}${change.state === 'given_up' ? ' (given up)' : ''}`}</li>
            ))}
          </ul>
        </PaneSection>
      )}
    </>
  );
}

/** What the client has to do, and where; the page is Stripe's own. */
function OpenPayment({ detail: { row, openInvoice } }: { readonly detail: SubscriptionDetail }): ReactElement | null {
  const page = openInvoice?.url == null ? undefined : <ExternalLink url={openInvoice.url}>Open the invoice page</ExternalLink>;
  const isFirst = row.status === 'incomplete';
  if (row.flags.includes('requires_action')) {
    return (
      <Note tone="warning" title={isFirst ? 'The client has to confirm the first payment' : 'The client has to confirm a payment'} action={page}>
        <p>{`Their bank asks for it. Send them the invoice page; ${isFirst ? 'the subscription begins' : 'the subscription is current again'} when the payment is confirmed.`}</p>
      </Note>
    );
  }
  if (openInvoice === null || !['incomplete', 'past_due', 'unpaid'].includes(row.status)) return null;
  return (
    <Note tone="warning" title={isFirst ? 'The first payment failed' : 'A payment failed'} action={page}>
      <p>{isFirst ? 'The client can pay with another card on the invoice page. Stripe ends the subscription if nothing happens for a day.' : 'Stripe tries again by itself. The client can also pay with another card on the invoice page.'}</p>
    </Note>
  );
}

/** An undo is offered where there is something to undo, and then in the place of the act. */
const undoes: Readonly<Record<string, string>> = { cancel_at_period_end: 'undo_cancel', downgrade: 'undo_downgrade', pause: 'resume' };

function isShown({ kind, disabledReason }: SubscriptionDetail['acts'][number], _index: number, all: SubscriptionDetail['acts']): boolean {
  const isPossible = (other: string | undefined): boolean => all.some((act) => act.kind === other && act.disabledReason === null);
  if (['undo_cancel', 'undo_downgrade', 'resume', 'end_override'].includes(kind)) return disabledReason === null;
  return !isPossible(undoes[kind]);
}
