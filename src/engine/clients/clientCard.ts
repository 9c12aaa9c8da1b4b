// The full billing picture of one client, and the client's own view: banner, plan and seats, what going up would cost.
import { AppError } from '../../contract/errors.ts';
import { flagsThatNeedAHand, type ClientFlag } from '../../contract/clients.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { daysBetween, instantFromMs, localDateOf } from '../../domain/calendar.ts';
import { customerOfRecordFault } from '../../domain/customerOfRecord.ts';
import { dunningBanner } from '../../domain/dunning.ts';
import { entitlementDecision, seatGate } from '../../domain/entitlements.ts';
import { reminderAdvice } from '../../domain/reminder.ts';
import { upgradeIncentive } from '../../domain/upgradeIncentive.ts';
import type { ClientCustomerRow, ClientOrgRow } from '../ports/clientReads.ts';
import type { RegisterEntry } from '../ports/clientTables.ts';
import type { QueryPorts } from '../queries/queryPorts.ts';
import { entitledTo, subscriptionView, type Entitled } from '../queries/billingView.ts';
import { hostedPage } from '../subscriptions/hostedPage.ts';
import { flagWords } from './flagWords.ts';

type Card = OperationOutput<'billing.org'>;

/** Throws AppError NOT_FOUND where neither the register nor an organisation has this code. */
export function cardByRtoCode(ports: QueryPorts, rtoCode: string): Card {
  const client = ports.store.reads.billingClient(rtoCode);
  if (client === undefined) throw new AppError('NOT_FOUND', `RTO code ${rtoCode}`);
  return client.orgId === null ? registerOnlyCard(ports, rtoCode) : cardOf(ports, client.orgId, rtoCode);
}

/** Throws AppError NOT_FOUND for an organisation that isn't mirrored. */
export function cardByOrgId(ports: QueryPorts, orgId: string): Card {
  const org = ports.store.orgs.get(orgId);
  if (org === undefined) throw new AppError('NOT_FOUND', `organisation ${orgId}`);
  return cardOf(ports, orgId, org.rtoCode);
}

function cardOf(ports: QueryPorts, orgId: string, rtoCode: string | null): Card {
  const { reads, clients } = ports.store;
  const { timeZone } = ports.store.state.profile();
  const org = reads.clients.org(orgId);
  const billing = reads.billingOrg(orgId);
  if (org === undefined || billing === undefined) throw new AppError('NOT_FOUND', `organisation ${orgId}`);
  const entry = rtoCode === null ? undefined : clients.registerEntry(rtoCode);
  const customers = reads.clients.customers(orgId);
  const entitled = entitledTo(ports, billing);
  const today = localDateOf(instantFromMs(ports.clock.nowMs()), timeZone);
  const view = subscriptionView(ports, billing);
  const dunning = dunningPart(ports, org, { status: view.dunning.status, retryCount: view.dunning.retry_count, firstFailureAt: view.dunning.first_failure_at }, today);
  const used = customers[0];
  const stripeCustomerId = entry?.stripeCustomerId ?? used?.stripeCustomerId ?? null;
  const qbCustomerId = customers.find((customer) => customer.qbCustomerId !== null)?.qbCustomerId ?? null;
  return {
    ...registerPart(ports, rtoCode, entry, org.name),
    org_id: orgId,
    flags: flagsOf(ports, org, { entry, customers, today, hasPaid: clients.firstPayment(orgId)?.isTest === false }),
    stripe_customer_id: stripeCustomerId,
    stripe_subscription_id: entitled.subscription?.stripeSubscriptionId ?? null,
    qb_customer_id: qbCustomerId,
    ...linksOf(ports, stripeCustomerId, qbCustomerId),
    customers: customers.map((row) => ({ stripe_customer_id: row.stripeCustomerId, is_deleted: row.isDeleted, is_test: row.isTest, card_brand: row.cardBrand, card_last4: row.cardLast4, marketplace: row.marketplace, qb_customer_id: row.qbCustomerId })),
    mrr_cents: org.mrrCents,
    subscription: view,
    access_reason: view.dunning.status === 'restricted' ? 'Read-only, AI features off: payments have failed several times.' : accessReason(entitled),
    ...dunning,
    reminder: wordsOf(reminderAdvice({ dunning: view.dunning.status, today, graceUntil: org.graceUntil, hasOpenDispute: org.openDisputes > 0 })),
    ...gatePart(entitled, billing.activeMembers, view.dunning.status),
    upgrade: upgradePart(ports, entitled),
    overrides: reads.clients.overrides(orgId).map(({ amountCents, expiresAt, note }) => ({ amount: amountCents, expires_at: expiresAt, note })),
    billing_email: org.editedBillingEmail ?? org.stripeBillingEmail,
    stripe_billing_email: org.stripeBillingEmail,
    is_billing_email_edited: org.editedBillingEmail !== null,
    grace_until: org.graceUntil,
    notes: clients.notes(orgId).map(({ id, note, writtenAt }) => ({ id, note, written_at: writtenAt })),
    open_disputes: org.openDisputes,
  };
}

