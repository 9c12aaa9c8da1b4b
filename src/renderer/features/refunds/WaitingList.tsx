// What waits for a hand on this screen, most pressing first: fraud warnings, open disputes, changes at Stripe that stopped.
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { DisputeRow } from '../../../contract/disputes.ts';
import type { StripeChangeView } from '../../../contract/stripeWrites.ts';
import { hrefOf, navigate, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { formatLocalDate, localDateOf, relativeDays } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { toastOutcome } from '../../ui/toasts.ts';
import { FraudActs, fraudSentence } from './FraudActs.tsx';
import css from './WaitingList.module.css';

export function WaitingList(): ReactElement | null {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const fraud = useQueryOperation('fraudWarnings.list', { openOnly: true });
  const disputes = useQueryOperation('disputes.list', { openOnly: true });
  const unfinished = useQueryOperation('refunds.unfinished', {});
  const changes = unfinished.data?.changes ?? [];
  const warnings = fraud.data?.warnings ?? [];
  const open = disputes.data?.rows ?? [];
  const stopped = changes.filter(({ state }) => state === 'paused');
  const underWay = changes.filter(({ state }) => state !== 'paused');
  const count = warnings.length + open.length + stopped.length;
  if (count + underWay.length === 0) return null;
  return (
    <section className={cx(css.waiting)} aria-label="Waits for a hand">
      {count === 0 ? null : <h2>{`${countOf(count, 'thing')} ${count === 1 ? 'waits' : 'wait'} for a hand`}</h2>}
      <ul>
        {warnings.map((warning) => (
          <WaitingRow
            key={warning.id}
            tone="red"
            isMarked={params.get('warning') === warning.id}
            title={`Fraud warning: ${warning.clientName}${warning.amountCents === null ? '' : `, ${formatMoney(warning.amountCents, warning.currency)}`}`}
            acts={<FraudActs warning={warning} mayRefund={fraud.data?.mayRefund === true} />}
          >
            {fraudSentence(warning, timeZone)}
          </WaitingRow>
        ))}
        {open.map((dispute) => (
          <DisputeRowLine key={dispute.id} dispute={dispute} />
        ))}
        {[...stopped, ...underWay].map((change) => (
          <ChangeLine key={change.changeId} change={change} />
        ))}
      </ul>
    </section>
  );
}

const icons = { red: CircleAlert, amber: TriangleAlert, plain: Info } as const;

function WaitingRow(row: { readonly tone: keyof typeof icons; readonly title: string; readonly isMarked?: boolean; readonly children?: ReactNode; readonly acts?: ReactNode }): ReactElement {
  const Icon = icons[row.tone];
  return (
    <li className={cx(css.row, row.isMarked === true && css.marked)} {...(row.isMarked === true ? { 'aria-current': 'true' as const } : {})}>
      <Icon aria-hidden="true" className={cx(css[row.tone])} />
      <div className={cx(css.text)}>
        <p className={cx(css.title)}>{row.title}</p>
        {row.children === undefined ? null : <p>{row.children}</p>}
      </div>
      {row.acts === undefined ? null : <div className={cx(css.acts)}>{row.acts}</div>}
    </li>
  );
}

function DisputeRowLine({ dispute }: { readonly dispute: DisputeRow }): ReactElement {
  const { timeZone, today } = useStatus();
  const dueOn = dispute.dueBy === null ? null : localDateOf(dispute.dueBy, timeZone);
  const sentence = !dispute.awaitsEvidence
    ? 'The bank is deciding; nothing more can be sent.'
    : dueOn === null
      ? 'Answer it in time.'
      : `Evidence is due ${formatLocalDate(dueOn)}, ${relativeDays(today, dueOn)}.`;
  return (
    <WaitingRow
      tone={dispute.awaitsEvidence ? 'red' : 'plain'}
      title={`${dispute.isInquiry ? 'Inquiry' : 'Dispute'}: ${dispute.clientName}, ${formatMoney(dispute.amountCents, dispute.currency)}`}
      acts={
        <Button size="s" onPress={() => navigate('refunds', { tab: 'disputes', open: dispute.id })}>
          {dispute.awaitsEvidence ? 'Prepare evidence' : 'Open the dispute'}
        </Button>
      }
    >
      {sentence}
      {dispute.invoiceId === null ? null : (
        <>
          {' '}
          <a href={hrefOf('invoices', { open: dispute.invoiceId })}>{dispute.invoiceNumber ?? 'Its invoice'}</a>
        </>
      )}
    </WaitingRow>
  );
}

function ChangeLine({ change }: { readonly change: StripeChangeView }): ReactElement {
  const offline = useOfflineReason();
  const goOn = useCommandOperation('changes.continue');
  const giveUp = useCommandOperation('changes.giveUp');
  const looked = { changeId: change.changeId, expectedVersion: change.version };
  const isPaused = change.state === 'paused';
  return (
    <WaitingRow
      tone={isPaused ? 'amber' : 'plain'}
      title={isPaused ? `${change.summary}: stopped` : `${change.summary}: on its way`}
      acts={
        isPaused ? (
          <>
            <Button size="s" disabledReason={offline} onPress={() => void toastOutcome(() => goOn.run(looked), { done: 'The change goes on', failed: 'The change does not go on' })}>
              Try again
            </Button>
            <Button size="s" variant="quiet" onPress={() => void toastOutcome(() => giveUp.run(looked), { done: 'The change was given up', failed: 'The change was not given up' })}>
              Give up
            </Button>
          </>
        ) : undefined
      }
    >
      {change.error ?? undefined}
    </WaitingRow>
  );
}
