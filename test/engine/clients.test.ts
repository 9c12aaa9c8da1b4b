// Clients from end to end: conversion and its undo, the register's import, the card, the list; over HTTP against the simulator.
import { Buffer } from 'node:buffer';
import { afterEach, describe, expect, it } from 'vitest';
import { registerCsv } from '../../src/simulators/demo-company/demoRegister.ts';
import { demoRegisterEntries } from '../../src/shell/demoRegisterEntries.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const [first, second] = demoRegisterEntries();
const rtoCode = first?.rtoCode ?? '';
const otherCode = second?.rtoCode ?? '';

async function started(): Promise<TestWorld> {
  world = await startTestWorld();
  makeCatalogue(world.stripe);
  await world.settle();
  return world;
}

const summaries = async (made: TestWorld): Promise<string> => (await made.call('activity.list', {})).rows.map((row) => row.summary).join('\n');

async function upload(made: TestWorld, csv: string, uploadId = 'upload-one'): Promise<void> {
  const base64 = Buffer.from(csv, 'utf8').toString('base64');
  for (let part = 0, at = 0; at < Math.max(1, base64.length); part += 1, at += 40_000) await made.call('register.upload', { uploadId, part, base64: base64.slice(at, at + 40_000) });
}

describe('conversion', () => {
  it('makes a client of the register’s entry with the first payment, once', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode, name: 'Kimberley Skills' });
    await made.pass(2 * minuteMs);
    const card = await made.call('billing.org', { rto_code: rtoCode });
    expect(card).toMatchObject({ is_client: true, is_test: false, client_status: 'active', plan: 'pro', client_since: '2026-04-17T02:00:00.000Z', org_id: 'org-1', flags: [] });
    expect(card.conversions).toMatchObject([{ act: 'converted', decided_by: 'payment' }]);
  });

  it('an undo holds against a second reading and against further payments, until a person converts again', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    await made.call('clients.undoConversion', { rtoCode, note: 'Paid for a sister company' });
    const subscription = String(made.stripe.all('subscription')[0]?.id);
    made.stripe.act({ act: 'renewal', subscription });
    await made.pass(2 * minuteMs);
    await made.pass(dayMs);
    const undone = await made.call('billing.org', { rto_code: rtoCode });
    expect(undone).toMatchObject({ is_client: false, client_status: null, client_since: null, plan: null });
    expect(undone.flags).toMatchObject([{ flag: 'conversion_undone', needs_a_hand: true }]);
    expect((await made.call('clients.list', { filter: { needsAHand: true } })).rows.map((row) => row.orgId)).toEqual(['org-1']);
    await expect(made.call('clients.undoConversion', { rtoCode, note: 'again' })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    await made.call('clients.convert', { orgId: 'org-1' });
    const again = await made.call('billing.org', { rto_code: rtoCode });
    expect(again).toMatchObject({ is_client: true, client_since: '2026-04-17T02:00:00.000Z', plan: 'pro', flags: [] });
    expect(again.conversions.map((row) => `${row.act} by ${row.decided_by}`)).toEqual(['converted by person', 'undone by person', 'converted by payment']);
    await expect(made.call('clients.convert', { orgId: 'org-1' })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  });

  it('a test payment makes a test client, a real one makes it real, and a test never touches a real one', async () => {
    const made = await started();
    const pay = (isTest: boolean): void => void made.stripe.act({ act: 'new-payment', plan: 'essential', metadata: { org_id: isTest ? 'org-test' : 'org-real', rto_code: rtoCode, ...(isTest ? { is_test: 'true' } : {}) } });
    pay(true);
    await made.pass(2 * minuteMs);
    expect(await made.call('billing.org', { rto_code: rtoCode })).toMatchObject({ is_client: true, is_test: true });
    await made.pass(dayMs);
    pay(false);
    await made.pass(2 * minuteMs);
    expect(made.store.clients.registerEntry(rtoCode)).toMatchObject({ isClient: true, isTest: false, clientSince: '2026-04-18T02:02:00.000Z' });
    pay(true);
    await made.pass(2 * minuteMs);
    expect(made.store.clients.registerEntry(rtoCode)).toMatchObject({ isClient: true, isTest: false });
  });

  it('without a code the payment stands, a hand is asked for, and a code that comes later converts', async () => {
    const made = await started();
    made.stripe.act({ act: 'new-payment', plan: 'pro', name: 'Codeless Training', metadata: { org_id: 'org-9', rto_code: '' } });
    await made.pass(2 * minuteMs);
    expect((await made.call('invoices.list', {})).rows[0]).toMatchObject({ status: 'paid', qbStatus: 'awaiting_review' });
    expect(await summaries(made)).toContain('Codeless Training paid, but no RTO code is known');
    expect((await made.call('billing.orgById', { org_id: 'org-9' })).flags).toMatchObject([{ flag: 'no_rto_code', needs_a_hand: true }]);
    made.stripe.call('POST', `/v1/customers/${made.stripe.all('customer')[0]?.id}`, { metadata: { rto_code: rtoCode } });
    await made.pass(2 * minuteMs);
    expect(await made.call('billing.org', { rto_code: rtoCode })).toMatchObject({ is_client: true, plan: 'pro', client_since: '2026-04-17T02:00:00.000Z', flags: [] });
  });
});

