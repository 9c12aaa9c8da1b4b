// Customers.
import type { Customer } from './billingShapes.ts';
import type { Address, Metadata } from './jsonShapes.ts';
import { endSubscription, isLive } from './subscriptionStatus.ts';
import type { World } from './world.ts';

export type CustomerDraft = {
  address: Address | null;
  description: string | null;
  email: string | null;
  metadata: Metadata;
  name: string | null;
  phone: string | null;
};

export function createCustomer(world: World, draft: CustomerDraft): Customer {
  const constants = {
    customer_account: null,
    default_source: null,
    discount: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  const id = world.newId('cus_', 14);
  world.store.add('customer', {
    ...constants,
    id,
    object: 'customer',
    ...world.base(),
    ...draft,
    balance: 0,
    currency: null,
    delinquent: false,
    invoice_prefix: world.ids.next(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    next_invoice_sequence: 1,
  });
  world.emit('customer.created', 'customer', id);
  return world.store.get('customer', id);
}

/** Deleting cancels what runs; the id goes on answering `{id, object, deleted: true}`. */
export function deleteCustomer(world: World, id: string): void {
  for (const subscription of world.newestFirst(
    'subscription',
    (candidate) => candidate.customer === id && isLive(candidate),
  )) {
    endSubscription(world, subscription.id, 'cancellation_requested');
  }
  world.emit('customer.deleted', 'customer', id);
  world.store.update('customer', id, { deleted: true });
}
