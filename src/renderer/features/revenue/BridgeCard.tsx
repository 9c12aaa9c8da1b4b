// Why our MRR is not the number in Stripe: named differences that sum to the rest without one.
import type { ReactElement } from 'react';
import type { RevenueBridgeOutput } from '../../../contract/revenue.ts';
import { hrefOf } from '../../app/router.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { CountLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { bridgeWords } from './figureWords.ts';

interface Step {
  readonly id: string;
  readonly label: string;
  readonly amountCents: number;
  /** Null: the step is a total. */
  readonly subscriptions: number | null;
  readonly set: string;
}

export function BridgeCard({ bridge, month }: { readonly bridge: RevenueBridgeOutput; readonly month: string }): ReactElement {
  const rows: readonly Step[] = [
    { id: 'stripe', label: 'MRR as Stripe defines it', amountCents: bridge.stripeCents, subscriptions: null, set: 'bridge/stripe' },
    ...bridge.differences.map(({ id, amountCents, subscriptions }): Step => ({ id, label: bridgeWords[id], amountCents, subscriptions, set: `bridge/${id}` })),
    { id: 'ours', label: 'MRR by our policy', amountCents: bridge.oursCents, subscriptions: null, set: 'paying' },
  ];
  return (
    <FiguresCard
      title="Why it is not the number in Stripe"
      numbers={() => [['Step', 'Subscriptions', 'AUD'], ...rows.map(({ label, subscriptions, amountCents }) => [label, subscriptions === null ? '' : String(subscriptions), plainDecimal(amountCents)])]}
      note="As of now. Stripe’s figure is computed here from the mirror: active and past-due subscriptions at their monthly prices, without trials, usage and the tax it knows of, before coupons (a setting of Stripe’s). Stripe adds other currencies at a rate of its own; here they are in neither figure."
    >
      <ReportTable
        caption="Bridge from Stripe’s MRR to ours"
        rows={rows}
        keyOf={({ id }) => id}
        isMarked={({ subscriptions }) => subscriptions === null}
        columns={[
          { id: 'step', header: 'Step', isWrapping: true, cell: ({ label }) => label },
          { id: 'count', header: 'Subscriptions', align: 'end', cell: (row) => <Subscriptions step={row} month={month} /> },
          { id: 'amount', header: 'Amount', unit: 'AUD', align: 'end', cell: ({ amountCents, set }) => <MoneyLink month={month} set={set} cents={amountCents} /> },
        ]}
      />
    </FiguresCard>
  );
}

/** Trials and other currencies move no amount: their subscriptions are in the list of all. */
function Subscriptions({ step: { id, subscriptions, set }, month }: { readonly step: Step; readonly month: string }): ReactElement | null {
  if (subscriptions === null) return null;
  if (id === 'trials' && subscriptions > 0) return <a className="amount" href={hrefOf('subscriptions', { status: 'trialing' })}>{formatCount(subscriptions)}</a>;
  if (id === 'currency' && subscriptions > 0) return <a className="amount" href={hrefOf('subscriptions', { status: 'active,past_due' })}>{formatCount(subscriptions)}</a>;
  return <CountLink month={month} set={set} count={subscriptions} />;
}
