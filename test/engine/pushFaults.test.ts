// The fault table of docs/quickbooks.md, every code at every write of a push: the state it ends in, one document at most, and that it goes on.
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/contract/errors.ts';
import { approve, expectTiedOut, liveDocuments, paidInvoice, payAgain } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const route = (entity: string): string => `^POST /v3/company/[0-9]+/${entity}`;

/** Long enough for a wait of a minute, a retry with back-off, and the next heartbeat. */
async function waitForRetries(made: TestWorld): Promise<void> {
  for (let round = 0; round < 6; round += 1) await made.pass(20 * 60_000);
  await made.pass(24 * 3600_000);
}

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** What the row says after the first attempt; undefined: the program mends it by itself at once. */
  readonly says: ErrorCode | undefined;
  /** A person must act before it goes on. */
  readonly needsHand?: true;
}

/** Source: Intuit's error pages; what each means is in docs/quickbooks.md. */
const faults: readonly Fault[] = [
  { status: 400, code: '610', detail: 'Object Not Found', says: undefined },
  { status: 400, code: '2010', detail: 'Request has invalid or unsupported property', says: 'QB_REJECTED', needsHand: true },
  { status: 400, code: '2500', detail: 'Invalid Reference Id', says: undefined },
  { status: 400, code: '2050', detail: 'String too long', says: 'QB_REJECTED', needsHand: true },
  { status: 400, code: '2180', detail: 'Invalid characters', says: 'QB_REJECTED', needsHand: true },
  { status: 429, code: '3001', detail: 'Throttled', says: 'QB_RATE_LIMITED' },
  { status: 403, code: '3001', detail: 'Throttled', says: 'QB_RATE_LIMITED' },
  { status: 401, code: '3200', detail: 'Token expired', says: undefined },
  { status: 400, code: '6000', detail: 'Business validation', says: 'QB_VALIDATION', needsHand: true },
  { status: 400, code: '6190', detail: 'Subscription lapsed', says: 'QB_READ_ONLY' },
  { status: 400, code: '6210', detail: 'Books closed', says: 'QB_BOOKS_CLOSED', needsHand: true },
  { status: 400, code: '6540', detail: 'Deposited', says: 'QB_LOCKED', needsHand: true },
  { status: 500, code: '10000', detail: 'System failure', says: undefined },
  { status: 503, code: '10000', detail: 'Service unavailable', says: undefined },
];

const writes = [
  { entity: 'customer', step: 'step3_customer', isPaymentOnly: false },
  { entity: 'invoice', step: 'step4_invoice', isPaymentOnly: false },
  { entity: 'payment', step: 'step6_payment', isPaymentOnly: true },
] as const;

const cases = writes.flatMap((write) => faults.map((fault) => ({ ...write, ...fault })));

describe('a push that meets', () => {
  it.each(cases)('$code ($status) at the $entity POST', async ({ entity, step, isPaymentOnly, status, code, detail, says, needsHand }) => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add({ kind: 'faultIn200', route: route(entity), fault: { status, code, detail } });
    await approve(world, id);
    const row = world.store.invoices.get(id);
    expect(world.quickBooks.faults.counts.faultIn200).toBe(1);
    expect(liveDocuments(world, 'Invoice').length).toBeLessThanOrEqual(1);
    const last = world.store.push.attempts(id).at(-1);
    const isPlaceKept = says === 'QB_RATE_LIMITED' || says === 'QB_READ_ONLY';
    const stopped = isPaymentOnly ? 'payment_pending' : isPlaceKept ? 'approved' : 'failed';
    // What is mended at once, or within its step, needs nobody; a cached id that is gone in the middle of a payment does wait for the next look.
    expect(says === undefined ? ['synced', stopped] : [stopped]).toContain(row?.qbStatus);
    expect(says === undefined ? undefined : last?.errorCode).toBe(says);
    expect(says === undefined ? `[${step}]` : row?.qbError).toContain(`[${step}]`);
    const attemptsMade = world.store.push.attempts(id).length;
    if (needsHand === true) for (let round = 0; round < 3; round += 1) await world.pass(20 * 60_000);
    else if (row?.qbStatus !== 'synced') await waitForRetries(world);
    // Nobody is asked the same again and again: it waits for a person.
    expect(needsHand === true ? world.store.push.attempts(id).length : attemptsMade).toBe(attemptsMade);
    if (needsHand === true) {
      await world.call('push.retryByReference', { invoice_id: id });
      await world.settle();
    }
    await expectTiedOut(world, id);
  });

  it('3100 (wrong company) asks for a reconnect, keeps the approval and writes nothing', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add({ kind: 'faultIn200', route: route('invoice'), times: 2, fault: { status: 403, code: '3100', detail: 'ApplicationAuthorizationFailed' } });
    await approve(world, id);
    expect(world.store.connection.get()?.state).toBe('reconnect_needed');
    expect(world.store.invoices.get(id)?.qbStatus).toBe('approved');
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
  });

  it('5010 (stale) at the customer’s update reads again and applies again, once', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { orgId: 'org-renamed', name: 'First Name Training' });
    await approve(world, id);
    const customer = world.store.invoices.get(id)?.stripeCustomerId ?? '';
    world.stripe.call('POST', `/v1/customers/${customer}`, { name: 'Second Name Training' });
    const [second = 0] = await payAgain(world, [id]);
    world.quickBooks.faults.add({ kind: 'faultIn200', route: route('customer'), fault: { status: 400, code: '5010', detail: 'Stale Object Error' } });
    await approve(world, second);
    expect(world.quickBooks.faults.counts.faultIn200).toBe(1);
    expect(world.store.invoices.get(second)?.qbStatus).toBe('synced');
    expect(world.quickBooks.store.list(realmId, 'Customer').map((each) => each['DisplayName'])).toEqual(['Second Name Training']);
  });
});