describe('the register’s import', () => {
  it('previews field by field, writes in one act, once, and converts who had paid before', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode: '99001', name: 'Late Listed' });
    await made.pass(2 * minuteMs);
    const csv = `${registerCsv().replace(first?.legalName ?? '', 'Renamed Pty Ltd')}99001,=Late Listed Ltd,,,,,,,,,\r\n9900,Too short,,,,,,,,,\r\n${otherCode},Another name,,,,,,,,,\r\n`;
    await upload(made, csv);
    const preview = await made.call('register.previewImport', { uploadId: 'upload-one', fileName: 'register.csv' });
    expect(preview.counts).toMatchObject({ new: 1, changed: 1, rejected: 3 });
    expect(preview.rows.find((row) => row.kind === 'changed')).toMatchObject({ rtoCode, changes: [{ field: 'Legal name', from: first?.legalName, to: 'Renamed Pty Ltd' }] });
    expect(made.store.clients.registerEntry('99001')).toBeUndefined();
    await expect(made.call('register.import', { uploadId: 'upload-one', fileName: 'register.csv', planDigest: 'another' })).rejects.toMatchObject({ code: 'STALE_VIEW' });
    const input = { uploadId: 'upload-one', fileName: 'register.csv', planDigest: preview.planDigest };
    expect(await made.call('register.import', input)).toMatchObject({ wasDoneBefore: false, counts: { new: 1, changed: 1 } });
    expect(await made.call('register.import', input)).toMatchObject({ wasDoneBefore: true });
    expect(made.store.clients.registerEntry(rtoCode)?.legalName).toBe('Renamed Pty Ltd');
    expect(made.store.clients.registerEntry(otherCode)?.legalName).toBe(second?.legalName);
    expect(await made.call('billing.org', { rto_code: '99001' })).toMatchObject({ legal_name: '=Late Listed Ltd', is_client: true, client_since: '2026-04-17T02:00:00.000Z' });
    expect((await summaries(made)).match(/The register was imported/g)).toHaveLength(1);
    const after = await made.call('register.previewImport', { uploadId: 'upload-one', fileName: 'register.csv' });
    expect(after.counts).toMatchObject({ new: 0, changed: 0 });
  });

  it('refuses a file that is none, one that is not there, and parts out of order; nothing is written', async () => {
    const made = await started();
    await expect(made.call('register.previewImport', { uploadId: 'never-uploaded', fileName: 'x.csv' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await upload(made, 'name,abn\nx,1\n');
    await expect(made.call('register.previewImport', { uploadId: 'upload-one', fileName: 'x.csv' })).rejects.toMatchObject({ code: 'REGISTER_UNREADABLE' });
    await expect(made.call('register.upload', { uploadId: 'upload-two', part: 1, base64: 'AAAA' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(made.call('register.upload', { uploadId: 'upload-two', part: 0, base64: '***' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await upload(made, `${','.repeat(1_000_000)}\n`, 'upload-huge');
    await expect(made.call('register.previewImport', { uploadId: 'upload-huge', fileName: 'x.csv' })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});

describe('the card', () => {
  it('shows what the client sees through warning, restricted, confirmation and the end', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    const card = (): ReturnType<TestWorld['call']> => made.call('billing.orgById', { org_id: 'org-1' });
    expect(await card()).toMatchObject({ banner: null, dunning: { status: 'ok' }, reminder: { is_suggested: false }, seats: { base: 5, purchased: 0, limit: 5 }, upgrade: { next_tier: 'enterprise', next_total: null } });
    const method = String(made.stripe.all('payment_method')[0]?.id);
    const subscription = String(made.stripe.all('subscription')[0]?.id);
    made.stripe.act({ act: 'set-card-outcome', paymentMethod: method, outcome: 'card_declined' });
    made.stripe.act({ act: 'renewal', subscription });
    await made.pass(2 * minuteMs);
    await made.pass(2 * 60 * minuteMs);
    await made.pass(2 * minuteMs);
    const warned = (await card()) as { banner: { sentence: string; url: string | null } };
    expect(warned).toMatchObject({ banner: { tone: 'warning', is_dismissible: true, action: 'Update card' }, dunning: { status: 'warning', retry_count: 1 }, reminder: { is_suggested: true } });
    expect(warned.banner.sentence).toMatch(/^Your payment failed\. Please update your card\. We will try again in \d days\.$/);
    expect(warned.banner.url).toMatch(/^http/);
    await made.call('clients.setGrace', { orgId: 'org-1', until: '2026-04-30' });
    expect(await card()).toMatchObject({ reminder: { is_suggested: false, reason: 'A contractual grace period runs: no reminder until it has ended.' }, grace_until: '2026-04-30' });
    made.stripe.call('DELETE', `/v1/subscriptions/${subscription}`, {});
    await made.pass(2 * minuteMs);
    expect(await card()).toMatchObject({ banner: { tone: 'info' }, dunning: { status: 'cancelled' } });
  });

  it('waits for no register entry where a person said that none is expected, and waits again when it is taken back', async () => {
    const made = await started();
    made.stripe.act({ act: 'new-payment', plan: 'pro', name: 'Waikato Farm Skills', metadata: { org_id: 'org-9', rto_code: '' } });
    await made.pass(2 * minuteMs);
    const flags = async (): Promise<unknown> => (await made.call('billing.orgById', { org_id: 'org-9' })).flags;
    const listed = async (): Promise<unknown> => {
      const { rows, needAHand } = await made.call('clients.list', { filter: { search: 'Waikato' } });
      return [rows.map((row) => row.flags), needAHand];
    };
    expect(await flags()).toMatchObject([{ flag: 'no_rto_code', needs_a_hand: true }]);
    expect(await listed()).toEqual([[['no_rto_code']], 1]);
    await made.call('clients.setNoEntry', { orgId: 'org-9', note: 'Overseas' });
    expect(await flags()).toMatchObject([{ flag: 'no_entry_expected', needs_a_hand: false, sentence: 'No register entry is expected: Overseas' }]);
    expect(await listed()).toEqual([[['no_entry_expected']], 0]);
    await made.call('clients.setNoEntry', { orgId: 'org-9', note: null });
    expect(await listed()).toEqual([[['no_rto_code']], 1]);
    await expect(made.call('clients.setNoEntry', { orgId: 'org-0', note: 'Nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps the owner’s e-mail and notes whatever Stripe says', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    await made.call('clients.setBillingEmail', { orgId: 'org-1', email: 'Finance@kimberley.example' });
    const { id } = await made.call('clients.addNote', { orgId: 'org-1', note: 'Ask for Dale' });
    made.stripe.call('POST', `/v1/customers/${made.stripe.all('customer')[0]?.id}`, { email: 'stripe@kimberley.example' });
    await made.pass(2 * minuteMs);
    await made.restart();
    const card = await made.call('billing.orgById', { org_id: 'org-1' });
    expect(card).toMatchObject({ billing_email: 'Finance@kimberley.example', stripe_billing_email: 'stripe@kimberley.example', is_billing_email_edited: true, notes: [{ id, note: 'Ask for Dale' }] });
    expect((await made.call('billing.subscription', { org_id: 'org-1' })).billing_email).toBe('Finance@kimberley.example');
    await made.call('clients.setBillingEmail', { orgId: 'org-1', email: null });
    await made.call('clients.removeNote', { orgId: 'org-1', noteId: id });
    await expect(made.call('clients.removeNote', { orgId: 'org-1', noteId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await made.call('billing.orgById', { org_id: 'org-1' })).toMatchObject({ billing_email: 'stripe@kimberley.example', notes: [] });
    await expect(made.call('clients.setBillingEmail', { orgId: 'org-1', email: 'not an address' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('gives a client whose collection is paused what the profile says', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    made.stripe.call('POST', `/v1/subscriptions/${made.stripe.all('subscription')[0]?.id}`, { pause_collection: { behavior: 'void' } });
    await made.pass(2 * minuteMs);
    const { profile } = await made.call('settings.get', {});
    const seen: unknown[] = [];
    for (const pausedAccess of ['full', 'grace', 'none'] as const) {
      await made.call('settings.saveProfile', { profile: { ...profile, pausedAccess } });
      const card = await made.call('billing.orgById', { org_id: 'org-1' });
      seen.push([card.subscription?.status, card.subscription?.access, card.subscription?.plan?.plan_tier, (await made.call('billing.gate', { org_id: 'org-1' })).seat_limit]);
    }
    expect(seen).toEqual([['paused', 'full', 'pro', 5], ['paused', 'grace', 'pro', 5], ['paused', 'none', 'free', 1]]);
    expect((await made.call('clients.list', {})).rows[0]).toMatchObject({ subscriptionStatus: 'paused' });
  });

  it('refuses a seat beyond the limit, and leaves the gate open where members are not known', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    expect(await made.call('billing.gate', { org_id: 'org-1' })).toMatchObject({ allowed: true, reason: 'The number of active members is not known, so the gate is open.' });
    for (const [members, allowed, code] of [['4', true, null], ['5', false, 'BILLING_SEAT_LIMIT']] as const) {
      made.stripe.call('POST', `/v1/customers/${made.stripe.all('customer')[0]?.id}`, { metadata: { active_members: members } });
      await made.pass(2 * minuteMs);
      expect(await made.call('billing.gate', { org_id: 'org-1' })).toMatchObject({ allowed, code, seat_limit: 5, active_members: Number(members) });
    }
  });

  it('asks Stripe for the expiry when it is shown, and keeps it nowhere', async () => {
    const made = await started();
    newPayment(made.stripe, 'pro', { orgId: 'org-1', rtoCode });
    await made.pass(2 * minuteMs);
    const { expiry, reason } = await made.call('clients.cardExpiry', { orgId: 'org-1' });
    expect(reason).toBeNull();
    expect(expiry).toMatchObject({ isExpired: false });
    expect(`${made.logLines.join()}${JSON.stringify(await made.call('billing.orgById', { org_id: 'org-1' }))}`).not.toMatch(/exp_(?:month|year)|"expiry"/);
    made.stripe.addFault({ route: '^GET /v1/customers/', times: 1, kind: 'drop-before' });
    expect(await made.call('clients.cardExpiry', { orgId: 'org-1' })).toMatchObject({ expiry: null, reason: expect.stringMatching(/Offline|Stripe/) as string });
    expect(await made.call('clients.cardExpiry', { orgId: 'nobody' })).toEqual({ expiry: null, reason: 'No card is known.' });
  });
});

describe('the list', () => {
  it('pages by key in every order, searches, filters and totals', async () => {
    const made = await started();
    for (const [index, plan] of (['essential', 'pro', 'pro', 'essential', 'pro'] as const).entries()) {
      newPayment(made.stripe, plan, { orgId: `org-${index}`, name: `Client ${'CABED'[index]}`, ...(index === 4 ? {} : { rtoCode: demoRegisterEntries()[index]?.rtoCode ?? '' }) });
      await made.pass(2 * minuteMs);
    }
    made.stripe.act({ act: 'new-payment', plan: 'pro', name: 'RTOpacks Pty Ltd', metadata: { org_id: 'org-own', rto_code: rtoCode } });
    made.stripe.act({ act: 'new-payment', plan: 'pro', name: 'Resold Training', metadata: { org_id: 'org-resold', rto_code: otherCode, marketplace: 'Pax8' } });
    await made.pass(2 * minuteMs);
    for (const key of ['name', 'rtoCode', 'mrr', 'lastPayment'] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const whole = (await made.call('clients.list', { sort: { key, direction } })).rows.map((row) => row.orgId);
        const walked: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof made.call<'clients.list'>>> = await made.call('clients.list', { sort: { key, direction }, cursor, limit: 2 });
          walked.push(...page.rows.map((row) => row.orgId));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect({ key, direction, walked }).toEqual({ key, direction, walked: whole });
        expect(new Set(walked).size).toBe(7);
      }
    }
    const list = await made.call('clients.list', {});
    expect(list.rows.slice(0, 5).map((row) => row.name)).toEqual(['Client A', 'Client B', 'Client C', 'Client D', 'Client E']);
    expect(list).toMatchObject({ allCount: 7, totals: { count: 7, mrrCents: 36_273 * 2 + 63_545 * 5 } });
    const find = async (filter: object): Promise<string[]> => (await made.call('clients.list', { filter })).rows.map((row) => row.orgId);
    expect(await find({ search: 'client b' })).toEqual(['org-2']);
    expect(await find({ search: '100%' })).toEqual([]);
    expect(await find({ tier: ['essential'] })).toEqual(['org-0', 'org-3']);
    expect(await find({ dunning: ['restricted'] })).toEqual([]);
    const needing = await made.call('clients.list', { filter: { needsAHand: true } });
    expect(needing.rows.map((row) => [row.orgId, row.flags[0]])).toEqual([['org-4', 'not_in_register'], ['org-own', 'platform_is_customer']]);
    expect(needing.needAHand).toBe(2);
    expect(list.rows.find((row) => row.orgId === 'org-resold')).toMatchObject({ marketplace: 'Pax8', flags: ['marketplace'] });
    expect((await made.call('billing.orgById', { org_id: 'org-own' })).flags[0]).toMatchObject({ flag: 'platform_is_customer', needs_a_hand: true });
  });
});
