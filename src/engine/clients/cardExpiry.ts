// The expiry of the card that Stripe charges, asked for when it is shown and kept nowhere.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { localMonthOf, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';

type Answer = OperationOutput<'clients.cardExpiry'>;

const isObject = (value: unknown): value is StripeJson => typeof value === 'object' && value !== null && !Array.isArray(value);

const none = (reason: string): Answer => ({ expiry: null, reason });

/** A failure is an answer too: the rest of the card does not depend on it. */
export async function cardExpiry(context: EngineContext, orgId: string): Promise<Answer> {
  const customer = context.store.reads.clients.customers(orgId).find((row) => !row.isDeleted && row.cardLast4 !== null);
  if (customer === undefined) return none('No card is known.');
  try {
    const raw = await context.stripe().retrieve('customers', customer.stripeCustomerId, ['invoice_settings.default_payment_method', 'default_source']);
    return expiryOf(context, raw, customer.cardLast4) ?? none('Stripe names no default card for this client.');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return none(error.code === 'OFFLINE' ? 'Offline: the expiry is asked from Stripe when it is shown, and kept nowhere.' : error.toOperationError().message);
  }
}

function expiryOf(context: EngineContext, customer: StripeJson, last4: string | null): Answer | undefined {
  const settings = customer['invoice_settings'];
  const method = isObject(settings) ? settings['default_payment_method'] : undefined;
  const candidates = [isObject(method) ? method['card'] : undefined, customer['default_source']];
  for (const card of candidates) {
    if (!isObject(card) || typeof card['exp_month'] !== 'number' || typeof card['exp_year'] !== 'number') continue;
    // Another card than the one whose digits stand beside it would mislead.
    if (last4 !== null && card['last4'] !== last4) return none('The default card has been replaced since the last sync.');
    const month = card['exp_month'];
    const year = card['exp_year'];
    const thisMonth = localMonthOf(localDateOf(context.now(), context.profile().timeZone));
    return { expiry: { month, year, isExpired: `${year}-${String(month).padStart(2, '0')}` < thisMonth }, reason: null };
  }
  return undefined;
}
