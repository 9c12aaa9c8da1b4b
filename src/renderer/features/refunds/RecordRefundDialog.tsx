// Recording a refund made outside Stripe, or making one in Stripe where the profile allows it: previewed, then confirmed.
import { useState, type ReactElement } from 'react';
import type { RefundPreview } from '../../../contract/refunds.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { FormRow } from '../../ui/FormRow.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './RefundsScreen.module.css';
import { RefundPreviewView } from './RefundPreviewView.tsx';
import { centsOfText } from './refundWords.ts';

type Way = 'hand' | 'stripe';
const reasons = [
  { value: 'requested_by_customer', label: 'The client asked for it' },
  { value: 'duplicate', label: 'Charged twice' },
  { value: 'fraudulent', label: 'Fraudulent' },
] as const;
type Reason = (typeof reasons)[number]['value'];

interface DialogProps {
  readonly invoiceId: number | null;
  /** All of it, through Stripe, as fraud: what an early fraud warning asks for. */
  readonly isFraud: boolean;
  readonly onClose: () => void;
}

export function RecordRefundDialog({ invoiceId, isFraud, onClose }: DialogProps): ReactElement {
  const { today } = useStatus();
  const offline = useOfflineReason();
  const [chosen, setChosen] = useState(invoiceId);
  const [way, setWay] = useState<Way>(isFraud ? 'stripe' : 'hand');
  const [typedAmount, setAmountText] = useState<string | null>(null);
  const [date, setDate] = useState<string>(today);
  const [how, setHow] = useState('');
  const [note, setNote] = useState('');
  const [reason, setReason] = useState<Reason>(isFraud ? 'fraudulent' : 'requested_by_customer');
  const [confirmation, setConfirmation] = useState('');
  const [accepts, setAccepts] = useState(false);
  const record = useCommandOperation('refunds.record');
  const issue = useCommandOperation('refunds.issue');
  const paid = useQueryOperation('invoices.get', { invoiceId: chosen ?? 1 }, { enabled: isFraud && chosen !== null });
  const whole = paid.data === undefined ? '' : plainDecimal(paid.data.invoice.totalCents - paid.data.invoice.refundedCents, paid.data.invoice.currency);
  const amountText = typedAmount ?? (isFraud ? whole : '');
  const cents = centsOfText(amountText);
  const preview = useQueryOperation(
    'refunds.preview',
    { invoiceId: chosen ?? 1, amountCents: cents ?? 1, date: way === 'stripe' ? today : date, way },
    { enabled: chosen !== null && /^\d{4}-\d{2}-\d{2}$/.test(date), keepPrevious: true },
  );
  const seen = chosen === null ? undefined : preview.data;
  const amountLabel = cents === null ? '' : formatMoney(cents, seen?.invoice.currency ?? 'aud');
  const blocked = (way === 'stripe' ? offline : undefined) ?? blockedBy({ seen, cents, accepts, way, how, note, confirmation });
  const confirm = async (): Promise<void> => {
    if (seen === undefined || cents === null) return;
    const base = { invoiceId: seen.invoice.id, expectedVersion: seen.invoice.version, amountCents: cents, acceptsEarlierRefund: accepts };
    if (way === 'hand') {
      await record.run({ ...base, date, how: how.trim(), note: note.trim() });
      toastDone(`The refund of ${amountLabel} was recorded`, seen.quickBooks);
    } else {
      await issue.run({ ...base, reason, confirmation: confirmation.trim() });
      toastDone(`The refund of ${amountLabel} is on its way to Stripe`, 'It appears in the list as soon as Stripe has made it.');
    }
  };
  return (
    <ConfirmDialog
      isOpen
      isWide
      isFieldFirst
      title={way === 'hand' ? 'Record a refund' : 'Make a refund in Stripe'}
      confirmLabel={`${way === 'hand' ? 'Record' : 'Refund'} ${amountLabel}`.trim()}
      disabledReason={blocked}
      onClose={onClose}
      onConfirm={confirm}
    >
      <div className={cx(css.form)}>
        {chosen === null ? (
          <InvoicePicker onChoose={setChosen} />
        ) : (
          <>
            {preview.isError ? <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} /> : null}
            {seen === undefined ? null : (
              <p>
                {`${seen.invoice.number ?? 'Invoice'}, ${seen.invoice.clientName}: ${formatMoney(seen.invoice.totalCents, seen.invoice.currency)}`}
                {seen.invoice.paidOn === null ? '' : `, paid ${formatLocalDate(seen.invoice.paidOn)}`}
              </p>
            )}
            {seen?.mayIssue === true ? (
              <SelectField<Way>
                label="How is it given back?"
                value={way}
                options={[
                  { value: 'hand', label: 'It was given back outside Stripe', help: 'A bank transfer, cash: it is only recorded here' },
                  { value: 'stripe', label: 'Give it back through Stripe now', help: 'To the card that paid; Stripe keeps its fee' },
                ]}
                onChange={setWay}
              />
            ) : null}
            <FormRow>
              <TextField
                label="Amount incl. GST"
                isRequired
                autoFocus
                value={amountText}
                onChange={setAmountText}
                placeholder="399.00"
                error={amountText === '' || cents !== null ? undefined : 'Enter an amount such as 100.00'}
                help={seen === undefined ? undefined : `At most ${formatMoney(seen.refundableCents, seen.invoice.currency)}`}
              />
              {way === 'hand' ? <TextField label="Date it went back" type="date" isRequired value={date} onChange={setDate} /> : null}
            </FormRow>
            {seen === undefined ? null : (
              <div className={cx(css.acts)}>
                <Button size="s" onPress={() => setAmountText(plainDecimal(seen.refundableCents, seen.invoice.currency))}>
                  All that is left
                </Button>
              </div>
            )}
            {way === 'hand' ? (
              <FormRow>
                <TextField label="How" isRequired value={how} onChange={setHow} maxLength={60} placeholder="Bank transfer" />
                <TextField label="Note" isRequired value={note} onChange={setNote} maxLength={500} placeholder="Agreed with the client on the phone" />
              </FormRow>
            ) : (
              <FormRow>
                <SelectField<Reason> label="Reason" value={reason} options={reasons} onChange={setReason} />
                <TextField label={`Type ${seen?.invoice.number ?? 'the number'} to confirm`} isRequired value={confirmation} onChange={setConfirmation} />
              </FormRow>
            )}
            {seen === undefined || cents === null ? null : <RefundPreviewView preview={seen} way={way} />}
            {seen?.stops.some((stop) => stop.isOverridable) === true ? (
              <SwitchField label="This is another refund" help="I compared the dates: the earlier one is not the same." isOn={accepts} onChange={setAccepts} />
            ) : null}
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}

function blockedBy(state: { seen: RefundPreview | undefined; cents: number | null; accepts: boolean; way: Way; how: string; note: string; confirmation: string }): string | undefined {
  const { seen, cents } = state;
  if (seen === undefined) return 'Choose the invoice first.';
  if (cents === null) return 'Enter the amount.';
  const stop = seen.amountCents === cents ? seen.stops.find((each) => !(each.isOverridable && state.accepts)) : undefined;
  if (stop !== undefined) return stop.sentence;
  if (state.way === 'stripe') return state.confirmation.trim() === seen.invoice.number ? undefined : `Type ${seen.invoice.number ?? 'the number'} to confirm.`;
  if (state.how.trim().length < 2) return 'Say how it was given back.';
  return state.note.trim().length < 3 ? 'Write a note; it is kept with the refund.' : undefined;
}

function InvoicePicker({ onChoose }: { readonly onChoose: (invoiceId: number) => void }): ReactElement {
  const [search, setSearch] = useState('');
  const found = useQueryOperation(
    'invoices.list',
    { filter: { search, status: ['paid'] }, limit: 8, withTotals: false },
    { enabled: search.trim() !== '', keepPrevious: true },
  );
  const rows = search.trim() === '' ? [] : (found.data?.rows ?? []);
  return (
    <>
      <TextField label="Which invoice?" autoFocus value={search} onChange={setSearch} placeholder="Number, client or amount" help="Paid invoices only." />
      {rows.length === 0 && search.trim() !== '' && found.isFetched ? <p className="muted">No paid invoice matches.</p> : null}
      <ul className={cx(css.matches)}>
        {rows.map((row) => (
          <li key={row.id}>
            <Button variant="quiet" onPress={() => onChoose(row.id)}>
              {`${row.number ?? 'No number'} · ${row.clientName} · ${formatMoney(row.totalCents, row.currency)} · ${formatLocalDate(row.date)}`}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
