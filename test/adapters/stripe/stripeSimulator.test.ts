// The Stripe gateway against the stateful simulator: every list to its end, the one write and its proof, the simulator's faults.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import { makeStripeGatewayFactory } from '../../../src/adapters/stripe/stripeGateway.ts';
import { stripeListTypes } from '../../../src/engine/ports/stripeGateway.ts';
import type { StripeGateway, StripeJson, StripeListType } from '../../../src/engine/ports/stripeGateway.ts';
import { startStripeSimulator } from '../../../src/simulators/stripe/server.ts';
import type { StripeSimulator } from '../../../src/simulators/stripe/server.ts';
import { caught } from '../runtime/caught.ts';
import { recordedLog } from '../runtime/recordedLog.ts';
import { metadataWrite } from './metadataWrite.ts';

const fullKey = ['rk', 'test', 'witheverything'].join('_');
const poorKey = ['rk', 'test', 'withoutcharges'].join('_');
let simulator: StripeSimulator;
let stripe: StripeGateway;
let poor: StripeGateway;
beforeAll(async () => {
  simulator = await startStripeSimulator({
    seed: 7,
    bulkPaidInvoices: 230,
    apiKeys: [
      { key: fullKey, permissions: 'all' },
      { key: poorKey, permissions: { invoice: 'read' } },
    ],
  });
  const make = makeStripeGatewayFactory({
    apiBase: simulator.url,
    clock: systemClock,
    timers: systemTimers,
    log: recordedLog(),
    requestsPerSecond: null,
    timeoutMs: 5_000,
  });
  stripe = make(fullKey);
  poor = make(poorKey);
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.faults.routes = [];
});

async function listAll(type: StripeListType, limit: number): Promise<StripeJson[]> {
  const all: StripeJson[] = [];
  for (;;) {
    const last = all.at(-1)?.['id'];
    const page = await stripe.list(type, { limit, ...(typeof last === 'string' ? { startingAfter: last } : {}) });
    all.push(...page.data);
    if (!page.hasMore) return all;
  }
}

describe('against the simulator', () => {
  it.each(stripeListTypes)('%s: every page, each object once and as retrieve gives it', async (type) => {
    const all = await listAll(type, 100);
    expect(new Set(all.map((object) => object['id'])).size).toBe(all.length);
    expect(structuredClone(all)).toEqual(JSON.parse(JSON.stringify(all)));
    for (const object of all.slice(0, 2))
      expect((await stripe.retrieve(type, String(object['id'])))['id']).toBe(object['id']);
  });

  it('the invoices are all there, newest first', async () => {
    const invoices = await listAll('invoices', 50);
    expect(invoices.length).toBeGreaterThanOrEqual(230);
    const created = invoices.map((invoice) => Number(invoice['created']));
    expect(created).toEqual([...created].sort((a, b) => b - a));
  });

  it('filters by time, and expands', async () => {
    const invoices = await listAll('invoices', 100);
    const middle = Number(invoices[100]?.['created']);
    const page = await stripe.list('invoices', {
      limit: 5,
      createdLte: middle,
      createdGte: middle - 86_400 * 365,
      expand: ['data.customer'],
    });
    expect(page.data).toHaveLength(5);
    for (const invoice of page.data) {
      expect(Number(invoice['created'])).toBeLessThanOrEqual(middle);
      expect(invoice['customer']).toMatchObject({ object: 'customer' });
    }
  });

  it('account, lines', async () => {
    expect(await stripe.retrieveAccount()).toMatchObject({ id: simulator.accountId, object: 'account' });
    const [invoice] = (await stripe.list('invoices', { limit: 1 })).data;
    const lines = await stripe.listInvoiceLines(String(invoice?.['id']), { limit: 100 });
    expect(lines.data.length).toBeGreaterThan(0);
  });

  it('metadata written, answer lost: ambiguous; the same key again answers with the first result', async () => {
    const [invoice] = (await stripe.list('invoices', { limit: 1 })).data;
    const id = String(invoice?.['id']);
    simulator.addFault({ route: `POST /v1/invoices/${id}`, times: 1, kind: 'drop-after-commit' });
    expect(await caught(stripe.write(metadataWrite(id, { tieout_number: 'RTP-0001' }), 'number:1'))).toMatchObject({
      code: 'STRIPE_UNAVAILABLE',
      ambiguous: true,
    });
    expect((await stripe.retrieve('invoices', id))['metadata']).toMatchObject({ tieout_number: 'RTP-0001' });
    expect((await stripe.write(metadataWrite(id, { tieout_number: 'RTP-0001' }), 'number:1'))['id']).toBe(id);
    expect(await caught(stripe.write(metadataWrite(id, { tieout_number: 'RTP-0002' }), 'number:1'))).toMatchObject({
      code: 'STRIPE_REJECTED',
      ambiguous: false,
    });
  });

  it('a restricted key: which permission is missing, and no more of the key than that', async () => {
    expect((await poor.list('invoices', { limit: 1 })).data).toHaveLength(1);
    const error = await caught(poor.list('charges', { limit: 1 }));
    expect(error).toMatchObject({ code: 'STRIPE_PERMISSION_MISSING', detail: expect.stringMatching(/^rak_\w+$/) });
    const [invoice] = (await poor.list('invoices', { limit: 1 })).data;
    const write = await caught(poor.write(metadataWrite(String(invoice?.['id']), { a: 'b' }), 'k'));
    expect(write.detail).toMatch(/^rak_\w+_write$/);
  });

  it('an unknown key and an unknown object', async () => {
    const make = makeStripeGatewayFactory({
      apiBase: simulator.url,
      clock: systemClock,
      timers: systemTimers,
      log: recordedLog(),
    });
    expect((await caught(make('rk_test_unknown').retrieveAccount())).code).toBe('STRIPE_KEY_INVALID');
    for (const type of stripeListTypes) expect((await caught(stripe.retrieve(type, 'none_1'))).code).toBe('NOT_FOUND');
  });

  it.each([
    ['drop-before', undefined, 'STRIPE_UNAVAILABLE'],
    ['reset-mid-body', undefined, 'STRIPE_UNAVAILABLE'],
    ['html-body', undefined, 'STRIPE_UNAVAILABLE'],
    ['lock-timeout', undefined, 'STRIPE_RATE_LIMITED'],
    ['status', 429, 'STRIPE_RATE_LIMITED'],
    ['status', 500, 'STRIPE_UNAVAILABLE'],
    ['status', 503, 'STRIPE_UNAVAILABLE'],
  ] as const)('fault %s %s → %s, asked once, and the next call works', async (kind, status, code) => {
    simulator.addFault({ route: '^GET /v1/payouts', times: 1, kind, ...(status === undefined ? {} : { status }) });
    expect((await caught(stripe.list('payouts', { limit: 1 }))).code).toBe(code);
    expect(simulator.faults.routes).toHaveLength(0);
    await expect(stripe.list('payouts', { limit: 1 })).resolves.toBeDefined();
  });
});
