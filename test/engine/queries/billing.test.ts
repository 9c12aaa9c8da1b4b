// The billing API: subscription, entitlement and gate as the product's rules have them, and the two changes to plans.
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertClient, insertInvoice, insertOrg, insertSubscription } from '../../adapters/sqlite/reads/rows.ts';
import { makeQuestions, type Questions } from './questions.ts';

const now = '2026-04-30T14:30:00.000Z';
const later = '2026-05-10T00:00:00.000Z';
const earlier = '2026-04-01T00:00:00.000Z';

let questions: Questions;
let db: Database.Database;
beforeEach(() => {
  questions = makeQuestions(now);
  db = questions.db;
  insertOrg(db, { id: 'a', name: 'Acme', rto_code: '40001', billing_tier: 'pro', active_members: 4, billing_email: 'a@example.com' });
});
afterEach(() => questions.close());

const pro = (more: Record<string, string | number | null> = {}): number =>
  insertSubscription(db, {
    stripe_subscription_id: 'sub_1', org_id: 'a', plan_id: 'pro', plan_tier: 'pro', base_seats: 5, purchased_seats: 2, current_period_start: earlier, current_period_end: later,
    next_amount_total: 69900, ...more,
  });
const dun = (status: string, retries: number): void =>
  void db.prepare(`INSERT INTO billing_dunning (org_id, status, retry_count, first_failure_at, created_at, updated_at) VALUES ('a', ?, ?, ?, '', '')`).run(status, retries, earlier);

describe('billing.subscription', () => {
  test('not mirrored', () => expect(questions.codeOf('billing.subscription', { org_id: 'nobody' })).toBe('NOT_FOUND'));

  test('an active one', () => {
    pro();
    insertInvoice(db, { stripe_invoice_id: 'in_1', org_id: 'a', stripe_subscription_id: 'sub_1', amount_total: 69900, gst_amount: 6355, invoice_number: 'RTP-0001' });
    const view = questions.ask('billing.subscription', { org_id: 'a' });
    expect(view).toMatchObject({
      org_id: 'a', status: 'active', access: 'full', plan: { id: 'pro', amount_total: 69900, is_active: true }, cancel_at_period_end: false, active_members: 4, seat_limit: 7,
      next_amount_ex_gst: 63545, next_amount_total: 69900, payment_method: null, billing_email: 'a@example.com', dunning: { status: 'ok', retry_count: 0, first_failure_at: null },
    });
    expect(view.entitlements).toContainEqual({ feature: 'studio', value: 'true' });
    expect(view.invoices.map((invoice) => [invoice.invoice_number, invoice.amount_total, invoice.qb_sync_status])).toEqual([['RTP-0001', 69900, 'awaiting_review']]);
  });

  test.each([
    { why: 'GST-free last time: GST-free next time', last: { amount_total: 69900, gst_amount: 0 }, more: {}, next: [69900, 69900] },
    { why: 'foreign currency and never paid yet', last: null, more: { currency: 'usd' }, next: [69900, 69900] },
    { why: 'never paid yet: the rate of the day', last: null, more: {}, next: [63545, 69900] },
    { why: 'cancelled at period end: nothing more', last: null, more: { cancel_at_period_end: 1 }, next: [null, null] },
    { why: 'cancelled: nothing more', last: null, more: { status: 'cancelled' }, next: [null, null] },
    { why: 'not known', last: null, more: { next_amount_total: null }, next: [null, null] },
  ])('next amount ($why)', ({ last, more, next }) => {
    pro(more);
    if (last !== null) insertInvoice(db, { stripe_invoice_id: 'in_1', org_id: 'a', stripe_subscription_id: 'sub_1', ...last });
    const view = questions.ask('billing.subscription', { org_id: 'a' });
    expect([view.next_amount_ex_gst, view.next_amount_total]).toEqual(next);
  });

  test.each([
    { status: 'active', end: later, access: 'full', plan: 'pro' },
    { status: 'past_due', end: later, access: 'grace', plan: 'pro' },
    { status: 'cancelled', end: later, access: 'full', plan: 'pro' },
    { status: 'cancelled', end: earlier, access: 'none', plan: 'free' },
    { status: 'active', end: earlier, access: 'none', plan: 'free' },
    { status: 'unpaid', end: later, access: 'none', plan: 'free' },
  ])('$status until $end: access $access, entitled as $plan', ({ status, end, access, plan }) => {
    pro({ status, current_period_end: end });
    const view = questions.ask('billing.subscription', { org_id: 'a' });
    expect([view.access, view.plan?.id, view.seat_limit]).toEqual([access, plan, plan === 'pro' ? 7 : 1]);
  });

  test('none at all: the free plan', () => {
    expect(questions.ask('billing.subscription', { org_id: 'a' })).toMatchObject({ status: null, access: 'none', plan: { id: 'free' }, seat_limit: 1, next_amount_total: null, invoices: [] });
  });

  test('a subscription without a known plan goes by its tier, an active plan before a superseded one', () => {
    db.prepare(`UPDATE billing_plans SET is_active = 0 WHERE id = 'pro'`).run();
    db.prepare(
      `INSERT INTO billing_plans (id, plan_tier, amount_ex_gst, gst_amount, amount_total, base_seats, created_at, updated_at) VALUES ('pro_2027', 'pro', 70000, 7000, 77000, 5, '', '')`,
    ).run();
    pro({ plan_id: null });
    expect(questions.ask('billing.subscription', { org_id: 'a' }).plan?.id).toBe('pro_2027');
  });
});

