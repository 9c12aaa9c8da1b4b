// The way of the money, station by station: Stripe invoice → charge → balance transaction → fee → payout.
import { ArrowDownToLine, CreditCard, Landmark, ReceiptText, Scale, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { InvoiceStory } from '../../../contract/invoices.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { cx } from '../../ui/classNames.ts';
import { formatInstant, formatLocalDate } from '../../ui/formatDate.ts';
import { Id } from '../../ui/Id.tsx';
import { Money } from '../../ui/Money.tsx';
import { humanise } from '../../ui/humanise.ts';
import css from './MoneyPath.module.css';

interface StationProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly detail: ReactNode;
  readonly cents: number | null;
  readonly currency: string;
  readonly isPending?: boolean;
}

function Station({ icon: Icon, title, detail, cents, currency, isPending = false }: StationProps): ReactElement {
  return (
    <li className={cx(css.station, isPending && css.pending)}>
      <span className={cx(css.icon)}>
        <Icon aria-hidden="true" />
      </span>
      <span className={cx(css.text)}>
        <span className={cx(css.title)}>{title}</span>
        <span className={cx(css.detail)}>{detail}</span>
      </span>
      {cents === null ? <span className="muted">–</span> : <Money cents={cents} currency={currency} />}
    </li>
  );
}

export function MoneyPath({ story }: { readonly story: InvoiceStory }): ReactElement {
  const { timeZone } = useStatus();
  const { invoice } = story;
  return (
    <ol className={cx(css.path)}>
      <Station
        icon={ReceiptText}
        title={`Stripe invoice, ${humanise(invoice.status).toLowerCase()}`}
        detail={
          story.finalizedAt === null ? 'Not finalised yet' : `Finalised ${formatInstant(story.finalizedAt, timeZone)}`
        }
        cents={invoice.totalCents}
        currency={invoice.currency}
      />
      {story.payments.length === 0 ? (
        <Station
          icon={CreditCard}
          title="No payment yet"
          detail="Stripe has not charged anyone for this invoice."
          cents={null}
          currency={invoice.currency}
          isPending
        />
      ) : null}
      {story.payments.map((payment, index) => (
        <PaymentStations
          key={payment.chargeId ?? payment.paymentIntentId ?? index}
          payment={payment}
          currency={invoice.currency}
        />
      ))}
    </ol>
  );
}

function PaymentStations({
  payment,
  currency,
}: {
  readonly payment: InvoiceStory['payments'][number];
  readonly currency: string;
}): ReactElement {
  const { timeZone } = useStatus();
  const card = payment.cardLast4 === null ? '' : `${humanise(payment.cardBrand ?? 'card')} ending ${payment.cardLast4}`;
  const paid = payment.paidAt === null ? humanise(payment.status) : formatInstant(payment.paidAt, timeZone);
  return (
    <>
      <Station
        icon={CreditCard}
        title={payment.chargeId === null ? 'Payment' : 'Charge'}
        detail={
          <>
            {[card, paid].filter(Boolean).join(' · ')}
            {payment.chargeId === null ? null : <Id value={payment.chargeId} name="charge id" />}
          </>
        }
        cents={payment.amountCents}
        currency={currency}
      />
      {payment.feeCents === null ? (
        <Station
          icon={Scale}
          title="Stripe fee"
          detail={payment.balanceTransactionId === null ? 'Pending: Stripe has not settled the charge yet' : 'None'}
          cents={null}
          currency={currency}
          isPending={payment.balanceTransactionId === null}
        />
      ) : (
        <Station
          icon={Scale}
          title="Stripe fee"
          detail="From the charge's balance transaction"
          cents={-payment.feeCents}
          currency={currency}
        />
      )}
      {payment.balanceTransactionId === null ? null : (
        <Station
          icon={ArrowDownToLine}
          title="Net, into the Stripe balance"
          detail={<Id value={payment.balanceTransactionId} name="balance transaction id" />}
          cents={payment.netCents}
          currency={currency}
        />
      )}
      {payment.payout === null ? (
        <Station
          icon={Landmark}
          title="Not in a payout yet"
          detail="It goes to the bank with one of the next payouts."
          cents={null}
          currency={currency}
          isPending
        />
      ) : (
        <Station
          icon={Landmark}
          title={`Payout, ${humanise(payment.payout.status).toLowerCase()}`}
          detail={
            <>
              {payment.payout.arrivalDate === null
                ? null
                : `In the bank ${formatLocalDate(payment.payout.arrivalDate)}`}
              {' '}
              <a href={hrefOf('reconcile', { tab: 'payouts', open: payment.payout.id })}>What it is made of</a>
              <Id value={payment.payout.id} name="payout id" />
            </>
          }
          cents={null}
          currency={currency}
        />
      )}
    </>
  );
}
