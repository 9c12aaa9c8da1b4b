// Writes on subscription schedules: a downgrade waits in one until the period ends; taking it back releases it.
import { fetchObject } from '../../intake/fetchObject.ts';
import { makeFetchRun } from '../../intake/fetchRun.ts';
import type { EngineContext } from '../../context.ts';
import type { StripeJson } from '../../ports/stripeGateway.ts';
import { absent, type StripeAct } from '../stripeAct.ts';
import { bearsMark, marked } from '../writeMark.ts';

const needs = 'write subscriptions';

const schedule = (context: EngineContext, id: string, signal: AbortSignal): Promise<StripeJson> =>
  context.stripe().read({ route: '/v1/subscription_schedules/:id', id, needs: 'read subscriptions' }, signal);

/** Target: the subscription. Stripe takes nothing else beside `from_subscription`; a subscription has one schedule at most. */
export const scheduleCreateAct: StripeAct = {
  act: 'schedule.create',
  send: (row) => ({ method: 'POST', route: '/v1/subscription_schedules', parameters: { from_subscription: row.targetId }, needs }),
  look: async (context, row, _answer, signal) => {
    const fetched = await fetchObject(context, 'subscription', row.targetId, makeFetchRun(context, signal));
    const id = fetched?.objects.find((object) => object.raw['object'] === 'subscription')?.raw['schedule'];
    return fetched !== undefined && typeof id === 'string' ? { kind: 'landed', answerId: id, objects: fetched.objects } : absent;
  },
};

export const scheduleUpdateAct: StripeAct = {
  act: 'schedule.update',
  send: (row) => ({ method: 'POST', route: '/v1/subscription_schedules/:id', id: row.targetId, parameters: marked(row), needs }),
  look: async (context, row, _answer, signal) => {
    const raw = await schedule(context, row.targetId, signal);
    return bearsMark(raw, row) ? { kind: 'landed', answerId: row.targetId, objects: [] } : absent;
  },
};

export const scheduleReleaseAct: StripeAct = {
  act: 'schedule.release',
  send: (row) => ({ method: 'POST', route: '/v1/subscription_schedules/:id/release', id: row.targetId, parameters: {}, needs }),
  look: async (context, row, _answer, signal) => {
    const raw = await schedule(context, row.targetId, signal);
    if (raw['status'] !== 'released') return absent;
    const subscriptionId = raw['released_subscription'];
    const fetched = typeof subscriptionId === 'string' ? await fetchObject(context, 'subscription', subscriptionId, makeFetchRun(context, signal)) : undefined;
    return { kind: 'landed', answerId: row.targetId, objects: fetched?.objects ?? [] };
  },
};
