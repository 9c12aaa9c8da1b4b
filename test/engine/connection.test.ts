// The QuickBooks connection: sign-in with its refusals, heartbeat, a dead token chain, reconnecting, and what waits meanwhile.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { approve, expectTiedOut, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;

/** Goes through Intuit's page as a person who presses Connect; answers the fields of the address it sends back to. */
async function signIn(made: TestWorld, answer: 'connect' | 'cancel' = 'connect'): Promise<Record<string, string>> {
  made.quickBooks.setAutoAnswer(answer);
  const { authorizeUrl } = await made.call('quickbooks.connect', {});
  const response = await fetch(authorizeUrl, { redirect: 'manual' });
  const landed = new URL(response.headers.get('location') ?? 'http://nowhere/');
  return Object.fromEntries(landed.searchParams);
}

describe('the QuickBooks connection', () => {
  it('is made by a sign-in, and what was approved before goes on', async () => {
    world = await startTestWorld({ isConnected: false });
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('approved');
    expect(await world.call('quickbooks.callback', await signIn(world))).toEqual({ connected: true, companyName: 'RTOpacks Pty Ltd' });
    await world.settle();
    await expectTiedOut(world, id);
    expect(await world.call('quickbooks.status', {})).toMatchObject({ state: 'connected', realmId, daysLeft: 100, reconnectSuggested: false });
  });

  it('takes the pasted address as well', async () => {
    world = await startTestWorld({ isConnected: false });
    const fields = new URLSearchParams(await signIn(world));
    expect(await world.call('quickbooks.callback', { address: `https://example.com/callback?${fields.toString()}#fragment` })).toMatchObject({ connected: true });
  });

  it('refuses a denial, a state that is unknown, used or too old, and a missing code', async () => {
    world = await startTestWorld({ isConnected: false });
    const made = world;
    await expect(signIn(made, 'cancel').then((fields) => made.call('quickbooks.callback', fields))).rejects.toMatchObject({ code: 'QB_OAUTH_DENIED' });
    await expect(made.call('quickbooks.callback', { code: 'x', realmId, state: 'made-up' })).rejects.toMatchObject({ code: 'QB_OAUTH_STATE' });
    await expect(made.call('quickbooks.callback', {})).rejects.toMatchObject({ code: 'QB_OAUTH_STATE' });
    const old = await signIn(made);
    made.time.advance(11 * minuteMs);
    await expect(made.call('quickbooks.callback', old)).rejects.toMatchObject({ code: 'QB_OAUTH_STATE' });
    const good = await signIn(made);
    const { code: _code, ...withoutCode } = good;
    await expect(made.call('quickbooks.callback', withoutCode)).rejects.toMatchObject({ code: 'QB_OAUTH_CODE' });
    await expect(made.call('quickbooks.callback', good)).rejects.toMatchObject({ code: 'QB_OAUTH_STATE' });
    await expect(made.call('quickbooks.callback', { ...(await signIn(made)), code: 'forged' })).rejects.toMatchObject({ code: 'QB_OAUTH_CODE' });
    expect(made.store.connection.get()).toBeUndefined();
  });

  it('refuses another company than the books belong to, before the code is spent', async () => {
    world = await startTestWorld();
    await world.settle();
    const fields = await signIn(world);
    await expect(world.call('quickbooks.callback', { ...fields, realmId: '9999999999' })).rejects.toMatchObject({ code: 'QB_WRONG_COMPANY' });
  });

  it('lives on by its heartbeat, and the rotated token is stored', async () => {
    world = await startTestWorld();
    await world.settle();
    const first = await world.secrets.get('quickbooks.refreshToken');
    // An unused token lives for a hundred days.
    for (let day = 0; day < 110; day += 10) {
      world.time.set(world.time.clock.nowMs() + 10 * 24 * 60 * minuteMs);
      await world.pass(2 * minuteMs);
    }
    expect(await world.secrets.get('quickbooks.refreshToken')).not.toBe(first);
    expect(await world.call('quickbooks.status', {})).toMatchObject({ state: 'connected', lastHeartbeatResult: 'Alive' });
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'ok', heartbeat: { ok: true } });
  });

  it('believes a refused token only the second time, then waits for a reconnect and goes on by itself', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.behindOurBack.revokeTokens({ realmId });
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'skipped', heartbeat: { ok: false } });
    expect(world.store.connection.get()?.state).toBe('connected');
    world.time.advance(2 * minuteMs);
    await world.settle();
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'skipped' });
    expect(world.store.connection.get()?.state).toBe('reconnect_needed');
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('approved');
    const status = await world.call('status.get', {});
    expect(status.banners.map((banner) => banner.id)).toContain('QB_RECONNECT_NEEDED');
    expect(await world.call('quickbooks.status', {})).toMatchObject({ state: 'reconnect_needed', reconnectSuggested: true });
    await world.call('quickbooks.callback', await signIn(world));
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('is revoked by disconnecting; nothing is pushed after that', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    await world.call('quickbooks.disconnect', {});
    expect(await world.secrets.get('quickbooks.refreshToken')).toBeUndefined();
    await approve(world, id);
    expect(world.store.invoices.get(id)).toMatchObject({ qbStatus: 'approved', qbInvoiceId: null });
    await world.restart();
    expect(world.store.connection.get()?.state).toBe('disconnected');
  });

  it('is revoked at Intuit by disconnecting: the old token opens nothing any more', async () => {
    world = await startTestWorld();
    await world.settle();
    const token = (await world.secrets.get('quickbooks.refreshToken')) ?? '';
    await world.call('quickbooks.disconnect', {});
    await world.secrets.set('quickbooks.refreshToken', token);
    world.store.connection.patch({ state: 'connected' });
    world.time.advance(2 * minuteMs);
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'skipped', heartbeat: { ok: false } });
  });

  it('beats again after 31 days of sleep, before anything is pushed', async () => {
    world = await startTestWorld();
    await world.settle();
    const before = world.store.connection.get()?.lastHeartbeatAt ?? '';
    world.time.set(world.time.clock.nowMs() + 31 * 24 * 60 * minuteMs);
    world.engine.signal('resumed');
    await world.settle();
    const after = world.store.connection.get();
    expect(after?.lastHeartbeatAt ?? '').not.toBe(before);
    expect(after).toMatchObject({ state: 'connected', lastHeartbeatResult: 'Alive' });
    expect(await world.call('quickbooks.status', {})).toMatchObject({ daysLeft: 100 });
  });

  it('takes one answer of a sign-in once: a second callback with the same address is refused and changes nothing', async () => {
    world = await startTestWorld({ isConnected: false });
    const fields = await signIn(world);
    await world.call('quickbooks.callback', fields);
    const token = await world.secrets.get('quickbooks.refreshToken');
    await expect(world.call('quickbooks.callback', fields)).rejects.toMatchObject({ code: 'QB_OAUTH_STATE' });
    expect(await world.secrets.get('quickbooks.refreshToken')).toBe(token);
    expect(world.store.connection.get()?.state).toBe('connected');
  });

  it('leaves no token, key or client secret in the database, the log, the events or the diagnostics', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add({ kind: 'xml401', route: '^POST /v3/company/[0-9]+/invoice' });
    world.quickBooks.faults.add({ kind: 'http401', route: '^POST /v3/company/[0-9]+/payment' });
    await approve(world, id);
    await world.pass(30 * minuteMs);
    const planted = [world.stripe.apiKey, 'test-client-secret', (await world.secrets.get('quickbooks.refreshToken')) ?? 'none'];
    const { text } = await world.call('settings.diagnostics', {});
    const settings = JSON.stringify(await world.call('settings.get', {}));
    world.store.backup('hunt');
    const bytes = ['tieout.sqlite', 'tieout.sqlite-wal'].map((name) => readFileSync(path.join(world?.folder ?? '', name), 'latin1')).join('');
    const everything = [bytes, text, settings, world.logLines.join('\n'), JSON.stringify(world.events)];
    for (const secret of planted) expect(everything.map((found) => found.includes(secret))).toEqual(everything.map(() => false));
    expect(bytes).not.toMatch(/exp_month|exp_year|fingerprint/);
  });
});
