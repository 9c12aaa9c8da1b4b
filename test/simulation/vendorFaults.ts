// The vendors' and the network's faults: armed at random, counted when they really struck, all taken away for the quiet period.
import type { FaultKind } from '../../src/simulators/quickbooks/faultKnobs.ts';
import type { RouteFault } from '../../src/simulators/stripe/faults.ts';
import type { World } from './world.ts';

const quickBooksFaults = {
  dropRequest: 6, dropResponse: 8, resetMidBody: 6, delay: 1, hang: 3, http401: 3, http403: 2, http429: 4, http500: 5, http503: 4, xml401: 2, html502: 4, faultIn200: 3, forgetRequestId: 6,
} satisfies Record<FaultKind, number>;
/** Those whose answer says nothing about whether the work was done. */
const ambiguousAnswers: readonly string[] = ['http500', 'http503', 'html502', 'hang'];
const quickBooksRoutes = ['POST', 'POST /v3/company/\\d+/invoice', 'POST /v3/company/\\d+/payment', 'POST /v3/company/\\d+/customer', 'POST /v3/company/\\d+/batch', 'GET', 'GET .*invoice/', 'GET .*query', 'POST /oauth2', '.'];

const stripeFaults = {
  'drop-before': 5, 'drop-after-commit': 4, delay: 1, 'reset-mid-body': 5, 'html-body': 3, 'lock-timeout': 2, status400: 1, status401: 2, status403: 1, status409: 1, status429: 3, status500: 3, status503: 2, malformed: 3,
} as const;
const stripeRoutes = ['GET', 'GET /v1/events', 'GET /v1/invoices/', 'GET /v1/invoice_payments', 'GET /v1/charges', 'GET /v1/refunds', 'GET /v1/customers', 'POST', '.'];
const malformations = ['amount-as-text', 'missing-id', 'null-lines', 'unknown-status'] as const;

const feedFaults = { hidden: 4, twins: 3, reordered: 2, older: 3, keyRevoked: 1, permissionLost: 2, offline: 2 } as const;

export interface VendorFaults {
  arm(): void;
  /** Ends what lasts: older shapes, a revoked key, lost permissions; `all`: at random else. */
  end(all: boolean): void;
  /** By kind, of all that struck so far. */
  counts(): Record<string, number>;
}

export function makeVendorFaults(world: World): VendorFaults {
  const { stripe, quickBooks } = world;
  const chance = world.chance.fork('vendor faults');
  const struck: Record<string, number> = {};
  const armed: { kind: string; fault: RouteFault; times: number }[] = [];
  const count = (kind: string, times = 1): void => {
    if (times > 0) struck[kind] = (struck[kind] ?? 0) + times;
  };
  const goodKey = world.stripeKeys[0]?.key ?? '';

  const armQuickBooks = (): string => {
    const kind = chance.weighted(quickBooksFaults);
    const route = chance.pick(quickBooksRoutes);
    const plan = { kind, route, times: chance.weighted({ 1: 8, 2: 2, 3: 1 }), skip: chance.int(6), delayMs: 1 };
    quickBooks.faults.add({ ...plan, times: Number(plan.times), afterCommit: ambiguousAnswers.includes(kind) && chance.percent(60) });
    return `quickbooks ${kind} on ${route} after ${plan.skip}`;
  };
  const armStripe = (): string => {
    const name = chance.weighted(stripeFaults);
    const route = chance.pick(stripeRoutes);
    const times = chance.percent(80) ? 1 : chance.between(2, 4);
    const status = name.startsWith('status') ? Number(name.slice('status'.length)) : undefined;
    const fault: RouteFault = {
      route, times, kind: status === undefined ? (name as RouteFault['kind']) : 'status', delayMs: 1,
      ...(status === undefined ? {} : { status }),
      ...(name === 'malformed' ? { malformation: chance.pick(malformations) } : {}),
    };
    stripe.addFault(fault);
    armed.push({ kind: `stripe ${name}`, fault, times });
    return `stripe ${name} on ${route} ×${times}`;
  };
  const armFeed = (): string => {
    const kind = chance.weighted(feedFaults);
    if (kind === 'hidden') stripe.faults.hideNextEvents += chance.between(1, 12);
    if (kind === 'twins') stripe.faults.twinNextEvents += chance.between(1, 12);
    if (kind === 'reordered') stripe.faults.reorderEvents = true;
    if (kind === 'older') stripe.faults.olderResponses = true;
    if (kind === 'keyRevoked') world.stripeKeys.length = 0;
    if (kind === 'permissionLost') world.stripeKeys.splice(0, 1, { key: goodKey, permissions: permissionsWithout(chance.pick(['charge', 'customer', 'invoice', 'dispute', 'payout', 'event'])) });
    if (kind === 'offline') quickBooks.faults.add({ kind: 'dropRequest', route: '.', times: chance.between(3, 12) });
    count(`feed ${kind}`);
    return `feed ${kind}`;
  };
  const release = (): void => {
    const { released } = stripe.act({ act: 'release-hidden-events' });
    if (Number(released) > 0) world.note(`  ${String(released)} hidden events appear`);
  };

  return {
    arm: () => {
      const told = chance.weighted({ quickBooks: 6, stripe: 4, feed: 2 });
      world.note(`  fault: ${told === 'quickBooks' ? armQuickBooks() : told === 'stripe' ? armStripe() : armFeed()}`);
    },
    end: (all) => {
      if (all || chance.percent(30)) release();
      if (all || chance.percent(40)) {
        stripe.faults.olderResponses = false;
        stripe.faults.reorderEvents = false;
      }
      if (all || chance.percent(50)) world.stripeKeys.splice(0, world.stripeKeys.length, { key: goodKey, permissions: 'all' });
      if (!all) return;
      stripe.faults.routes = [];
      stripe.faults.twinNextEvents = 0;
      quickBooks.faults.clear();
      for (const one of armed.splice(0)) count(one.kind, one.times - one.fault.times);
    },
    counts: () => ({
      ...struck,
      ...Object.fromEntries(Object.entries(quickBooks.faults.counts).map(([kind, times]) => [`quickbooks ${kind}`, times])),
      ...Object.fromEntries(Object.entries(world.disruptions.counts).map(([kind, times]) => [`process ${kind}`, times ?? 0])),
    }),
  };
}

const allPermissions = ['account', 'balance', 'charge', 'customer', 'dispute', 'event', 'invoice', 'payment_intent', 'payment_method', 'payout', 'plan', 'product', 'subscription', 'balance_transaction_source', 'credit_note', 'tax_rate'];
const permissionsWithout = (lost: string): Record<string, 'none' | 'write'> => Object.fromEntries(allPermissions.map((name) => [name, name === lost ? 'none' : 'write']));

export const quickBooksFaultKinds = Object.keys(quickBooksFaults).map((kind) => `quickbooks ${kind}`);
export const stripeFaultKinds = Object.keys(stripeFaults).map((kind) => `stripe ${kind}`);
export const feedFaultKinds = Object.keys(feedFaults).map((kind) => `feed ${kind}`);
