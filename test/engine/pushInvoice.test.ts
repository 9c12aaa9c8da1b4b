// The push, whole: real engine, real SQLite, real SDKs, both simulators over HTTP; also with answers lost at every write.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function paidInvoice(made: TestWorld, about: Parameters<typeof newPayment>[2] = {}): Promise<{ id: number; version: number; stripeId: string }> {
  makeCatalogue(made.stripe);
  const stripeId = newPayment(made.stripe, 'essential', about);
  await made.call('sync.now', {});
  await made.settle();
  const row = made.store.invoices.byStripeId(stripeId);
  if (row === undefined) throw new Error('the invoice was not mirrored');
  return { id: row.id, version: row.version, stripeId };
}

async function approveAndSettle(made: TestWorld, id: number): Promise<void> {
  const version = made.store.invoices.get(id)?.version ?? 0;
  const result = await made.call('push.approve', { items: [{ invoiceId: id, expectedVersion: version }] });
  expect(result.refused).toEqual([]);
  await made.settle();
}

describe('push', () => {
  it('carries a paid invoice through eight verified steps', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { name: "O'Brien & Sons Training", rtoCode: '40321' });
    await world.settle();
    expect(world.store.invoices.get(id)?.qbStatus).toBe('awaiting_review');
    await approveAndSettle(world, id);
    const row = world.store.invoices.get(id);
    expect(row?.qbError).toBeNull();
    expect(row?.qbStatus).toBe('synced');
    const invoices = world.quickBooks.store.list(realmId, 'Invoice');
    expect(invoices).toHaveLength(1);
    expect(invoices[0]).toMatchObject({ DocNumber: 'RTP-0001', TotalAmt: 399, Balance: 0 });
    expect(world.quickBooks.store.list(realmId, 'Payment')).toHaveLength(1);
    const story = await world.call('invoices.get', { invoiceId: id });
    expect(story.quickBooks.attempts).toHaveLength(1);
    expect(story.quickBooks.attempts[0]?.steps.map((step) => step.state)).toEqual(Array.from({ length: 8 }, () => 'done'));
    const check = await world.call('books.check', {});
    expect(check.checks.filter((one) => !one.ok)).toEqual([]);
    expect(world.quickBooks.stats.internalErrors).toEqual([]);
  });
});