const wordsOf = ({ isSuggested, reason }: ReturnType<typeof reminderAdvice>): Card['reminder'] => ({ is_suggested: isSuggested, reason });

type RegisterPart = Pick<Card, 'rto_code' | 'name' | 'legal_name' | 'trading_name' | 'abn' | 'acn' | 'ceo_given' | 'ceo_family' | 'website' | 'entity_type' | 'phone' | 'address' | 'is_in_register' | 'is_client' | 'is_test' | 'client_status' | 'client_since' | 'plan' | 'conversions'>;

function registerPart(ports: QueryPorts, rtoCode: string | null, entry: RegisterEntry | undefined, name: string): RegisterPart {
  return {
    rto_code: rtoCode,
    name: entry?.tradingName ?? entry?.legalName ?? name,
    legal_name: entry?.legalName ?? name,
    trading_name: entry?.tradingName ?? null,
    abn: entry?.abn ?? null,
    acn: entry?.acn ?? null,
    ceo_given: entry?.ceoGiven ?? null,
    ceo_family: entry?.ceoFamily ?? null,
    website: entry?.website ?? null,
    entity_type: entry?.entityType ?? null,
    phone: entry?.phone ?? null,
    address: entry?.address ?? null,
    is_in_register: entry !== undefined,
    is_client: entry?.isClient === true,
    is_test: entry?.isTest === true,
    client_status: entry?.clientStatus ?? null,
    client_since: entry?.clientSince ?? null,
    plan: entry?.plan ?? null,
    conversions: rtoCode === null ? [] : ports.store.clients.conversions(rtoCode).map(({ act, decidedBy, isTest, note, recordedAt }) => ({ act, decided_by: decidedBy, is_test: isTest, note, recorded_at: recordedAt })),
  };
}

/** A register entry that no organisation has named yet. */
function registerOnlyCard(ports: QueryPorts, rtoCode: string): Card {
  const entry = ports.store.clients.registerEntry(rtoCode);
  const none = { isSuggested: false, reason: 'Nothing is owed.' };
  return {
    ...registerPart(ports, rtoCode, entry, entry?.legalName ?? rtoCode),
    org_id: null, flags: [], stripe_customer_id: entry?.stripeCustomerId ?? null, stripe_subscription_id: null, qb_customer_id: null, stripe_url: null, qb_url: null,
    customers: [], mrr_cents: 0, subscription: null, access_reason: 'In the register only: no organisation of this code has bought anything.', banner: null,
    dunning: { status: 'ok', retry_count: 0, first_failure_at: null, last_retry_at: null, resolved_at: null, next_attempt_at: null, retry_in_days: null },
    reminder: wordsOf(none), gate: { allowed: true, reason: 'No organisation is known, so the gate is open.', code: null }, entitlements: [],
    seats: { base: 0, purchased: 0, limit: null, active_members: null }, upgrade: null, overrides: [], billing_email: null, stripe_billing_email: null, is_billing_email_edited: false,
    grace_until: null, notes: [], open_disputes: 0,
  };
}

interface DunningNow {
  readonly status: string;
  readonly retryCount: number;
  readonly firstFailureAt: string | null;
}

function dunningPart(ports: QueryPorts, org: ClientOrgRow, now: DunningNow, today: string): Pick<Card, 'banner' | 'dunning'> {
  const { timeZone } = ports.store.state.profile();
  const failing = ports.store.reads.clients.failing(org.orgId)[0];
  const nextAttemptAt = failing?.nextAttemptAt ?? null;
  const days = nextAttemptAt === null ? null : daysBetween(today, localDateOf(nextAttemptAt, timeZone));
  const banner = dunningBanner(now.status, days);
  return {
    banner: banner === null ? null : { tone: banner.tone, is_dismissible: banner.isDismissible, sentence: banner.sentence, action: banner.action, url: banner.action === null || failing?.hostedInvoiceUrl == null ? null : hostedPage(ports, failing.hostedInvoiceUrl) },
    dunning: { status: now.status, retry_count: now.retryCount, first_failure_at: now.firstFailureAt, last_retry_at: org.lastRetryAt, resolved_at: org.resolvedAt, next_attempt_at: nextAttemptAt, retry_in_days: days !== null && days >= 0 ? days : null },
  };
}

