// A test payment's customer and subscription, and the customer's deletion at a reset. Demo and test mode only.
import { AppError } from '../../../contract/errors.ts';
import { msFromInstant } from '../../../domain/calendar.ts';
import type { EngineContext } from '../../context.ts';
import { plain } from '../../intake/fetched.ts';
import type { OutboxRow } from '../../ports/stripeWriteTables.ts';
import type { StripeJson, StripeListType } from '../../ports/stripeGateway.ts';
import { absent, type StripeAct, type StripeLook } from '../stripeAct.ts';

/** In the metadata of what was created: how it is found again when the answer was lost. */
export const testKeyName = 'tieout_test_payment';

const created = (act: string, route: string, type: StripeListType, needs: string): StripeAct => ({
  act,
  send: (row) => ({ method: 'POST', route, parameters: row.request, needs }),
  look: async (context, row, answer, signal) => {
    const found = answer ?? (await findByKey(context, row, type, signal));
    const id = found?.['id'];
    return found === undefined || typeof id !== 'string' ? absent : { kind: 'landed', answerId: id, objects: [plain(found)] };
  },
});

export const testCustomerAct = created('testPayment.customer', '/v1/customers', 'customers', 'write customers');
export const testSubscriptionAct = created('testPayment.subscription', '/v1/subscriptions', 'subscriptions', 'write subscriptions');

export const deleteTestCustomerAct: StripeAct = {
  act: 'testCustomer.delete',
  send: (row) => ({ method: 'DELETE', route: '/v1/customers/:id', id: row.targetId, needs: 'write customers' }),
  look: async (context, row, _answer, signal): Promise<StripeLook> => {
    const gone: StripeJson = { id: row.targetId, object: 'customer', deleted: true };
    const landed: StripeLook = { kind: 'landed', answerId: row.targetId, objects: [plain(gone)] };
    try {
      const customer = await context.stripe().retrieve('customers', row.targetId, undefined, signal);
      return customer['deleted'] === true ? landed : absent;
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return landed;
      throw error;
    }
  },
};

async function findByKey(context: EngineContext, row: OutboxRow, type: StripeListType, signal: AbortSignal): Promise<StripeJson | undefined> {
  const wanted = (row.request['metadata'] as Readonly<Record<string, unknown>> | undefined)?.[testKeyName];
  const since = Math.floor(msFromInstant(row.createdAt) / 1000) - 300;
  const page = await context.stripe().list(type, { limit: 100, createdGte: since }, signal);
  return page.data.find(({ metadata }) => typeof metadata === 'object' && metadata !== null && (metadata as Record<string, unknown>)[testKeyName] === wanted);
}
