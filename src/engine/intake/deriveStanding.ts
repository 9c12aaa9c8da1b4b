// Where an organisation stands (tier, billing status, dunning), derived anew from the mirror, so that the order of events doesn't matter.
import { orgBillingOf, type OrgBilling } from '../../domain/orgBilling.ts';
import type { EngineContext } from '../context.ts';
import type { Via } from './observe.ts';

const never: OrgBilling['dunning'] = { status: 'ok', retryCount: 0, firstFailureAt: null, lastRetryAt: null, resolvedAt: null };

/** Runs inside a transaction; a success resets to `ok` and retry count 0 at once. What an event brought is told in Activity. */
export function deriveStanding(context: EngineContext, orgId: string, via: Via): void {
  const { clients, dunning, orgs } = context.store;
  const org = orgs.get(orgId);
  if (org === undefined) return;
  const { stripeSubscriptionId, ...facts } = clients.billingFacts(orgId);
  const standing = orgBillingOf(facts);
  orgs.setTier(orgId, { billingTier: standing.billingTier, billingStatus: standing.billingStatus });
  if (org.rtoCode !== null) {
    clients.noteStanding(org.rtoCode, { plan: standing.billingTier, stripeSubscriptionId, isRestricted: standing.dunning.status === 'restricted' });
  }
  const before = dunning.get(orgId);
  if (before !== undefined && isSame(before, standing.dunning)) return;
  dunning.set(orgId, standing.dunning);
  if (via !== null && (before ?? never).status !== standing.dunning.status) tell(context, org.name, standing.dunning);
}

const isSame = (before: { [K in keyof OrgBilling['dunning']]: OrgBilling['dunning'][K] | (string & {}) }, after: OrgBilling['dunning']): boolean =>
  (Object.keys(never) as (keyof typeof never)[]).every((key) => before[key] === after[key]);

function tell(context: EngineContext, name: string, { status, retryCount }: OrgBilling['dunning']): void {
  const tries = `${retryCount} ${retryCount === 1 ? 'attempt' : 'attempts'}`;
  const told = {
    ok: ['ok', `${name} paid: dunning is over and access is back`],
    warning: ['warning', `A payment of ${name} failed (${tries}); the client sees a warning`],
    restricted: ['warning', `Payments of ${name} failed (${tries}); the account is read-only`],
    requires_action: ['warning', `A payment of ${name} waits for the client’s confirmation at the bank`],
    cancelled: ['info', `The subscription of ${name} ended; it is on the free plan`],
  } as const;
  const [result, summary] = told[status];
  context.store.log.append({ source: 'stripe', kind: 'dunning', result, summary });
}
