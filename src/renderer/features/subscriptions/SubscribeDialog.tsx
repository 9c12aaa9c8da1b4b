// A new subscription for an organisation whose last one has ended: with a card's token, or with Stripe's own page.
import { useState, type ReactElement } from 'react';
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import { dollarsToCents } from './changeChoice.ts';

export function SubscribeDialog({ detail, onClose }: { readonly detail: SubscriptionDetail; readonly onClose: () => void }): ReactElement {
  const { row, plans } = detail;
  const subscribe = useCommandOperation('subscriptions.subscribe');
  const [planId, setPlanId] = useState(plans[0]?.planId ?? '');
  const [way, setWay] = useState<'page' | 'token'>('page');
  const [token, setToken] = useState('');
  const [amount, setAmount] = useState('');
  const plan = plans.find((one) => one.planId === planId);
  const amountCents = plan?.hasListPrice === false ? dollarsToCents(amount) : undefined;
  const disabledReason =
    plan === undefined ? 'Choose a plan' : amountCents === null ? 'Enter the monthly price, as 1990.00' : way === 'token' && !/^[\w-]{3,100}$/.test(token.trim()) ? 'Enter the token of the card' : undefined;
  return (
    <ConfirmDialog
      isOpen
      title={`Subscribe ${row.clientName}`}
      confirmLabel={`Subscribe to ${plan?.name ?? 'a plan'}`}
      disabledReason={disabledReason}
      onClose={onClose}
      onConfirm={async () => {
        await subscribe.run({ orgId: row.orgId, planId, paymentMethodToken: way === 'token' ? token.trim() : null, ...(typeof amountCents === 'number' ? { amountCents } : {}) });
        toastDone('The subscription is being started', way === 'page' ? 'The card page is offered at the top of Subscriptions.' : 'It appears here as soon as Stripe shows it.');
      }}
    >
      <SelectField label="Plan" value={planId} onChange={setPlanId} options={plans.map((one) => ({ value: one.planId, label: one.hasListPrice ? `${one.name}, ${formatMoney(one.totalCents)} a month` : `${one.name}, price by agreement` }))} />
      {plan?.hasListPrice === false ? <TextField label="Monthly price incl. GST" value={amount} onChange={setAmount} placeholder="1990.00" isRequired /> : null}
      <SelectField
        label="Card"
        value={way}
        onChange={setWay}
        options={[
          { value: 'page', label: 'The client enters it on Stripe’s page', help: 'The subscription begins when the page is filled in' },
          { value: 'token', label: 'Stripe has a token of it' },
        ]}
      />
      {way === 'token' ? <TextField label="Payment method token" value={token} onChange={setToken} placeholder="pm_…" isRequired maxLength={100} /> : null}
      <p>The first period is charged at once. Card numbers never pass through Tieout.</p>
    </ConfirmDialog>
  );
}
