// Writes on subscriptions: create, change, cancel at once. What a request did is recognised by our mark in the metadata.
import type { EngineContext } from '../../context.ts';
import { fetchObject } from '../../intake/fetchObject.ts';
import { makeFetchRun } from '../../intake/fetchRun.ts';
import type { StripeJson } from '../../ports/stripeGateway.ts';
import type { OutboxRow } from '../../ports/stripeWriteTables.ts';
import { absent, type StripeAct, type StripeLook } from '../stripeAct.ts';
import { bearsMark, marked } from '../writeMark.ts';

const needs = 'write subscriptions';

/** The subscription as Stripe shows it now, with the catalogue it refers to. */
async function lookAt(context: EngineContext, id: string, isLanded: (raw: StripeJson) => boolean, signal: AbortSignal): Promise<StripeLook> {
  const fetched = await fetchObject(context, 'subscription', id, makeFetchRun(context, signal));
  const raw = fetched?.objects.find((object) => object.raw['object'] === 'subscription')?.raw;
  return fetched !== undefined && raw !== undefined && isLanded(raw) ? { kind: 'landed', answerId: id, objects: fetched.objects } : absent;
}

/** Target: the customer. */
export const subscriptionCreateAct: StripeAct = {
  act: 'subscription.create',
  send: (row) => ({ method: 'POST', route: '/v1/subscriptions', parameters: { ...marked(row), customer: row.targetId }, needs }),
  look: async (context, row, answer, signal) => {
    const id = typeof answer?.['id'] === 'string' ? answer['id'] : await findCreated(context, row, signal);
    return id === undefined ? absent : lookAt(context, id, (raw) => bearsMark(raw, row), signal);
  },
  landed: (context, row, answerId) => {
    if (row.changeId !== null && answerId !== null) context.store.changes.setSubscription(row.changeId, answerId);
  },
};

async function findCreated(context: EngineContext, row: OutboxRow, signal: AbortSignal): Promise<string | undefined> {
  const page = await context.stripe().list('subscriptions', { limit: 50, filter: { customer: row.targetId, status: 'all' } }, signal);
  const found = page.data.find((raw) => bearsMark(raw, row))?.['id'];
  return typeof found === 'string' ? found : undefined;
}

export const subscriptionUpdateAct: StripeAct = {
  act: 'subscription.update',
  send: (row) => ({ method: 'POST', route: '/v1/subscriptions/:id', id: row.targetId, parameters: marked(row), needs }),
  look: (context, row, _answer, signal) => lookAt(context, row.targetId, (raw) => bearsMark(raw, row), signal),
};

export const subscriptionCancelAct: StripeAct = {
  act: 'subscription.cancel',
  send: (row) => ({ method: 'DELETE', route: '/v1/subscriptions/:id', id: row.targetId, parameters: row.request, needs }),
  look: (context, row, _answer, signal) => lookAt(context, row.targetId, (raw) => raw['status'] === 'canceled', signal),
};