describe('gates', () => {
  test.each([
    { feature: 'studio', granted: true, reason: /includes/ },
    { feature: 'api_access', granted: false, reason: /does not include/ },
    { feature: 'seat_limit', granted: true, reason: /5/ },
    { feature: 'not a feature', granted: true, reason: /open/ },
  ])('entitlement $feature of Pro: $granted', ({ feature, granted, reason }) => {
    pro();
    expect(questions.ask('billing.entitlement', { org_id: 'a', feature })).toMatchObject({ granted, reason: expect.stringMatching(reason) });
  });

  test('an unknown organisation: open, and it says so', () => {
    expect(questions.ask('billing.entitlement', { org_id: 'nobody', feature: 'studio' })).toMatchObject({ granted: true, reason: expect.stringMatching(/open/) });
    expect(questions.ask('billing.gate', { org_id: 'nobody' })).toMatchObject({ allowed: true, code: null, seat_limit: null, active_members: null, reason: expect.stringMatching(/open/) });
  });

  test.each([
    { members: 6, allowed: true, code: null },
    { members: 7, allowed: false, code: 'BILLING_SEAT_LIMIT' },
    { members: 9, allowed: false, code: 'BILLING_SEAT_LIMIT' },
    { members: null, allowed: true, code: null },
  ])('$members of 7 seats taken: $allowed', ({ members, allowed, code }) => {
    pro();
    db.prepare(`UPDATE orgs SET active_members = ? WHERE id = 'a'`).run(members);
    expect(questions.ask('billing.gate', { org_id: 'a' })).toMatchObject({ allowed, code, seat_limit: 7, active_members: members, dunning: 'ok' });
  });

  test('restricted by dunning', () => {
    pro();
    dun('restricted', 3);
    expect(questions.ask('billing.gate', { org_id: 'a' })).toMatchObject({ allowed: false, dunning: 'restricted' });
    expect(questions.ask('billing.subscription', { org_id: 'a' }).dunning).toEqual({ status: 'restricted', retry_count: 3, first_failure_at: earlier });
  });
});

