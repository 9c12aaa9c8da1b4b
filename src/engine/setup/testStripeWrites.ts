// Tries each write permission of the Stripe key without changing anything.
import { AppError } from '../../contract/errors.ts';
import type { BusinessProfile } from '../../contract/profile.ts';
import type { WritePermissions } from '../../contract/setup.ts';
import type { EngineContext } from '../context.ts';

/** No object has this id. Stripe checks what the key may do before it looks for the object: refused is 403, allowed is 404. */
const nothing = 'tieout_permission_test';

const probes: readonly { readonly resource: string; readonly neededFor: string; readonly route: string; readonly id: string; readonly isNeededNow: (profile: BusinessProfile) => boolean }[] = [
  { resource: 'Invoices', neededFor: 'noting our invoice number in Stripe', route: '/v1/invoices/:id', id: `in_${nothing}`, isNeededNow: (profile) => profile.recordInvoiceNumbersInStripe },
  { resource: 'Charges and refunds', neededFor: 'making refunds from the console', route: '/v1/charges/:id', id: `ch_${nothing}`, isNeededNow: (profile) => profile.mayIssueRefunds },
  { resource: 'Subscriptions', neededFor: 'changing, pausing and cancelling subscriptions', route: '/v1/subscriptions/:id', id: `sub_${nothing}`, isNeededNow: () => false },
  { resource: 'Subscription schedules', neededFor: 'changes from the next cycle on', route: '/v1/subscription_schedules/:id', id: `sub_sched_${nothing}`, isNeededNow: () => false },
  { resource: 'Customers', neededFor: 'billing e-mail and card on file', route: '/v1/customers/:id', id: `cus_${nothing}`, isNeededNow: () => false },
  { resource: 'Disputes', neededFor: 'sending evidence', route: '/v1/disputes/:id', id: `dp_${nothing}`, isNeededNow: () => false },
];

/** Throws AppError when Stripe can not be asked at all: OFFLINE, STRIPE_KEY_INVALID, STRIPE_NOT_CONFIGURED … */
export async function testStripeWrites(context: EngineContext): Promise<{ permissions: WritePermissions }> {
  const profile = context.profile();
  const permissions: WritePermissions = [];
  for (const { resource, neededFor, route, id, isNeededNow } of probes) {
    permissions.push({ resource, neededFor, isNeededNow: isNeededNow(profile), access: await accessOf(context, { route, id, needs: `write ${resource.toLowerCase()}` }) });
  }
  return { permissions };
}

async function accessOf(context: EngineContext, call: { route: string; id: string; needs: string }): Promise<WritePermissions[number]['access']> {
  try {
    await context.stripe().ask({ ...call, parameters: { 'metadata': {} } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'STRIPE_PERMISSION_MISSING') return 'missing';
    if (error.code === 'NOT_FOUND') return 'granted';
    if (error.code !== 'STRIPE_REJECTED') throw error;
  }
  return 'unknown';
}
