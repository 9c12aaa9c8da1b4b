// Writes around a customer's card: attach a token, make it the default, or have Stripe's own page collect one.
import type { EngineContext } from '../../context.ts';
import type { StripeJson } from '../../ports/stripeGateway.ts';
import type { OutboxRow } from '../../ports/stripeWriteTables.ts';
import { absent, type StripeAct } from '../stripeAct.ts';
import { bearsMark, marked } from '../writeMark.ts';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const part = (object: StripeJson, name: string): StripeJson => (typeof object[name] === 'object' && object[name] !== null ? (object[name] as StripeJson) : {});

/** Target: the token. A token of the test mode becomes a card of its own, so the answer's id goes on, not the token. */
export const cardAttachAct: StripeAct = {
  act: 'card.attach',
  send: (row) => ({ method: 'POST', route: '/v1/payment_methods/:id/attach', id: row.targetId, parameters: row.request, needs: 'write payment_methods' }),
  look: async (context, row, answer, signal) => {
    const card = answer ?? (await context.stripe().read({ route: '/v1/payment_methods/:id', id: row.targetId, needs: 'read payment_methods' }, signal));
    return card['customer'] === row.request['customer'] ? { kind: 'landed', answerId: textOf(card['id']), objects: [] } : absent;
  },
};

/** Target: the customer. */
export const cardDefaultAct: StripeAct = {
  act: 'card.default',
  send: (row) => ({ method: 'POST', route: '/v1/customers/:id', id: row.targetId, parameters: row.request, needs: 'write customers' }),
  look: async (context, row, answer, signal) => {
    const customer = answer ?? (await context.stripe().retrieve('customers', row.targetId, undefined, signal));
    const wanted = part(row.request, 'invoice_settings')['default_payment_method'];
    return part(customer, 'invoice_settings')['default_payment_method'] === wanted ? { kind: 'landed', answerId: textOf(wanted), objects: [{ raw: customer, extras: {} }] } : absent;
  },
};

/** Target: the customer. Card data is typed on Stripe's page and never passes through here. */
export const cardPageAct: StripeAct = {
  act: 'card.page',
  send: (row) => ({ method: 'POST', route: '/v1/checkout/sessions', parameters: { ...marked(row), mode: 'setup', customer: row.targetId }, needs: 'write checkout_sessions' }),
  look: async (context, row, answer, signal) => {
    const session = answer ?? (await findPage(context, row, signal));
    return session === undefined ? absent : { kind: 'landed', answerId: textOf(session['id']), objects: [] };
  },
};

async function findPage(context: EngineContext, row: OutboxRow, signal: AbortSignal): Promise<StripeJson | undefined> {
  const page = await context.stripe().read({ route: '/v1/checkout/sessions', parameters: { customer: row.targetId, limit: 100 }, needs: 'read checkout_sessions' }, signal);
  const { data } = page;
  return Array.isArray(data) ? (data as StripeJson[]).find((session) => bearsMark(session, row)) : undefined;
}

/** Target: the page's session. Sends nothing: waits until the client has filled the page in. */
export const cardAwaitAct: StripeAct = {
  act: 'card.await',
  waits: 'The client has not filled in the card page yet',
  send: (row) => ({ method: 'POST', route: '/v1/checkout/sessions/:id', id: row.targetId, parameters: {}, needs: 'read checkout_sessions' }),
  look: async (context, row, _answer, signal) => {
    const session = await context.stripe().read({ route: '/v1/checkout/sessions/:id', id: row.targetId, needs: 'read checkout_sessions' }, signal);
    if (session['status'] === 'expired') return { kind: 'hopeless', sentence: 'The card page has expired without a card; give this up and subscribe again' };
    const customerId = textOf(session['customer']);
    if (session['status'] !== 'complete' || customerId === null) return absent;
    const customer = await context.stripe().retrieve('customers', customerId, undefined, signal);
    const card = textOf(part(customer, 'invoice_settings')['default_payment_method']) ?? (await newestCard(context, customerId, signal));
    return card === null ? absent : { kind: 'landed', answerId: card, objects: [{ raw: customer, extras: {} }] };
  },
};

async function newestCard(context: EngineContext, customerId: string, signal: AbortSignal): Promise<string | null> {
  const page = await context.stripe().read({ route: '/v1/payment_methods', parameters: { customer: customerId, type: 'card', limit: 1 }, needs: 'read payment_methods' }, signal);
  return Array.isArray(page['data']) ? textOf((page['data'] as StripeJson[])[0]?.['id']) : null;
}