describe('plans', () => {
  test('the seeded plans and their 32 entitlements', () => {
    const { plans, entitlements } = questions.ask('billing.plans', {});
    expect(plans.map((plan) => plan.id).toSorted()).toEqual(['enterprise', 'essential', 'free', 'pro', 'seat_addon']);
    expect(entitlements).toHaveLength(32);
  });

  test('no longer sold, and sold again; once each', () => {
    expect(questions.ask('billing.setPlanActive', { id: 'pro', is_active: false })).toMatchObject({ id: 'pro', is_active: false });
    expect(questions.ask('billing.setPlanActive', { id: 'pro', is_active: false })).toMatchObject({ id: 'pro', is_active: false });
    expect(questions.ask('billing.plans', {}).plans.find((plan) => plan.id === 'pro')?.is_active).toBe(false);
    expect(questions.ask('billing.setPlanActive', { id: 'pro', is_active: true }).is_active).toBe(true);
    expect(questions.ask('activity.list', {}).rows.map((row) => row.summary)).toEqual(['Plan pro is sold again', 'Plan pro is no longer sold']);
    expect(questions.published).toContainEqual({ kind: 'changed', topics: ['billing', 'activity'] });
  });

  test('an unknown plan', () => {
    expect(questions.codeOf('billing.setPlanActive', { id: 'gold', is_active: true })).toBe('BILLING_PLAN_NOT_FOUND');
    expect(questions.published).toEqual([]);
  });

  test('entitlements are changed together', () => {
    const entitlements = [{ plan_id: 'pro', feature: 'api_access', value: 'true' }, { plan_id: 'pro', feature: 'seat_limit', value: '8' }];
    expect(questions.ask('billing.setEntitlements', { entitlements })).toEqual({ updated: 2 });
    expect(questions.ask('billing.plans', {}).entitlements).toEqual(expect.arrayContaining(entitlements));
  });

  test.each([
    { plan_id: 'gold', feature: 'studio', value: 'true' },
    { plan_id: 'pro', feature: 'teleport', value: 'true' },
    { plan_id: 'pro', feature: 'studio', value: 'perhaps' },
    { plan_id: 'pro', feature: 'seat_limit', value: 'true' },
    { plan_id: 'pro', feature: 'seat_limit', value: '-1' },
    { plan_id: 'pro', feature: 'studio', value: '' },
  ])('or not at all: %j', (wrong) => {
    const before = questions.ask('billing.plans', {}).entitlements;
    expect(questions.codeOf('billing.setEntitlements', { entitlements: [{ plan_id: 'pro', feature: 'api_access', value: 'true' }, wrong] })).toBe('BILLING_BAD_REQUEST');
    expect(questions.ask('billing.plans', {}).entitlements).toEqual(before);
    expect(questions.ask('activity.list', {}).rows).toEqual([]);
    expect(questions.published).toEqual([]);
  });
});

describe('billing.invoices and billing.org', () => {
  test('`pending` is what waits, reviewed or not', () => {
    ['awaiting_review', 'approved', 'synced', 'failed'].forEach((state, index) => insertInvoice(db, { stripe_invoice_id: `in_${index}`, org_id: 'a', qb_sync_status: state }));
    const of = (qb_status?: string): string[] => questions.ask('billing.invoices', qb_status === undefined ? {} : { qb_status }).invoices.map((invoice) => invoice.qb_sync_status).toSorted();
    expect(of()).toHaveLength(4);
    expect(of('pending')).toEqual(['approved', 'awaiting_review']);
    expect(of('failed')).toEqual(['failed']);
    expect(of('nonsense')).toEqual([]);
    expect(questions.ask('billing.invoices', { limit: 1, qb_status: 'pending' })).toMatchObject({ count: 2, invoices: [{}] });
  });

  test('the client card', () => {
    insertClient(db, { rto_code: '40001', legal_name: 'Acme Pty Ltd', is_client: 1 });
    insertClient(db, { rto_code: '40002', legal_name: 'Prospect Ltd' });
    pro();
    expect(questions.ask('billing.org', { rto_code: '40001' })).toMatchObject({ legal_name: 'Acme Pty Ltd', is_client: true, subscription: { org_id: 'a', status: 'active' } });
    expect(questions.ask('billing.org', { rto_code: '40002' })).toMatchObject({ is_client: false, subscription: null });
    expect(questions.codeOf('billing.org', { rto_code: '49999' })).toBe('NOT_FOUND');
  });
});
