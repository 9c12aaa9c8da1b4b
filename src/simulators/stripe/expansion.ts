// `expand[]`: ids replaced by the objects they name, at most four levels deep, and the lists that appear only on request.
import { findDiscount } from './coupons.ts';
import { rendered } from './objectStore.ts';
import type { Json, JsonObject } from './jsonShapes.ts';
import type { ObjectType } from './shapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

const TYPE_BY_PREFIX: readonly (readonly [string, ObjectType])[] = [
  ['sub_sched_', 'subscription_schedule'],
  ['inpay_', 'invoice_payment'],
  ['price_', 'price'],
  ['prod_', 'product'],
  ['cus_', 'customer'],
  ['sub_', 'subscription'],
  ['txn_', 'balance_transaction'],
  ['txr_', 'tax_rate'],
  ['in_', 'invoice'],
  ['ii_', 'invoiceitem'],
  ['ch_', 'charge'],
  ['pi_', 'payment_intent'],
  ['pm_', 'payment_method'],
  ['po_', 'payout'],
  ['re_', 'refund'],
  ['dp_', 'dispute'],
  ['issfr_', 'early_fraud_warning'],
  ['cn_', 'credit_note'],
];

function lookUp(world: World, owner: JsonObject, name: string, id: string): JsonObject | undefined {
  // The ids of coupons are the merchant's own words.
  if (name === 'coupon' && owner['type'] === 'coupon') {
    const coupon = world.store.find('coupon', id);
    return coupon === undefined ? undefined : rendered(coupon);
  }
  if (id.startsWith('di_')) return findDiscount(world, id);
  const type = TYPE_BY_PREFIX.find(([prefix]) => id.startsWith(prefix))?.[1];
  const value = type === undefined ? undefined : world.store.find(type, id);
  return value === undefined ? undefined : rendered(value);
}

function listOf(data: Json[], url: string): JsonObject {
  return { object: 'list', data, has_more: false, url };
}

/** Properties that are absent unless expanded (invoice.payments since basil, charge.refunds since 2022-11-15, …). */
function includable(world: World, owner: JsonObject, name: string): Json | undefined {
  const id = String(owner['id']);
  switch (`${String(owner['object'])}.${name}`) {
    case 'invoice.payments':
      return listOf(
        world.newestFirst('invoice_payment', (payment) => payment.invoice === id).map(rendered),
        `/v1/invoice_payments?invoice=${id}`,
      );
    // Present only once a refund failed, but always a name that may be asked for.
    case 'refund.failure_balance_transaction':
      return null;
    case 'charge.refunds':
      return listOf(
        world.newestFirst('refund', (refund) => refund.charge === id).map(rendered),
        `/v1/charges/${id}/refunds`,
      );
    case 'customer.subscriptions':
      return listOf(
        world
          .newestFirst(
            'subscription',
            (subscription) => subscription.customer === id && subscription.status !== 'canceled',
          )
          .map(rendered),
        `/v1/customers/${id}/subscriptions`,
      );
    case 'customer.sources':
    case 'customer.tax_ids':
      return listOf([], `/v1/customers/${id}/${name}`);
    default:
      return undefined;
  }
}

function expandInto(world: World, value: Json, path: readonly string[], wholePath: string): Json {
  if (Array.isArray(value)) return value.map((element) => expandInto(world, element, path, wholePath));
  const [head, ...tail] = path;
  if (head === undefined || value === null || typeof value !== 'object') return value;
  const owner = value;
  const present = value[head] ?? includable(world, value, head);
  if (present === undefined && !(head in value)) {
    throw invalidRequest(`This property cannot be expanded (${wholePath}).`, 'expand[0]');
  }
  const named = (id: Json): Json => (typeof id === 'string' ? (lookUp(world, owner, head, id) ?? id) : id);
  const resolved = Array.isArray(present) ? present.map(named) : named(present ?? null);
  return { ...value, [head]: tail.length === 0 ? resolved : expandInto(world, resolved, tail, wholePath) };
}

export function expand(world: World, value: JsonObject, paths: readonly string[]): JsonObject {
  let result: Json = value;
  for (const path of paths) {
    const segments = path.split('.');
    if (segments.length > 4) {
      throw invalidRequest(
        `You cannot expand more than 4 levels of a property. Property: ${path}`,
        'expand[0]',
        'property_expansion_max_depth',
      );
    }
    result = expandInto(world, result, segments, path);
  }
  return result !== null && typeof result === 'object' && !Array.isArray(result) ? result : value;
}
