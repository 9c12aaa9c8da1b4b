// The questions of the hosted product's billing API, in its own field names.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { entitlementDecision, seatGate } from '../../domain/entitlements.ts';
import { entitledTo, planView, subscriptionView } from './billingView.ts';
import type { QueryPorts } from './queryPorts.ts';

/** Throws AppError NOT_FOUND for an organisation that isn't mirrored. */
export function subscriptionQuery(ports: QueryPorts, input: OperationParsedInput<'billing.subscription'>): OperationOutput<'billing.subscription'> {
  const org = ports.store.reads.billingOrg(input.org_id);
  if (org === undefined) throw new AppError('NOT_FOUND', `organisation ${input.org_id}`);
  return subscriptionView(ports, org);
}

/** A gate whose answer can't be computed is open and says so. */
export function entitlementQuery(ports: QueryPorts, input: OperationParsedInput<'billing.entitlement'>): OperationOutput<'billing.entitlement'> {
  const org = ports.store.reads.billingOrg(input.org_id);
  if (org === undefined) return { granted: true, reason: 'This organisation is not known here, so the gate is open.' };
  const { entitlements } = entitledTo(ports, org);
  const value = entitlements.find((entitlement) => entitlement.feature === input.feature)?.value;
  return entitlementDecision(value, input.feature);
}

/** Seats and dunning; open, saying so, where it can't be computed. */
export function gateQuery(ports: QueryPorts, input: OperationParsedInput<'billing.gate'>): OperationOutput<'billing.gate'> {
  const org = ports.store.reads.billingOrg(input.org_id);
  if (org === undefined) {
    return { allowed: true, reason: 'This organisation is not known here, so the gate is open.', code: null, seat_limit: null, active_members: null, dunning: 'unknown' };
  }
  const { seatLimit } = entitledTo(ports, org);
  const dunning = org.dunning?.status ?? 'ok';
  const gate = seatGate({ seatLimit, activeMembers: org.activeMembers, dunning });
  return { ...gate, seat_limit: seatLimit, active_members: org.activeMembers, dunning };
}

export function plansQuery(ports: QueryPorts): OperationOutput<'billing.plans'> {
  return {
    plans: ports.store.plans.list().map(planView),
    entitlements: ports.store.plans.entitlements().map(({ planId, feature, value }) => ({ plan_id: planId, feature, value })),
  };
}

/** `pending` is the hosted product's word for what waits here: to be reviewed, or approved. */
export function billingInvoicesQuery(ports: QueryPorts, input: OperationParsedInput<'billing.invoices'>): OperationOutput<'billing.invoices'> {
  const { limit, qb_status: status } = input;
  const statuses = status === undefined ? undefined : status === 'pending' ? ['awaiting_review', 'approved'] : [status];
  return ports.store.reads.billingInvoices(limit, statuses);
}
