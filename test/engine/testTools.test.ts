// Test tools: a payment with a test card, the reset, and the wall around live books.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { demoRegisterEntries } from '../../src/shell/demoRegisterEntries.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const good = '4111111111111111';
const bad = '1111111111111111';

async function start(options: Parameters<typeof startTestWorld>[0] = {}): Promise<TestWorld> {
  world = await startTestWorld({ isConnected: false, ...options });
  makeCatalogue(world.stripe);
  await world.call('sync.now', {});
  await world.settle();
  await world.pass(2 * minuteMs);
  return world;
}

/** A code of the register that nobody else has. */
const freeCodes = (made: TestWorld): readonly string[] => demoRegisterEntries().map(({ rtoCode }) => rtoCode).filter((code) => made.store.clients.registerEntry(code)?.isClient === false);

describe('test payment', () => {
  it('with the good card pays: a test client, outside GST, and the number of the card is nowhere', async () => {
    const made = await start();
    const [code] = freeCodes(made);
    expect(code).toBeDefined();
    expect(await made.call('testTools.payment', { rto_code: code ?? '', plan: 'pro', card: good }, 'a key of my own')).toMatchObject({ status: 'succeeded' });
    await made.pass(2 * minuteMs);
    const { rows } = await made.call('invoices.list', { filter: {} });
    expect(rows).toHaveLength(1);
    expect(made.store.invoices.get(rows[0]?.id ?? 0)).toMatchObject({ isTest: true, status: 'paid', totalCents: 69_900, qbStatus: 'not_applicable' });
    expect((await made.call('gst.quarters', {})).quarters.map(({ gstNetCents }) => gstNetCents).filter((cents) => cents !== 0)).toEqual([]);
    expect(made.store.clients.registerEntry(code ?? '')).toMatchObject({ isClient: true, isTest: true });
    const files = readdirSync(made.folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => readFileSync(path.join(item.parentPath, item.name), 'latin1'));
    expect(files.length).toBeGreaterThan(0);
    for (const text of [...files, ...made.logLines, JSON.stringify(made.events)]) expect(text).not.toContain(good);
  });

  it('with the bad card fails with a sentence, and leaves nothing to decide', async () => {
    const made = await start();
    const answer = await made.call('testTools.payment', { org_id: 'org-test', plan: 'essential', card: bad });
    expect(answer.status).toBe('failed');
    expect(answer.message).toMatch(/declined/i);
    await made.pass(2 * minuteMs);
    expect((await made.call('invoices.list', { filter: {} })).rows.filter(({ status }) => status === 'paid')).toEqual([]);
    expect(made.store.changes.unfinished()).toEqual([]);
  });

  it.each(['4242424242424242', '4111 1111 1111 1111', 'pm_card_visa'])('with %s is refused, and the number is not repeated', async (card) => {
    const made = await start();
    const response = await made.engine.handle({ operation: 'testTools.payment', input: { org_id: 'org-test', plan: 'pro', card } });
    expect(response).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    expect(JSON.stringify([response, made.logLines])).not.toContain(card);
  });

  it('acts once for one key', async () => {
    const made = await start();
    const input = { org_id: 'org-test', plan: 'essential', card: good } as const;
    const first = await made.call('testTools.payment', input, 'the same key');
    expect(await made.call('testTools.payment', input, 'the same key')).toEqual(first);
    await made.pass(2 * minuteMs);
    expect((await made.call('invoices.list', { filter: {} })).rows).toHaveLength(1);
  });
});

describe('reset', () => {
  it('takes test conversions back, ends test customers in Stripe, and leaves what is real', async () => {
    const made = await start();
    const [test = '', real = ''] = freeCodes(made);
    await made.call('testTools.payment', { rto_code: test, plan: 'pro', card: good });
    newPayment(made.stripe, 'essential', { name: 'Real Training', rtoCode: real, orgId: 'org-real' });
    await made.pass(2 * minuteMs);
    const register = made.store.clients.registerEntry(real);
    expect(register).toMatchObject({ isClient: true, isTest: false });
    const ledgerBefore = await made.call('ledger.list', { filter: {} });
    const numbers = (await made.call('invoices.list', { filter: {} })).rows.map(({ number }) => number);
    // The payment, and that the subscription began.
    expect(await made.call('testTools.preview', {})).toMatchObject({ orgs_decoverted: 1, decoverted_rto_codes: [test], test_customers: 1, ledger_rows_kept: 2 });

    expect(await made.call('testTools.reset', {})).toMatchObject({ orgs_decoverted: 1, decoverted_rto_codes: [test] });
    await made.settle();
    await made.pass(2 * minuteMs);
    await made.pass(26 * 60 * minuteMs);
    expect(made.store.clients.registerEntry(test)).toMatchObject({ isClient: false, isTest: false });
    expect(made.store.clients.registerEntry(test)?.legalName).toBeTruthy();
    expect(made.store.clients.registerEntry(real)).toEqual(register);
    // Nothing of the ledger went, and the sums never held it.
    const ledger = await made.call('ledger.list', { filter: {} });
    expect(ledger.rows.map(({ id }) => id)).toEqual(expect.arrayContaining(ledgerBefore.rows.map(({ id }) => id)));
    expect((await made.call('books.check', {})).checks.filter(({ ok }) => !ok)).toEqual([]);
    // Ended in Stripe, so that no sync brings it back.
    expect(await made.call('testTools.testReset', {})).toMatchObject({ orgs_decoverted: 0, test_customers: 0 });

    // A later real payment of the same entry converts it; numbers go on above the highest.
    const later = newPayment(made.stripe, 'essential', { name: 'Now For Real', rtoCode: test, orgId: 'org-later' });
    await made.pass(2 * minuteMs);
    expect(made.store.clients.registerEntry(test)).toMatchObject({ isClient: true, isTest: false });
    const number = made.store.invoices.byStripeId(later)?.number ?? '';
    expect(numbers).not.toContain(number);
    expect(number > (numbers.toSorted().at(-1) ?? '')).toBe(true);
  });
});

describe('in live books', () => {
  it.each([
    ['testTools.payment', { org_id: 'org-1', plan: 'pro', card: good }],
    ['testTools.reset', {}],
    ['testTools.testReset', {}],
    ['testTools.preview', {}],
  ] as const)('%s does not exist', async (operation, input) => {
    world = await startTestWorld({ isConnected: false, environment: 'live' });
    const response = await world.engine.handle({ operation, input });
    expect(response).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OPERATION' } });
    const unknown = await world.engine.handle({ operation: 'testTools.nothing', input });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OPERATION' } });
  });
});
