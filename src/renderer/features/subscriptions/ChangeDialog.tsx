// One change of a subscription: what is chosen, what Stripe says it will come to, and the confirmation.
import { useState, type ReactElement } from 'react';
import type { SubscriptionChange, SubscriptionChangeKind, SubscriptionDetail, SubscriptionPreview } from '../../../contract/subscriptions.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { ChangeFields } from './ChangeFields.tsx';
import { changeOf, dollarsToCents, emptyChoice, type ChangeChoice } from './changeChoice.ts';
import css from './subscriptions.module.css';
import { actWords } from './subscriptionWords.ts';

interface ChangeDialogProps {
  readonly kind: SubscriptionChangeKind;
  readonly detail: SubscriptionDetail;
  readonly onClose: () => void;
}

export function ChangeDialog({ kind, detail, onClose }: ChangeDialogProps): ReactElement {
  const { timeZone } = useStatus();
  const offline = useOfflineReason();
  const { row } = detail;
  const [choice, setChoice] = useState<ChangeChoice>(() => emptyChoice(kind, detail));
  const [typed, setTyped] = useState('');
  const change = changeOf(kind, choice, detail);
  const apply = useCommandOperation('subscriptions.change');
  const preview = useQueryOperation('subscriptions.preview', { id: row.id, change: change.ok ? change.value : nothing }, { enabled: change.ok });
  const shown = change.ok ? preview.data : undefined;
  const needed = shown?.typedWord ?? null;
  const disabledReason = !change.ok
    ? change.reason
    : shown === undefined
      ? (offline ?? 'The effect is being asked from Stripe')
      : needed !== null && typed.trim().toUpperCase() !== needed
        ? `Type ${needed} first`
        : offline;
  const { label, isDanger } = actWords[kind];
  return (
    <ConfirmDialog
      isOpen
      isWide
      title={`${label}: ${row.clientName}`}
      confirmLabel={confirmLabel(kind, choice, detail)}
      tone={isDanger === true ? 'danger' : 'primary'}
      disabledReason={disabledReason}
      {...(kind === 'cancel_now' || kind === 'cancel_at_period_end' ? { dismissLabel: 'Keep the subscription' } : {})}
      onClose={onClose}
      onConfirm={async () => {
        if (!change.ok || shown === undefined) return;
        await apply.run({ id: row.id, expectedVersion: row.version, change: change.value, prorationDateSeconds: shown.prorationDateSeconds, ...(needed === null ? {} : { typed }) });
        toastDone(`${label}: sent to Stripe`, 'The row changes as soon as Stripe shows it.');
      }}
    >
      <ChangeFields kind={kind} detail={detail} choice={choice} onChange={setChoice} />
      {change.ok && preview.isPending ? <p role="status">Asking Stripe what it comes to…</p> : null}
      {change.ok && preview.error !== null ? <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} /> : null}
      {shown === undefined ? null : (
        <>
          <ul className={cx(css.effects)}>
            {shown.effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
          {shown.lines.length === 0 ? null : (
            <ReportTable
              caption="Stripe's preview of the invoice"
              keyOf={(line) => `${line.description} ${line.totalCents}`}
              rows={shown.lines}
              hasTotal
              columns={[
                { id: 'line', header: whenSettled(shown, timeZone), isWrapping: true, cell: (line) => line.description, total: 'Total incl. GST' },
                { id: 'amount', header: 'Amount', unit: shown.currency.toUpperCase(), align: 'end', cell: (line) => <Money cents={line.totalCents} currency={shown.currency} />, total: <Money cents={shown.totalCents} currency={shown.currency} /> },
              ]}
            />
          )}
        </>
      )}
      {needed === null ? null : <TextField label={`Type ${needed} to confirm`} value={typed} onChange={setTyped} isRequired maxLength={20} />}
    </ConfirmDialog>
  );
}

/** Not asked about: stands in while the choice is incomplete. */
const nothing: SubscriptionChange = { kind: 'resume' };

function whenSettled({ settles, nextInvoiceAt }: SubscriptionPreview, timeZone: string): string {
  if (settles === 'now') return 'Invoiced now';
  if (settles === 'not_invoiced') return 'Waits at Stripe, not invoiced';
  return nextInvoiceAt === null ? 'Next invoice' : `Next invoice, ${formatLocalDate(localDateOf(nextInvoiceAt, timeZone))}`;
}

function confirmLabel(kind: SubscriptionChangeKind, choice: ChangeChoice, detail: SubscriptionDetail): string {
  const plan = detail.plans.find((one) => one.planId === choice.planId)?.name;
  if ((kind === 'upgrade' || kind === 'downgrade') && plan !== undefined) return `${actWords[kind].label} to ${plan}`;
  if (kind === 'add_seat' && /^\d+$/.test(choice.seats)) return choice.seats === '1' ? 'Add 1 seat' : `Add ${choice.seats} seats`;
  const cents = kind === 'override' ? dollarsToCents(choice.amount) : null;
  if (cents !== null) return `Agree ${formatMoney(cents, detail.row.currency)} a month`;
  return actWords[kind].label;
}
