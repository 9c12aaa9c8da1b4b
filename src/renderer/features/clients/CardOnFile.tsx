// Where bills go and what pays them: the owner's e-mail, the card, and its expiry asked from Stripe while it is shown.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ClientCard } from '../../../contract/billing.ts';
import { call } from '../../bridge/call.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { cx } from '../../ui/classNames.ts';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { humanise } from '../../ui/humanise.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './clients.module.css';

export function CardOnFile({ card }: { readonly card: ClientCard }): ReactElement | null {
  if (card.org_id === null) return null;
  const method = card.subscription?.payment_method ?? null;
  return (
    <PaneSection title="Billing">
      <Facts
        facts={[
          ['Card', method === null ? 'None is known' : `${humanise(method.brand)} ending in ${method.last4}`],
          method === null ? null : ['Expires', <Expiry key="expiry" orgId={card.org_id} />],
          ['Billing e-mail', card.billing_email ?? 'None'],
          card.is_billing_email_edited ? ['In Stripe', card.stripe_billing_email ?? 'None'] : null,
        ]}
      />
      <EmailAct orgId={card.org_id} card={card} />
    </PaneSection>
  );
}

/** Kept for as long as it is on screen, and not a moment longer. */
function Expiry({ orgId }: { readonly orgId: string }): ReactElement {
  const asked = useQuery({ queryKey: ['clients.cardExpiry', orgId], queryFn: () => call('clients.cardExpiry', { orgId }), gcTime: 0, staleTime: 60_000, retry: false });
  if (asked.isPending) return <span className="muted">Asking Stripe…</span>;
  const expiry = asked.data?.expiry ?? null;
  if (expiry === null) return <span className="muted">{asked.data?.reason ?? 'Stripe could not be asked.'}</span>;
  return <span>{`${String(expiry.month).padStart(2, '0')}/${expiry.year}${expiry.isExpired ? ', expired' : ''} (asked from Stripe now, not kept)`}</span>;
}

function EmailAct({ orgId, card }: { readonly orgId: string; readonly card: ClientCard }): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const setEmail = useCommandOperation('clients.setBillingEmail');
  return (
    <div className={cx(css.acts)}>
      <Button size="s" onPress={() => setDraft(card.billing_email ?? '')}>
        Change the e-mail
      </Button>
      {draft === null ? null : (
        <ConfirmDialog
          isFieldFirst
          isOpen
          title={`Billing e-mail of ${card.name}`}
          confirmLabel={draft.trim() === '' ? 'Use Stripe’s e-mail' : 'Save the e-mail'}
          disabledReason={draft.trim() === (card.billing_email ?? '') ? 'Nothing was changed.' : undefined}
          onClose={() => setDraft(null)}
          onConfirm={async () => {
            const email = draft.trim();
            await setEmail.run({ orgId, email: email === '' ? null : email });
            toastDone('The billing e-mail was saved');
          }}
        >
          <p>It is used here and in QuickBooks, and stays whatever Stripe says. Stripe keeps its own: change it there if Stripe’s receipts should go elsewhere.</p>
          <TextField label="Billing e-mail" value={draft} onChange={setDraft} help={`Empty: Stripe’s (${card.stripe_billing_email ?? 'none'}).`} autoFocus />
        </ConfirmDialog>
      )}
    </div>
  );
}
