// Many approved invoices side by side: shared calls, each with its own steps; nothing twice whatever is lost on the way.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { liveDocuments, payAgain } from './pushSteps.ts';
import { oauthClient, realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Paid invoices of as many clients, in the review queue; answers their ids. */
async function paidInvoices(made: TestWorld, count: number, nameOf: (index: number) => string = (index) => `Client ${index}`): Promise<number[]> {
  makeCatalogue(made.stripe);
  const stripeIds = Array.from({ length: count }, (_, index) => newPayment(made.stripe, index % 3 === 0 ? 'pro' : 'essential', { name: nameOf(index), rtoCode: String(41_000 + index), orgId: `org-${nameOf(index)}` }));
  await made.call('sync.now', {});
  await made.settle();
  return stripeIds.map((stripeId) => made.store.invoices.byStripeId(stripeId)?.id ?? 0);
}

const approveAll = async (made: TestWorld, ids: readonly number[]): Promise<void> => {
  const { refused } = await made.call('push.approve', { items: ids.map((invoiceId) => ({ invoiceId, expectedVersion: made.store.invoices.get(invoiceId)?.version ?? 0 })) });
  expect(refused).toEqual([]);
};

async function pushAll(made: TestWorld, ids: readonly number[]): Promise<void> {
  await approveAll(made, ids);
  await made.settle();
}

async function waitForRetries(made: TestWorld): Promise<void> {
  for (let round = 0; round < 8; round += 1) await made.pass(20 * 60_000);
}

async function expectAllTiedOut(made: TestWorld, ids: readonly number[]): Promise<void> {
  expect(ids.map((id) => made.store.invoices.get(id)).filter((row) => row?.qbStatus !== 'synced').map((row) => `${row?.number} ${row?.qbStatus} ${row?.qbError}`)).toEqual([]);
  const numbers = liveDocuments(made, 'Invoice').map((document) => String(document['DocNumber']));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toHaveLength(ids.length);
  expect(liveDocuments(made, 'Invoice').every((document) => document['Balance'] === 0)).toBe(true);
  expect(liveDocuments(made, 'Payment')).toHaveLength(ids.length);
  const { checks } = await made.call('books.check', {});
  expect(checks.filter((one) => !one.ok)).toEqual([]);
  expect(made.quickBooks.stats.internalErrors).toEqual([]);
}

const callsOf = (made: TestWorld): number => Object.values(made.quickBooks.stats.byResource).reduce((sum, count) => sum + count, 0);

describe('pushes side by side', () => {
  it('take a quarter of a call each at most when the clients are known, with eight steps of evidence each', async () => {
    world = await startTestWorld();
    const first = await paidInvoices(world, 30);
    await pushAll(world, first);
    await expectAllTiedOut(world, first);
    // The same clients pay again two days later: their customers are known, their last check is too old to be trusted.
    await world.pass(48 * 3600_000);
    const second = await payAgain(world, first);
    const before = callsOf(world);
    await pushAll(world, second);
    expect(callsOf(world) - before).toBeLessThanOrEqual(30 * 0.25);
    await expectAllTiedOut(world, [...first, ...second]);
    for (const id of second) {
      const attempt = (await world.call('invoices.get', { invoiceId: id })).quickBooks.attempts[0];
      expect(attempt?.steps.map((step) => step.state)).toEqual(Array.from({ length: 8 }, () => 'done'));
      expect(attempt?.steps.every((step) => step.evidence.length > 0)).toBe(true);
    }
  }, 120_000);

  it('take five calls alone when the customer was found up to date within a day', async () => {
    world = await startTestWorld();
    const [first = 0] = await paidInvoices(world, 1);
    await pushAll(world, [first]);
    const [second = 0] = await payAgain(world, [first]);
    const before = callsOf(world);
    await pushAll(world, [second]);
    expect(callsOf(world) - before).toBe(5);
    await expectAllTiedOut(world, [first, second]);
  });

  const lost: readonly (readonly [string, Parameters<TestWorld['quickBooks']['faults']['add']>[0]])[] = [
    ['the answer to the batch of invoices', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/batch' }],
    ['the answer to the batch of payments', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/batch', skip: 2 }],
    ['the answers to two batches', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/batch', times: 2 }],
    ['the request of a batch', { kind: 'dropRequest', route: '^POST /v3/company/[0-9]+/batch' }],
    ['half of the answer to a batch', { kind: 'resetMidBody', route: '^POST /v3/company/[0-9]+/batch' }],
    ['a batch to a 500 after the commit', { kind: 'http500', afterCommit: true, route: '^POST /v3/company/[0-9]+/batch' }],
    ['a batch to a gateway page after the commit', { kind: 'html502', afterCommit: true, route: '^POST /v3/company/[0-9]+/batch', skip: 1 }],
    ['a batch to a 503 before it', { kind: 'http503', route: '^POST /v3/company/[0-9]+/batch' }],
    ['the token in the middle', { kind: 'http401', route: '^POST /v3/company/[0-9]+/batch', skip: 1 }],
    ['its turn', { kind: 'http429', route: '^POST /v3/company/[0-9]+/batch' }],
    ['a look', { kind: 'dropResponse', route: '^GET /v3/company/[0-9]+/query.*DocNumber' }],
    ['a read-back', { kind: 'http500', route: '^GET /v3/company/[0-9]+/query.*Id IN' }],
  ];
  it.each(lost)('lose %s: still one invoice and one payment each', async (_name, fault) => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 7);
    world.quickBooks.faults.add(fault);
    await pushAll(world, ids);
    await waitForRetries(world);
    expect(world.quickBooks.faults.counts[fault.kind]).toBeGreaterThan(0);
    await expectAllTiedOut(world, ids);
  });

  it.each(lost.slice(0, 6))('lose %s while QuickBooks forgets request ids: still one of each', async (_name, fault) => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 5);
    world.quickBooks.faults.add({ kind: 'forgetRequestId', times: 1000 });
    world.quickBooks.faults.add(fault);
    await pushAll(world, ids);
    await waitForRetries(world);
    await expectAllTiedOut(world, ids);
  });

  it('one that is refused does not hold up the others', async () => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 6);
    const [refused = 0, ...others] = ids;
    // A document of somebody else already carries the number.
    const number = world.store.invoices.get(refused)?.number ?? '';
    const other = world.quickBooks.store.list(realmId, 'Customer')[0];
    await world.call('quickbooks.refreshSetup', {});
    const foreign = await foreignInvoice(world, number, other);
    expect(foreign.ok).toBe(true);
    await pushAll(world, ids);
    expect(world.store.invoices.get(refused)).toMatchObject({ qbStatus: 'failed' });
    expect(world.store.invoices.get(refused)?.qbError).toContain('[step4_invoice]');
    expect(others.map((id) => world?.store.invoices.get(id)?.qbStatus)).toEqual(others.map(() => 'synced'));
  });

  it('two invoices of a client that QuickBooks does not know create one customer', async () => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 4, () => 'The Same Client');
    await pushAll(world, ids);
    await waitForRetries(world);
    await expectAllTiedOut(world, ids);
    expect(world.quickBooks.store.list(realmId, 'Customer').filter((customer) => String(customer['DisplayName']).startsWith('The Same Client'))).toHaveLength(1);
  });

  it('paused, they wait over a restart and for what is approved later; let go on, all are pushed', async () => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 5);
    await world.call('push.pause', {});
    await pushAll(world, ids.slice(0, 4));
    expect((await world.call('push.counts', {})).isPaused).toBe(true);
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    await world.restart();
    await pushAll(world, ids.slice(4));
    await waitForRetries(world);
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    expect(await world.call('push.resume', {})).toEqual({ resumed: 5 });
    await world.settle();
    await expectAllTiedOut(world, ids);
  });

  it('cancelled in the middle, the queue is paused and every place is kept', async () => {
    world = await startTestWorld();
    const ids = await paidInvoices(world, 40);
    await approveAll(world, ids);
    while (!(await world.call('work.cancel', { id: 'push' })).cancelled) await new Promise((resolve) => setImmediate(resolve));
    await world.settle();
    expect((await world.call('push.counts', {})).isPaused).toBe(true);
    expect(ids.map((id) => world?.store.invoices.get(id)?.qbStatus).filter((status) => status === 'failed')).toEqual([]);
    await world.call('push.resume', {});
    await world.settle();
    await waitForRetries(world);
    await expectAllTiedOut(world, ids);
  }, 120_000);
});

/** Posted straight to the simulator, as another program would. */
async function foreignInvoice(made: TestWorld, number: string, customer: Record<string, unknown> | undefined): Promise<Response> {
  const refs = made.store.connection.cached(realmId);
  const ref = (kind: string): { value: string } => ({ value: refs.find((row) => row.kind === kind)?.qbId ?? '' });
  const tokens = made.quickBooks.issueTokens(realmId, oauthClient.clientId);
  const customerId = customer === undefined ? await newCustomer(made, tokens.accessToken) : String(customer['Id']);
  return post(made, tokens.accessToken, 'invoice', {
    DocNumber: number,
    CustomerRef: { value: customerId },
    Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('item'), TaxCodeRef: ref('tax_code') } }],
  });
}

async function newCustomer(made: TestWorld, accessToken: string): Promise<string> {
  const answer = (await (await post(made, accessToken, 'customer', { DisplayName: 'Somebody Else' })).json()) as { Customer: { Id: string } };
  return answer.Customer.Id;
}

const post = (made: TestWorld, accessToken: string, entity: string, body: object): Promise<Response> =>
  fetch(`${made.quickBooks.apiUrl}/v3/company/${realmId}/${entity}?minorversion=75`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
