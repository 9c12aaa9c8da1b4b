// The client card: what needs a hand, what the client sees, plan and next charge, entitlements, invoices, and what the owner keeps.
import type { ReactElement } from 'react';
import type { ClientCard } from '../../../contract/billing.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant, formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import story from '../invoices/story.module.css';
import { CardOnFile } from './CardOnFile.tsx';
import { ClientConversion } from './ClientConversion.tsx';
import { ClientNotes } from './ClientNotes.tsx';
import { ClientStanding } from './ClientStanding.tsx';
import { dunningWord, subscriptionWord } from './clientWords.ts';
import css from './clients.module.css';

interface PaneProps {
  readonly of: { readonly orgId: string } | { readonly rtoCode: string };
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

export function ClientPane({ of, onClose, onStep }: PaneProps): ReactElement {
  const byOrg = useQueryOperation('billing.orgById', { org_id: 'orgId' in of ? of.orgId : 'none' }, { enabled: 'orgId' in of });
  const byCode = useQueryOperation('billing.org', { rto_code: 'rtoCode' in of ? of.rtoCode : 'none' }, { enabled: 'rtoCode' in of });
  const card = 'orgId' in of ? byOrg : byCode;
  const name = card.data?.name ?? 'Client';
  return (
    <DetailPane
      rowKey={'orgId' in of ? of.orgId : of.rtoCode}
      label={name}
      onClose={onClose}
      onStep={onStep}
      heading={card.data === undefined ? <h2 className={cx(story.title)}>Client</h2> : <CardHeading card={card.data} />}
    >
      {card.isError ? <ErrorNote error={toOperationError(card.error)} onRetry={() => void card.refetch()} /> : null}
      {card.data === undefined ? (
        card.isError ? null : (
          <p className={cx(story.loading)}>Opening the card…</p>
        )
      ) : (
        <CardBody card={card.data} />
      )}
    </DetailPane>
  );
}

function CardHeading({ card }: { readonly card: ClientCard }): ReactElement {
  const { word, icon, tone } = dunningWord(card.dunning.status);
  return (
    <>
      <h2 className={cx(story.title)}>
        <span>{card.name}</span>
      </h2>
      <p className={cx(story.client)}>{card.rto_code === null ? 'No RTO code' : `RTO ${card.rto_code}`}</p>
      <div className={cx(story.pills)}>
        <Pill icon={icon} tone={tone}>
          {word}
        </Pill>
        <span className={cx(story.tag)}>{humanise(card.subscription?.plan?.plan_tier ?? 'free')}</span>
        {card.is_client ? <span className={cx(story.tag)}>{card.is_test ? 'Test client' : 'Client'}</span> : null}
      </div>
    </>
  );
}

function CardBody({ card }: { readonly card: ClientCard }): ReactElement {
  return (
    <>
      {card.flags.length === 0 ? null : (
        <PaneSection title="To know">
          <div className={cx(css.stack)}>
            {card.flags.map(({ flag, needs_a_hand: needsAHand, sentence, next_action: nextAction }) => (
              <Note
                key={flag}
                tone={needsAHand ? 'warning' : 'info'}
                title={sentence}
                {...(flag === 'fraud_warning' || flag === 'open_dispute' ? { action: <a href={hrefOf('refunds')}>Open it</a> } : {})}
              >
                {nextAction === null ? null : <p>{nextAction}</p>}
              </Note>
            ))}
          </div>
        </PaneSection>
      )}
      <ClientStanding card={card} />
      <PlanSection card={card} />
      {card.upgrade === null ? null : <UpgradeSection upgrade={card.upgrade} />}
      <CardOnFile card={card} />
      <EntitlementsSection card={card} />
      <InvoicesSection card={card} />
      <ClientConversion card={card} />
      <RegisterSection card={card} />
      {card.org_id === null ? null : <ClientNotes card={card} orgId={card.org_id} />}
    </>
  );
}

function PlanSection({ card }: { readonly card: ClientCard }): ReactElement {
  const { today, timeZone } = useStatus();
  const { subscription, seats } = card;
  const end = subscription?.current_period_end ?? null;
  const next =
    subscription?.next_amount_total == null
      ? subscription?.cancel_at_period_end === true
        ? 'Nothing: it ends with the period'
        : 'Nothing is known'
      : `${formatMoney(subscription.next_amount_total)} incl. GST${end === null ? '' : ` on ${formatLocalDate(localDateOf(end, timeZone))}`}`;
  return (
    <PaneSection title="Plan and seats" acts={subscriptionLink(card)}>
      <Facts
        facts={[
          ['Plan', humanise(subscription?.plan?.plan_tier ?? 'free')],
          ['Subscription', subscriptionWord(subscription?.status ?? null, subscription?.cancel_at_period_end ?? false)],
          ['Access', card.access_reason],
          ['MRR ex GST', <Money key="mrr" cents={card.mrr_cents} />],
          end === null ? null : [end < `${today}` ? 'Period ended' : 'Period ends', formatLocalDate(localDateOf(end, timeZone))],
          ['Next charge', next],
          [
            'Seats',
            seatsWord(seats),
          ],
          ['A new seat', `${card.gate.allowed ? 'Allowed' : 'Refused'}. ${card.gate.reason}`],
          ...card.overrides.map((override): readonly [string, string] => [
            'Price override',
            [
              override.amount === null ? 'amount as agreed' : formatMoney(override.amount),
              override.expires_at === null ? 'without end' : `until ${formatLocalDate(override.expires_at.slice(0, 10))}`,
              override.note ?? '',
            ].join(', '),
          ]),
        ]}
      />
    </PaneSection>
  );
}

/** To the subscription that runs, with what can be done to it; else to a new one. */
function subscriptionLink(card: ClientCard): ReactElement | undefined {
  const status = card.subscription?.status ?? null;
  const isRunning = status !== null && status !== 'cancelled' && status !== 'incomplete_expired';
  if (isRunning) return card.stripe_subscription_id === null ? undefined : <a href={hrefOf('subscriptions', { open: card.stripe_subscription_id })}>Change it</a>;
  return card.org_id === null ? undefined : <a href={hrefOf('subscriptions', { subscribe: card.org_id })}>Subscribe</a>;
}

function seatsWord({ base, purchased, limit, active_members: members }: ClientCard['seats']): string {
  const of = limit === null ? 'an unknown number' : String(limit);
  const parts = purchased > 0 ? ` (${base} with the plan, ${purchased} bought)` : '';
  return members === null ? `${of}${parts}; how many are in use is not known` : `${members} of ${of} in use${parts}`;
}

function UpgradeSection({ upgrade }: { readonly upgrade: NonNullable<ClientCard['upgrade']> }): ReactElement {
  const plan = humanise(upgrade.next_tier);
  const difference = upgrade.difference;
  const sentence =
    difference === null
      ? `${plan} includes ${upgrade.next_seats} seats at a price by agreement.`
      : difference <= 0
        ? `${plan} would cost ${formatMoney(-difference)} a month less for ${upgrade.next_seats} seats.`
        : `${plan} would cost ${formatMoney(difference)} a month more, with ${upgrade.next_seats} seats instead of ${upgrade.seats}.`;
  return (
    <PaneSection title="Going up a plan">
      <p>{sentence}</p>
      <Facts
        facts={[
          ['Now, a month incl. GST', formatMoney(upgrade.current_total)],
          [`${plan}, for as many seats`, upgrade.next_total === null ? 'By agreement' : formatMoney(upgrade.next_total)],
          upgrade.break_even_extra_seats === null
            ? null
            : ['Costs no more', `from ${upgrade.break_even_extra_seats} extra seats on`],
        ]}
      />
    </PaneSection>
  );
}

function EntitlementsSection({ card }: { readonly card: ClientCard }): ReactElement | null {
  if (card.entitlements.length === 0) return null;
  return (
    <PaneSection title="Entitlements">
      <div className={cx(story.bleed)}>
        <ReportTable
          caption="Entitlements"
          rows={card.entitlements}
          keyOf={(row) => row.feature}
          columns={[
            { id: 'feature', header: 'Feature', cell: (row) => row.feature },
            { id: 'granted', header: 'Granted', cell: (row) => (row.granted ? 'Yes' : 'No') },
            { id: 'reason', header: 'Why', isWrapping: true, cell: (row) => row.reason },
          ]}
        />
      </div>
    </PaneSection>
  );
}

function InvoicesSection({ card }: { readonly card: ClientCard }): ReactElement {
  const { timeZone } = useStatus();
  const invoices = card.subscription?.invoices.slice(0, 6) ?? [];
  const all = hrefOf('invoices', card.rto_code === null ? { search: card.name } : { rtoCode: card.rto_code });
  return (
    <PaneSection title="Invoices" acts={<a href={all}>All of them</a>}>
      {invoices.length === 0 ? (
        <p className="muted">None yet.</p>
      ) : (
        <div className={cx(story.bleed)}>
          <ReportTable
            caption="Latest invoices"
            rows={invoices}
            keyOf={(row) => row.id}
            columns={[
              { id: 'number', header: 'Number', cell: (row) => <a href={hrefOf('invoices', { open: row.id })}>{row.invoice_number ?? 'No number yet'}</a> },
              { id: 'paid', header: 'Paid', cell: (row) => (row.paid_at === null ? humanise(row.status) : formatLocalDate(localDateOf(row.paid_at, timeZone))) },
              { id: 'total', header: 'Total', align: 'end', cell: (row) => <Money cents={row.amount_total} /> },
            ]}
          />
        </div>
      )}
    </PaneSection>
  );
}

function RegisterSection({ card }: { readonly card: ClientCard }): ReactElement {
  const { timeZone } = useStatus();
  const ceo = [card.ceo_given, card.ceo_family].filter(Boolean).join(' ');
  const facts: (readonly [string, string] | null)[] = [
    ['Legal name', card.legal_name ?? 'Not known'],
    card.trading_name === null ? null : ['Trading name', card.trading_name],
    card.abn === null ? null : ['ABN', card.abn],
    card.acn === null ? null : ['ACN', card.acn],
    ceo === '' ? null : ['CEO', ceo],
    card.entity_type === null ? null : ['Entity', card.entity_type],
    card.phone === null ? null : ['Phone', card.phone],
    card.website === null ? null : ['Website', card.website],
    card.address === null ? null : ['Address', card.address],
    card.client_since === null ? null : ['Client since', formatInstant(card.client_since, timeZone)],
  ];
  return (
    <PaneSection title={card.is_in_register ? 'Register' : 'Not in the register'}>
      <Facts facts={facts} />
      <div className={cx(css.acts)}>
        {card.stripe_url === null ? null : <ExternalLink url={card.stripe_url}>Customer in Stripe</ExternalLink>}
        {card.qb_url === null ? null : <ExternalLink url={card.qb_url}>Customer in QuickBooks</ExternalLink>}
      </div>
      {card.qb_url === null && card.org_id !== null ? <p className="muted">No QuickBooks customer is linked yet; the first push links or makes one.</p> : null}
    </PaneSection>
  );
}
