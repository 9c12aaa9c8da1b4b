// Everything the demo company's Stripe answers has the shape that the SDK declares, and that Stripe published.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDemoCompany } from '../../../src/simulators/demo-company/buildDemoCompany.ts';
import type { StripeSimulator } from '../../../src/simulators/stripe/server.ts';
import { startStripeSimulator } from '../../../src/simulators/stripe/server.ts';
import type { SdkValidators } from './sdkSchema.ts';
import { generateSdkValidators } from './sdkSchema.ts';

const END_MS = Date.UTC(2026, 10, 21, 5, 30);
const FIXTURES = fileURLToPath(
  new URL('../../../../shared/fixtures/stripe/fixtures-2026-03-25.dahlia.json', import.meta.url),
);

type JsonObject = { [key: string]: unknown };

const LIST_PATHS = {
  balance_transaction: '/v1/balance_transactions',
  charge: '/v1/charges',
  checkout_session: '/v1/checkout/sessions',
  coupon: '/v1/coupons',
  credit_note: '/v1/credit_notes',
  customer: '/v1/customers',
  dispute: '/v1/disputes',
  early_fraud_warning: '/v1/radar/early_fraud_warnings',
  event: '/v1/events',
  invoice: '/v1/invoices',
  invoiceitem: '/v1/invoiceitems',
  invoice_payment: '/v1/invoice_payments',
  payment_intent: '/v1/payment_intents',
  payment_method: '/v1/payment_methods',
  payout: '/v1/payouts',
  price: '/v1/prices',
  product: '/v1/products',
  refund: '/v1/refunds',
  subscription: '/v1/subscriptions',
  subscription_schedule: '/v1/subscription_schedules',
  tax_rate: '/v1/tax_rates',
} as const;

let stripe: StripeSimulator;
let validators: SdkValidators;
const objects = new Map<string, JsonObject[]>();

function listAll(path: string): JsonObject[] {
  const all: JsonObject[] = [];
  for (let after: string | undefined; ;) {
    const page = stripe.call('GET', path, {
      limit: 100,
      ...(path === '/v1/subscriptions' ? { status: 'all' } : {}),
      ...(after === undefined ? {} : { starting_after: after }),
    });
    const data = page['data'] as JsonObject[];
    all.push(...data);
    if (page['has_more'] !== true) return all;
    after = String(data.at(-1)?.['id']);
  }
}

/** What the history lacks is made here: a credit note on a paid invoice, a released schedule, a deleted customer. */
function addRareObjects(): void {
  const paid = stripe.call('GET', '/v1/invoices', { status: 'paid', limit: 5 })['data'] as JsonObject[];
  const invoice = paid.find((candidate) => Number(candidate['total']) > 10_000);
  stripe.call('POST', '/v1/credit_notes', {
    invoice: String(invoice?.['id']),
    amount: 1100,
    credit_amount: 1100,
    reason: 'order_change',
  });
  const active = stripe.call('GET', '/v1/subscriptions', { status: 'active', limit: 1 })['data'] as JsonObject[];
  const customer = String(active[0]?.['customer']);
  stripe.call('POST', '/v1/checkout/sessions', { mode: 'setup', customer, success_url: 'https://example.com' });
  objects.set('portal_session', [stripe.call('POST', '/v1/billing_portal/sessions', { customer })]);
  const schedule = stripe.call('POST', '/v1/subscription_schedules', { from_subscription: String(active[0]?.['id']) });
  stripe.call('POST', `/v1/subscription_schedules/${String(schedule['id'])}/release`);
  const coupon = stripe.call('POST', '/v1/coupons', { percent_off: '25.5', duration: 'repeating', duration_in_months: 3 });
  stripe.act({ act: 'new-payment', coupon: String(coupon['id']) });
  const [discounted] = stripe.call('GET', '/v1/subscriptions', { limit: 1, expand: ['data.discounts'] })['data'] as JsonObject[];
  objects.set('discount', discounted?.['discounts'] as JsonObject[]);
  const charge = stripe.call('GET', '/v1/charges', { limit: 1 })['data'] as JsonObject[];
  stripe.act({ act: 'warn-of-fraud', charge: String(charge[0]?.['id']) });
}

