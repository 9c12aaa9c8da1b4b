// A new subscription: for which client, to which plan, with a card that Stripe has a token of or on Stripe's own page.
import { useState, type ReactElement } from 'react';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import { dollarsToCents } from './changeChoice.ts';

interface Props {
  /** Null: to be chosen. */
  readonly orgId: string | null;
  readonly onClose: () => void;
}

export function SubscribeDialog({ orgId, onClose }: Props): ReactElement {
  const offline = useOfflineReason();
  const subscribe = useCommandOperation('subscriptions.subscribe');
  const [search, setSearch] = useState('');
  const offer = useQueryOperation('subscriptions.offer', { search: orgId === null ? search : '', orgId }, { keepPrevious: true });
  const [chosenOrgId, setOrgId] = useState('');
  const [chosenPlanId, setPlanId] = useState('');
  const [way, setWay] = useState<'page' | 'token'>('page');
  const [token, setToken] = useState('');
  const [amount, setAmount] = useState('');
  const clients = offer.data?.clients ?? [];
  const plans = (offer.data?.plans ?? []).toSorted((a, b) => Number(b.hasListPrice) - Number(a.hasListPrice));
  const client = clients.find((one) => one.orgId === chosenOrgId) ?? (orgId === null ? undefined : clients[0]);
  const plan = plans.find((one) => one.planId === chosenPlanId) ?? plans[0];
  const amountCents = plan?.hasListPrice === false ? dollarsToCents(amount) : undefined;
  const disabledReason =
    offer.data === undefined
      ? 'Clients and plans are being read'
      : client === undefined
        ? clients.length === 0
          ? 'There is no client to subscribe'
          : 'Choose the client'
        : plan === undefined
          ? 'No plan is sold'
          : amountCents === null || amountCents === 0
            ? 'Enter the monthly price, as 1990.00'
            : way === 'token' && !/^[\w-]{3,100}$/.test(token.trim())
              ? 'Enter the token of the card'
              : offline;
  return (
    <ConfirmDialog
      isOpen
      title={orgId !== null && client !== undefined ? `Subscribe ${client.name}` : 'New subscription'}
      confirmLabel={plan === undefined ? 'Subscribe' : `Subscribe to ${plan.name}`}
      disabledReason={disabledReason}
      onClose={onClose}
      onConfirm={async () => {
        if (client === undefined || plan === undefined) return;
        await subscribe.run({ orgId: client.orgId, planId: plan.planId, paymentMethodToken: way === 'token' ? token.trim() : null, ...(typeof amountCents === 'number' ? { amountCents } : {}) });
        toastDone('The subscription is being started', way === 'page' ? 'The card page is offered at the top of Subscriptions.' : 'It appears here as soon as Stripe shows it.');
      }}
    >
      {offer.error === null ? null : <ErrorNote error={toOperationError(offer.error)} onRetry={() => void offer.refetch()} />}
      {orgId === null ? <TextField label="Find the client" autoFocus value={search} onChange={setSearch} placeholder="Name or RTO code" maxLength={100} help="Clients with a customer in Stripe and without a subscription that still runs." /> : null}
      {offer.data !== undefined && clients.length === 0 ? <p role="status">{whyNobody(orgId, search)}</p> : null}
      {orgId === null && clients.length > 0 ? (
        <SelectField
          label="Client"
          value={client?.orgId ?? ''}
          onChange={setOrgId}
          options={[{ value: '', label: 'Choose the client' }, ...clients.map((one) => ({ value: one.orgId, label: one.rtoCode === null ? one.name : `${one.name} (RTO ${one.rtoCode})` }))]}
          {...(offer.data?.hasMore === true ? { help: `The first ${clients.length}; type more of the name to find others.` } : {})}
        />
      ) : null}
      {plan === undefined ? null : (
        <SelectField
          label="Plan"
          value={plan.planId}
          onChange={setPlanId}
          options={plans.map((one) => ({ value: one.planId, label: one.hasListPrice ? `${one.name}, ${formatMoney(one.totalCents)} a month` : `${one.name}, price by agreement` }))}
        />
      )}
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
      <p>{way === 'page' ? 'Nothing is charged until the card is entered; then the first period at once.' : 'The first period is charged at once.'} Card numbers never pass through Tieout.</p>
    </ConfirmDialog>
  );
}

function whyNobody(orgId: string | null, search: string): string {
  if (orgId !== null) return 'This client has a subscription that still runs, or no customer in Stripe yet.';
  return search.trim() === '' ? 'Every client in Stripe has a subscription.' : 'No client without a subscription matches.';
}
