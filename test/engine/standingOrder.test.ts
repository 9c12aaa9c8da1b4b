// Subscriptions, dunning, tier and the register's entry end the same whatever the order, repetition and lateness of a customer's events.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/adapters/runtime/sha256Hex.ts';
import { openStore } from '../../src/adapters/sqlite/openStore.ts';
import { makeContext } from '../../src/engine/context.ts';
import type { EnginePorts } from '../../src/engine/engine.ts';
import { processEvents } from '../../src/engine/intake/processEvents.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { demoRegisterEntries } from '../../src/shell/demoRegisterEntries.ts';
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { newPayment } from './catalogue.ts';
import { manualTime } from './manualTime.ts';
import { recordHistory, type RecordedHistory, type Step } from './recordedHistory.ts';

const startMs = Date.parse('2026-04-17T02:00:00.000Z');
const rtoCode = demoRegisterEntries()[0]?.rtoCode ?? '';
const subscriptionOf = (stripe: StripeSimulator): string => stripe.all('subscription')[0]?.id ?? '';
const card = (stripe: StripeSimulator, outcome: 'success' | 'card_declined' | 'authentication_required'): void =>
  void stripe.act({ act: 'set-card-outcome', paymentMethod: stripe.all('payment_method')[0]?.id ?? '', outcome });
const openInvoiceOf = (stripe: StripeSimulator): string => stripe.all('invoice').find((invoice) => invoice.status === 'open')?.id ?? '';

/** Each step is an ending of its own: the history may stop after any of them. */
const steps: readonly Step[] = [
  { name: 'signs up and pays', hours: 1, act: (stripe) => void newPayment(stripe, 'pro', { name: 'Ordered Training', orgId: 'org-1', rtoCode }) },
  { name: 'adds a seat', hours: 5, act: (stripe, { seat }) => void stripe.call('POST', `/v1/subscriptions/${subscriptionOf(stripe)}`, { items: [{ price: seat, quantity: '2' }], proration_behavior: 'none' }) },
  {
    name: 'a renewal fails',
    hours: 30,
    act: (stripe) => {
      card(stripe, 'card_declined');
      stripe.act({ act: 'renewal', subscription: subscriptionOf(stripe) });
    },
  },
  { name: 'a retry fails', hours: 24 * 3, act: () => undefined },
  { name: 'the third attempt fails', hours: 24 * 3, act: () => undefined },
  {
    name: 'a new card pays',
    hours: 2,
    act: (stripe) => {
      card(stripe, 'success');
      stripe.call('POST', `/v1/invoices/${openInvoiceOf(stripe)}/pay`);
    },
  },
  { name: 'collection is paused', hours: 3, act: (stripe) => void stripe.call('POST', `/v1/subscriptions/${subscriptionOf(stripe)}`, { pause_collection: { behavior: 'void' } }) },
  { name: 'collection is resumed', hours: 40, act: (stripe) => void stripe.call('POST', `/v1/subscriptions/${subscriptionOf(stripe)}`, { pause_collection: '' }) },
  {
    name: 'the bank asks for a confirmation',
    hours: 2,
    act: (stripe) => {
      card(stripe, 'authentication_required');
      stripe.act({ act: 'renewal', subscription: subscriptionOf(stripe) });
    },
  },
  { name: 'the client confirms', hours: 4, act: (stripe) => void stripe.act({ act: 'complete-authentication', invoice: openInvoiceOf(stripe) }) },
  { name: 'the subscription is deleted', hours: 9, act: (stripe) => void stripe.call('DELETE', `/v1/subscriptions/${subscriptionOf(stripe)}`, {}) },
];

let history: RecordedHistory;
beforeAll(async () => {
  history = await recordHistory(startMs, steps);
});

interface Delivery {
  readonly eventIndex: number;
  /** Stripe's state when the event is taken up: never before the event's own step, never earlier than the delivery before. */
  readonly present: number;
}

/** What a person sees of the customer; times of recording left out. */
function stateOf(store: Store): object {
  const entry = store.clients.registerEntry(rtoCode);
  return {
    org: store.orgs.get('org-1'),
    billing: store.reads.billingOrg('org-1'),
    subscription: store.reads.billingSubscription('org-1'),
    dunning: store.dunning.get('org-1'),
    facts: store.clients.billingFacts('org-1'),
    entry: { ...entry },
    first: store.clients.firstPayment('org-1'),
    waiting: store.facts.count(),
  };
}

