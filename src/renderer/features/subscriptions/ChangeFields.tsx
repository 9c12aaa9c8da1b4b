// The fields that a change needs, and no others.
import type { ReactElement } from 'react';
import type { SubscriptionChangeKind, SubscriptionDetail } from '../../../contract/subscriptions.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { choosablePlans, type ChangeChoice } from './changeChoice.ts';

interface Props {
  readonly kind: SubscriptionChangeKind;
  readonly detail: SubscriptionDetail;
  readonly choice: ChangeChoice;
  readonly onChange: (next: ChangeChoice) => void;
}

export function ChangeFields({ kind, detail, choice, onChange }: Props): ReactElement | null {
  const set = (part: Partial<ChangeChoice>): void => onChange({ ...choice, ...part });
  const plans = choosablePlans(kind, detail);
  const plan = plans.find((one) => one.planId === choice.planId);
  if (kind === 'upgrade' || kind === 'downgrade') {
    return (
      <>
        <SelectField
          label="New plan"
          value={choice.planId}
          onChange={(planId) => set({ planId })}
          options={plans.map((one) => ({ value: one.planId, label: one.hasListPrice ? `${one.name}, ${formatMoney(one.totalCents)} a month` : `${one.name}, price by agreement` }))}
        />
        {plan !== undefined && !plan.hasListPrice ? <TextField label="Monthly price incl. GST" value={choice.amount} onChange={(amount) => set({ amount })} placeholder="1990.00" isRequired /> : null}
      </>
    );
  }
  if (kind === 'add_seat') return <TextField label="Seats to add" autoFocus value={choice.seats} onChange={(seats) => set({ seats })} isRequired maxLength={3} />;
  if (kind === 'override') {
    return (
      <>
        <TextField label="Monthly price incl. GST" autoFocus value={choice.amount} onChange={(amount) => set({ amount })} placeholder="499.00" isRequired />
        <TextField label="Note" isMultiline isRequired value={choice.note} onChange={(note) => set({ note })} maxLength={400} help="Why, and with whom it was agreed. It stands in Stripe too." />
        <TextField label="Runs out on" type="date" value={choice.expires} onChange={(expires) => set({ expires })} help="Empty: until further notice. The price does not change by itself; the program tells you." />
      </>
    );
  }
  if (kind === 'pause') {
    return (
      <SelectField
        label="Invoices while paused"
        value={choice.behaviour}
        onChange={(behaviour) => set({ behaviour })}
        options={[
          { value: 'void', label: 'Void them', help: 'The paused months are free' },
          { value: 'keep_as_draft', label: 'Keep them as drafts', help: 'They can be sent later' },
          { value: 'mark_uncollectible', label: 'Mark them uncollectible' },
        ]}
      />
    );
  }
  if (kind !== 'cancel_now' && kind !== 'cancel_at_period_end') return null;
  return (
    <>
      <TextField label="Reason" value={choice.reason} onChange={(reason) => set({ reason })} maxLength={500} help="Kept in Stripe; may stay empty." />
      {kind === 'cancel_now' ? (
        <>
          <SwitchField label="Credit the unused part of the period" isOn={choice.prorate} onChange={(prorate) => set({ prorate })} />
          <SwitchField label="Invoice now what waits for the next invoice" isOn={choice.invoiceNow} onChange={(invoiceNow) => set({ invoiceNow })} />
        </>
      ) : null}
    </>
  );
}
