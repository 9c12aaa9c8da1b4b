// What the Stripe key may not read at present: said once, shown in Settings, and read whole once it may again.
import type { AppError } from '../../contract/errors.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { StripeListType } from '../ports/stripeGateway.ts';
import { syncKeys } from './syncState.ts';

type Permissions = OperationOutput<'settings.setStripeKey'>['permissions'];

/** What a restricted key must be able to read, and what for. */
export const neededPermissions: readonly { readonly type: StripeListType; readonly resource: string; readonly neededFor: string }[] = [
  { type: 'events', resource: 'Events', neededFor: 'hearing what happened' },
  { type: 'customers', resource: 'Customers', neededFor: 'client names' },
  { type: 'payment_methods', resource: 'Payment methods', neededFor: 'the card on file' },
  { type: 'products', resource: 'Products', neededFor: 'descriptions' },
  { type: 'prices', resource: 'Prices', neededFor: 'plans and MRR' },
  { type: 'subscriptions', resource: 'Subscriptions', neededFor: 'subscriptions and MRR' },
  { type: 'subscription_schedules', resource: 'Subscription schedules', neededFor: 'changes planned for the next cycle' },
  { type: 'invoices', resource: 'Invoices', neededFor: 'the ledger and QuickBooks' },
  { type: 'invoice_payments', resource: 'Invoice payments', neededFor: 'fees' },
  { type: 'payment_intents', resource: 'Payment intents', neededFor: 'payments that wait for the customer' },
  { type: 'charges', resource: 'Charges', neededFor: 'fees, cards and refunds' },
  { type: 'refunds', resource: 'Refunds', neededFor: 'refunds and GST' },
  { type: 'credit_notes', resource: 'Credit notes', neededFor: 'refunds and GST' },
  { type: 'coupons', resource: 'Coupons', neededFor: 'how long a discount lasts, for MRR' },
  { type: 'disputes', resource: 'Disputes', neededFor: 'disputes and their deadlines' },
  { type: 'radar/early_fraud_warnings', resource: 'Early fraud warnings', neededFor: 'disputes that can still be prevented' },
  { type: 'payouts', resource: 'Payouts', neededFor: 'payouts' },
  { type: 'balance_transactions', resource: 'Balance transactions', neededFor: 'fees and payouts' },
];

const nameOf = (type: StripeListType): string => neededPermissions.find((needed) => needed.type === type)?.resource ?? type;

export function storedPermissions(context: EngineContext): Permissions {
  const stored = (context.store.state.sync(syncKeys.permissions) as Permissions | null | undefined) ?? [];
  return neededPermissions.map(
    ({ resource, neededFor }) => stored.find((permission) => permission.resource === resource) ?? { resource, neededFor, access: 'unknown' as const },
  );
}

/** Types whose lists were refused since they were last read: what was missed is found by reading all of them again. */
export function unreadTypes(context: EngineContext): readonly string[] {
  return (context.store.state.sync(syncKeys.unread) as readonly string[] | null | undefined) ?? [];
}

/** Says it in Activity the first time; everything else goes on. */
export function permissionLost(context: EngineContext, type: StripeListType, error: AppError): void {
  const unread = unreadTypes(context);
  if (unread.includes(type)) return;
  context.store.transaction(() => {
    context.store.state.saveSync(syncKeys.unread, [...unread, type]);
    setAccess(context, type, 'missing');
    context.store.log.append({
      source: 'stripe',
      kind: 'permission',
      result: 'warning',
      summary: `The Stripe key may not read ${nameOf(type).toLowerCase()}; what happens to them is not mirrored until it may`,
      detail: `${error.detail ?? `read ${type}`}. Add the permission to the restricted key in Stripe; what was missed is read again then.`,
    });
  });
  context.changed('settings', 'activity');
}

/** All of it was read: nothing of this type is missing any more. */
export function permissionRegained(context: EngineContext, type: StripeListType): void {
  const unread = unreadTypes(context);
  if (!unread.includes(type)) return;
  context.store.transaction(() => {
    context.store.state.saveSync(syncKeys.unread, unread.filter((one) => one !== type));
    setAccess(context, type, 'granted');
    context.store.log.append({ source: 'stripe', kind: 'permission', result: 'ok', summary: `The Stripe key may read ${nameOf(type).toLowerCase()} again; what was missed has been read` });
  });
  context.changed('settings', 'activity');
}

function setAccess(context: EngineContext, type: StripeListType, access: Permissions[number]['access']): void {
  const resource = nameOf(type);
  context.store.state.saveSync(syncKeys.permissions, storedPermissions(context).map((permission) => (permission.resource === resource ? { ...permission, access } : permission)));
}
