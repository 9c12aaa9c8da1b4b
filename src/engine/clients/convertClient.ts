// A first payment makes a client of the register's entry, unless a person took that back; without an entry the payment stands.
import type { EngineContext } from '../context.ts';
import type { FirstPayment } from '../ports/clientTables.ts';

/**
 * Runs inside the caller's transaction. A real payment makes a real client; a test payment makes a test one, never of an entry
 * that is a real client. A conversion that a person undid is not made again by any payment: the list of what needs a hand
 * shows it.
 */
export function convertClient(context: EngineContext, orgId: string, payment: FirstPayment): void {
  const { clients, orgs } = context.store;
  const org = orgs.get(orgId);
  if (org === undefined) return;
  const entry = org.rtoCode === null ? undefined : clients.registerEntry(org.rtoCode);
  if (entry === undefined) {
    if (!payment.isTest) warnOnce(context, org);
    return;
  }
  const at = { clientSince: payment.paidAt, stripeCustomerId: payment.stripeCustomerId, isTest: payment.isTest };
  if (entry.isClient && (!entry.isTest || payment.isTest)) {
    // An earlier payment that became known later: the client is one since then.
    const isEarlier = entry.isTest === payment.isTest && entry.clientSince !== null && payment.paidAt < entry.clientSince;
    if (isEarlier) clients.convert(entry.rtoCode, { ...at, stripeCustomerId: entry.stripeCustomerId });
    return;
  }
  const last = clients.conversions(entry.rtoCode)[0];
  // A reset of test data stands in the way of the payments before it only.
  const isAfterReset = last?.decidedBy === 'reset' && (!payment.isTest || payment.paidAt > last.recordedAt);
  if (last?.act === 'undone' && !isAfterReset) return;
  clients.convert(entry.rtoCode, at);
  clients.appendConversion({ rtoCode: entry.rtoCode, orgId, act: 'converted', decidedBy: 'payment', isTest: payment.isTest, note: null });
  noteStandingOf(context, orgId, entry.rtoCode);
}

/** A code or a register entry that became known after the payment: what the payment alone could not do is done now. */
export function convertByEarlierPayment(context: EngineContext, orgId: string): void {
  const payment = context.store.clients.firstPayment(orgId);
  if (payment !== undefined) convertClient(context, orgId, payment);
}

/** The register's entry says what its client has now. */
export function noteStandingOf(context: EngineContext, orgId: string, rtoCode: string): void {
  const { clients, dunning } = context.store;
  const { subscription, stripeSubscriptionId } = clients.billingFacts(orgId);
  const isOver = subscription === null || subscription.status === 'cancelled';
  clients.noteStanding(rtoCode, { plan: isOver ? 'free' : subscription.planTier, stripeSubscriptionId, isRestricted: dunning.get(orgId)?.status === 'restricted' });
}

function warnOnce(context: EngineContext, org: { readonly id: string; readonly name: string; readonly rtoCode: string | null }): void {
  const { log, state } = context.store;
  const warnedKey = `conversion.warned ${org.id} ${org.rtoCode}`;
  if (state.sync(warnedKey) === true) return;
  state.saveSync(warnedKey, true);
  log.append({
    source: 'program',
    kind: 'conversion',
    result: 'warning',
    summary: org.rtoCode === null ? `${org.name} paid, but no RTO code is known, so no register entry became a client` : `${org.name} paid, but RTO code ${org.rtoCode} is not in the register, so no entry became a client`,
    detail: org.rtoCode === null ? 'Add rto_code to the customer’s metadata in Stripe; it is listed under Clients, Needs a hand.' : 'Check rto_code in the customer’s metadata in Stripe, or import the register again.',
  });
}