async function live(deliveries: readonly Delivery[]): Promise<ReturnType<typeof stateOf>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-order-'));
  const time = manualTime(history.endMs);
  const { clock, timers } = time;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, recentLines: () => [] };
  const random = { uuid: () => 'one', token: () => 'one', unit: () => 0.5 };
  const store = openStore({ file: ':memory:', backupsFolder: path.join(folder, 'backups'), migrationsFolder: path.resolve('resources/migrations'), clock, sha256Hex });
  let present = 0;
  // Intake asks for these ports only.
  const ports: Pick<EnginePorts, 'clock' | 'timers' | 'random' | 'sha256Hex' | 'log' | 'store' | 'publish' | 'makeStripe'> & { config: Pick<EnginePorts['config'], 'environment'> } = {
    config: { environment: 'test' }, clock, timers, random, sha256Hex, log, store, publish: () => undefined, makeStripe: () => history.gateway(() => present),
  };
  const context = makeContext(ports as EnginePorts, () => undefined);
  try {
    demoRegisterEntries().slice(0, 1).forEach((row) => store.orgs.upsertClient(row));
    for (const delivery of deliveries) {
      present = delivery.present;
      const stub = history.events[delivery.eventIndex]?.stub;
      if (stub !== undefined) store.events.insertIfAbsent({ ...stub, eventId: `${stub.eventId} ${deliveries.indexOf(delivery)}` }, 'poll');
      await processEvents(context, new AbortController().signal, () => undefined);
    }
    return stateOf(store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const eventsUpTo = (last: number): number[] => history.events.flatMap(({ step }, index) => (step <= last ? [index] : []));
const inOrder = (last: number): Delivery[] => eventsUpTo(last).map((eventIndex) => ({ eventIndex, present: history.events[eventIndex]?.step ?? 0 }));

/** An order of the events up to a step, some twice, each taken up at its time or later. */
const shuffled = (last: number): fc.Arbitrary<Delivery[]> => {
  const events = eventsUpTo(last);
  return fc
    .record({
      order: fc.array(fc.nat(1_000_000), { minLength: events.length * 2, maxLength: events.length * 2 }),
      twice: fc.array(fc.boolean(), { minLength: events.length, maxLength: events.length }),
      haste: fc.array(fc.nat(last), { minLength: events.length * 2, maxLength: events.length * 2 }),
    })
    .map(({ order, twice, haste }) => {
      const drawn = [...events, ...events.filter((_, index) => twice[index])].map((eventIndex, index) => [order[index] ?? 0, eventIndex] as const).toSorted(([a], [b]) => a - b);
      let present = 0;
      return drawn.map(([, eventIndex], index) => {
        present = Math.min(last, Math.max(present, history.events[eventIndex]?.step ?? 0, index < drawn.length / 2 ? 0 : (haste[index] ?? 0)));
        return { eventIndex, present };
      });
    });
};

describe('a customer’s standing', () => {
  it.each(steps.map(({ name }, index) => [name, index] as const))('after “%s” does not depend on how the events came', async (_name, last) => {
    const meant = await live(inOrder(last));
    await fc.assert(
      fc.asyncProperty(shuffled(last), async (deliveries) => {
        expect(await live(deliveries)).toEqual(meant);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('goes through its states in the order of the history', async () => {
    const seen: unknown[] = [];
    for (const last of steps.keys()) {
      const state = (await live(inOrder(last))) as { dunning?: { status: string; retryCount: number }; billing?: { billingTier: string }; entry: { clientStatus: string | null; plan: string | null } };
      seen.push([state.dunning?.status, state.dunning?.retryCount, state.billing?.billingTier, state.entry.clientStatus, state.entry.plan]);
    }
    expect(seen).toEqual([
      ['ok', 0, 'pro', 'active', 'pro'],
      ['ok', 0, 'pro', 'active', 'pro'],
      ['warning', 1, 'pro', 'active', 'pro'],
      ['warning', 2, 'pro', 'active', 'pro'],
      ['restricted', 3, 'pro', 'suspended', 'pro'],
      ['ok', 0, 'pro', 'active', 'pro'],
      ['ok', 0, 'pro', 'active', 'pro'],
      ['ok', 0, 'pro', 'active', 'pro'],
      ['requires_action', 1, 'pro', 'active', 'pro'],
      ['ok', 0, 'pro', 'active', 'pro'],
      ['cancelled', 0, 'free', 'active', 'free'],
    ]);
  });
});