function gatePart(entitled: Entitled, activeMembers: number | null, dunning: string): Pick<Card, 'gate' | 'entitlements' | 'seats'> {
  return {
    gate: seatGate({ seatLimit: entitled.seatLimit, activeMembers, dunning }),
    entitlements: entitled.entitlements.map(({ feature, value }) => ({ feature, value, ...entitlementDecision(value, feature) })),
    seats: { base: entitled.subscription?.baseSeats ?? 0, purchased: entitled.subscription?.purchasedSeats ?? 0, limit: entitled.seatLimit, active_members: activeMembers },
  };
}

function upgradePart(ports: QueryPorts, { plan, subscription, access }: Entitled): Card['upgrade'] {
  if (plan === undefined) return null;
  const plans = ports.store.plans.list().filter((one) => one.isActive || one.id === plan.id);
  const incentive = upgradeIncentive({
    planTier: plan.planTier,
    purchasedSeats: access === 'none' ? 0 : (subscription?.purchasedSeats ?? 0),
    plans: [plan, ...plans.filter((one) => one.planTier !== plan.planTier)],
    seatTotalCents: plans.find((one) => one.planTier === 'seat_addon')?.totalCents ?? 0,
  });
  if (incentive === null) return null;
  const { nextTier, currentTotalCents, nextTotalCents, differenceCents, seats, nextSeats, breakEvenExtraSeats } = incentive;
  return { next_tier: nextTier, current_total: currentTotalCents, next_total: nextTotalCents, difference: differenceCents, seats, next_seats: nextSeats, break_even_extra_seats: breakEvenExtraSeats };
}

function accessReason({ access, subscription }: Entitled): string {
  if (subscription === undefined) return 'There is no subscription: the free plan holds.';
  if (subscription.status === 'paused') return `Collection is paused: ${access === 'none' ? 'no' : access} access, as the profile says.`;
  const end = subscription.currentPeriodEnd === null ? 'an end that is not known' : 'the end of the paid period';
  if (access === 'full') return subscription.isCancelScheduled || subscription.status === 'cancelled' ? `Full until ${end}, then the free plan.` : `Full: ${subscription.status}, until ${end} and its renewal.`;
  if (access === 'grace') return subscription.status === 'past_due' ? 'In grace: a payment failed and is being tried again.' : 'In grace: the period has ended and its renewal is not known yet.';
  return `None (${subscription.status}): the free plan holds.`;
}

function linksOf(ports: QueryPorts, stripeCustomerId: string | null, qbCustomerId: string | null): Pick<Card, 'stripe_url' | 'qb_url'> {
  const { stripeInvoice, quickBooksInvoice } = ports.config.links;
  return {
    stripe_url: stripeCustomerId === null ? null : stripeInvoice.replace('/invoices/', '/customers/').replaceAll('{id}', () => encodeURIComponent(stripeCustomerId)),
    qb_url: qbCustomerId === null ? null : quickBooksInvoice.replace('invoice?txnId=', 'customerdetail?nameId=').replaceAll('{id}', () => encodeURIComponent(qbCustomerId)),
  };
}

interface Known {
  readonly entry: RegisterEntry | undefined;
  readonly customers: readonly ClientCustomerRow[];
  readonly today: string;
  readonly hasPaid: boolean;
}

function flagsOf(ports: QueryPorts, org: ClientOrgRow, { entry, customers, today, hasPaid }: Known): Card['flags'] {
  const { businessName, productName } = ports.store.state.profile();
  const marketplace = customers.find((customer) => customer.marketplace !== null)?.marketplace ?? null;
  const fault = customerOfRecordFault({ name: org.name, marketplace, isPaying: org.mrrCents > 0, platformNames: [businessName, productName] });
  const isUndone = entry !== undefined && ports.store.clients.conversions(entry.rtoCode)[0]?.act === 'undone';
  const flags: (ClientFlag | null)[] = [
    org.fraudWarnings > 0 ? 'fraud_warning' : null,
    fault,
    ...(org.noEntryNote === null
      ? ([hasPaid && org.rtoCode === null ? 'no_rto_code' : null, hasPaid && org.rtoCode !== null && entry === undefined ? 'not_in_register' : null, isUndone ? 'conversion_undone' : null] as const)
      : (['no_entry_expected'] as const)),
    org.openDisputes > 0 ? 'open_dispute' : null,
    org.graceUntil !== null && today <= org.graceUntil ? 'in_grace' : null,
    marketplace === null ? null : 'marketplace',
    customers.length > 0 && customers.every((customer) => customer.isTest) ? 'test' : null,
  ];
  return flags.flatMap((flag) => (flag === null ? [] : [{ flag, needs_a_hand: flagsThatNeedAHand.includes(flag), ...flagWords(flag, { marketplace, noEntryNote: org.noEntryNote }) }]));
}
