// What can be done about an early fraud warning: refund it from here where the profile allows it, else at Stripe.
import type { ReactElement } from 'react';
import type { FraudWarning } from '../../../contract/fraudWarnings.ts';
import { hrefOf, navigate } from '../../app/router.ts';
import { Button } from '../../ui/Button.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';

const typeWords: Readonly<Record<string, string>> = {
  card_never_received: 'a card that never arrived',
  fraudulent_card_application: 'a card that was applied for by fraud',
  made_with_counterfeit_card: 'a counterfeit card',
  made_with_lost_card: 'a lost card',
  made_with_stolen_card: 'a stolen card',
  unauthorized_use_of_card: 'the use of a card without its owner’s leave',
  misc: 'fraud',
};

export function fraudSentence({ fraudType, warnedAt, isOpen }: FraudWarning, timeZone: string): string {
  const what = typeWords[fraudType] ?? humanise(fraudType).toLowerCase();
  const told = `The card’s bank reported ${what} on ${formatLocalDate(localDateOf(warnedAt, timeZone))}.`;
  return isOpen
    ? `${told} Ask the client; if the payment was not theirs, refund it before it becomes a dispute with a fee.`
    : `${told} It was refunded or disputed since: nothing is left to prevent.`;
}

/** Only of an open warning. */
export function FraudActs({ warning, mayRefund, isOfInvoice = false }: { readonly warning: FraudWarning; readonly mayRefund: boolean; /** It stands in the invoice's own story. */ readonly isOfInvoice?: boolean }): ReactElement {
  const offline = useOfflineReason();
  const { invoiceId, amountCents, currency, stripeUrl } = warning;
  return (
    <>
      {invoiceId === null || isOfInvoice ? null : <a href={hrefOf('invoices', { open: invoiceId })}>{warning.invoiceNumber ?? 'Its invoice'}</a>}
      {mayRefund && invoiceId !== null ? (
        <Button size="s" disabledReason={offline} onPress={() => navigate('refunds', { record: invoiceId, because: 'fraud' })}>
          {amountCents === null ? 'Refund…' : `Refund ${formatMoney(amountCents, currency)}…`}
        </Button>
      ) : stripeUrl === null ? null : (
        <ExternalLink url={stripeUrl}>Refund it in Stripe</ExternalLink>
      )}
    </>
  );
}
