// The two changes to plans that the billing API offers: whether a plan is sold, and what plans include.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { planView } from './billingView.ts';
import type { QueryPorts } from './queryPorts.ts';

/** The features that the product knows (domain rules, entitlements). */
const features: ReadonlySet<string> = new Set(['corpus', 'calendar', 'radar', 'landscape', 'kn', 'studio', 'api_access', 'seat_limit']);

/** Existing subscribers stay on a plan that is no longer sold. Throws AppError BILLING_PLAN_NOT_FOUND. */
export function setPlanActive(ports: QueryPorts, input: OperationParsedInput<'billing.setPlanActive'>): OperationOutput<'billing.setPlanActive'> {
  const { plans, log } = ports.store;
  return ports.store.transaction(() => {
    const before = plans.get(input.id);
    if (before === undefined) throw new AppError('BILLING_PLAN_NOT_FOUND', input.id);
    if (before.isActive !== input.is_active) {
      plans.setActive(input.id, input.is_active);
      log.append({ source: 'person', kind: 'settings', result: 'ok', summary: `Plan ${input.id} is ${input.is_active ? 'sold again' : 'no longer sold'}` });
    }
    return planView({ ...before, isActive: input.is_active });
  });
}

/** All or nothing. Throws AppError BILLING_BAD_REQUEST for an unknown plan or feature, or a value that isn't one. */
export function setEntitlements(ports: QueryPorts, input: OperationParsedInput<'billing.setEntitlements'>): OperationOutput<'billing.setEntitlements'> {
  const { plans, log } = ports.store;
  return ports.store.transaction(() => {
    for (const { plan_id: planId, feature, value } of input.entitlements) {
      if (plans.get(planId) === undefined) throw new AppError('BILLING_BAD_REQUEST', `plan ${planId} does not exist`);
      if (!features.has(feature)) throw new AppError('BILLING_BAD_REQUEST', `feature ${feature} does not exist`);
      if (!isValueOf(feature, value)) throw new AppError('BILLING_BAD_REQUEST', `${feature} of plan ${planId} must be true, false or a whole number`);
      plans.setEntitlement({ planId, feature, value });
    }
    log.append({ source: 'person', kind: 'settings', result: 'ok', summary: `Entitlements were changed: ${input.entitlements.length} values` });
    return { updated: input.entitlements.length };
  });
}

/** A limit is a number as text; every other feature is on, off or a number. */
const isValueOf = (feature: string, value: string): boolean =>
  feature === 'seat_limit' ? /^\d{1,9}$/.test(value) : /^(?:true|false|\d{1,9})$/.test(value);