beforeAll(async () => {
  stripe = await startStripeSimulator({ seed: 3, clock: { nowMs: () => END_MS } });
  buildDemoCompany({ stripe, seed: 3, endInstantMs: END_MS });
  addRareObjects();
  for (const [name, path] of Object.entries(LIST_PATHS)) objects.set(name, listAll(path));
  const invoices = objects.get('invoice') ?? [];
  objects.set(
    'line_item',
    invoices.flatMap((invoice) => (invoice['lines'] as { data: JsonObject[] }).data),
  );
  objects.set(
    'subscription_item',
    (objects.get('subscription') ?? []).flatMap(
      (subscription) => (subscription['items'] as { data: JsonObject[] }).data,
    ),
  );
  objects.set('account', [stripe.call('GET', '/v1/account')]);
  objects.set('balance', [stripe.call('GET', '/v1/balance')]);
  const someone = stripe.call('POST', '/v1/customers', { name: 'Short-lived' });
  objects.set('deleted_customer', [stripe.call('DELETE', `/v1/customers/${String(someone['id'])}`)]);
  validators = generateSdkValidators();
}, 60_000);

afterAll(() => stripe.close());

describe("the SDK's declarations", () => {
  test('every declared object type has been answered', () => {
    expect(validators.names.filter((name) => (objects.get(name) ?? []).length === 0)).toEqual([]);
  });

  test.each([
    ...Object.keys(LIST_PATHS),
    'line_item',
    'subscription_item',
    'account',
    'balance',
    'portal_session',
    'discount',
    'deleted_customer',
  ])('%s', (name) => {
    const validate = validators.validatorOf(name);
    const wrong = (objects.get(name) ?? []).filter((object) => !validate(object));
    const first = wrong[0];
    if (first !== undefined) validate(first);
    expect({
      wrong: wrong.length,
      errors: first === undefined ? null : validate.errors,
      first: first?.['id'] ?? null,
    }).toEqual({ wrong: 0, errors: null, first: null });
  });

  test('the payload of every event, by its own type', () => {
    const wrong: unknown[] = [];
    for (const event of objects.get('event') ?? []) {
      const payload = (event['data'] as { object: JsonObject }).object;
      if (event['type'] === 'invoice.upcoming') continue;
      const name = String(payload['object']).replace('radar.', '');
      const validate = validators.validatorOf(payload['deleted'] === true ? 'deleted_customer' : name);
      if (!validate(payload)) wrong.push({ type: event['type'], errors: validate.errors });
    }
    expect(wrong).toEqual([]);
  });

  test('the schema can fail: an amount as text, a missing id, an unknown key', () => {
    const invoice = objects.get('invoice')?.[0] ?? {};
    const validate = validators.validatorOf('invoice');
    const { id: _id, ...withoutId } = invoice;
    expect([
      validate(invoice),
      validate({ ...invoice, total: '1' }),
      validate(withoutId),
      validate({ ...invoice, subscription: 'sub_1' }),
    ]).toEqual([true, false, false, false]);
  });
});

/** Keys of the published samples that our version's SDK doesn't declare, or that are only there on request. */
const NOT_OURS: { readonly [object: string]: readonly string[] } = {
  charge: ['refunds'],
  invoice: ['subscription'],
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const published: { resources: { [name: string]: JsonObject } } | null = existsSync(FIXTURES)
  ? JSON.parse(readFileSync(FIXTURES, 'utf8'))
  : null;

describe.skipIf(published === null)(
  `Stripe's published samples${published === null ? ' (skipped: ../shared/fixtures/stripe is absent)' : ''}`,
  () => {
    const names = [...Object.keys(LIST_PATHS), 'line_item', 'subscription_item', 'account', 'portal_session'];

    test.each(names)('%s has their keys, and values of their kinds', (name) => {
      const sample =
        published?.resources[
          name.replace('checkout_session', 'checkout.session').replace('portal_session', 'billing_portal.session')
        ] ?? {};
      const differences = new Set<string>();
      for (const ours of objects.get(name) ?? []) {
        for (const [key, value] of Object.entries(sample)) {
          if (NOT_OURS[name]?.includes(key) === true) continue;
          if (!Object.hasOwn(ours, key)) differences.add(`${key} is missing`);
          const [theirKind, ourKind] = [kindOf(value), kindOf(ours[key])];
          if (theirKind !== 'null' && ourKind !== 'null' && theirKind !== ourKind)
            differences.add(`${key}: ${ourKind} instead of ${theirKind}`);
        }
      }
      expect([...differences]).toEqual([]);
    });
  },
);
