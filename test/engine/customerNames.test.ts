// Customers whatever their name, and whoever else in QuickBooks holds it: one customer, one invoice, kept current by sparse updates.
import { afterEach, describe, expect, it } from 'vitest';
import { approve, expectTiedOut, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const customers = (made: TestWorld): readonly Record<string, unknown>[] => made.quickBooks.store.list(realmId, 'Customer') as readonly Record<string, unknown>[];

const names: readonly (readonly [what: string, name: string, displayName: string])[] = [
  ['an apostrophe', "O'Brien's Training", "O'Brien's Training"],
  ['an ampersand', 'Smith & Sons <Skills>', 'Smith & Sons <Skills>'],
  ['a colon, which would make a sub-customer', 'Harbour: Training', 'Harbour - Training'],
  ['a backslash and a quotation mark', 'Back\\slash "Quoted"', 'Back\\slash "Quoted"'],
  ['200 characters', 'Ä'.repeat(200), 'Ä'.repeat(100)],
  ['emoji', 'Rocket 🚀 Skills 👩‍🏫', 'Rocket Skills'],
  ['a percent sign and an underscore', '100%_Skills', '100%_Skills'],
];

describe('a name', () => {
  it.each(names)('with %s is written, and found again on the next invoice', async (_what, name, displayName) => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { name });
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(customers(world).map((customer) => customer['DisplayName'])).toEqual([displayName]);
    // The stored id is forgotten: only the name leads back to it.
    world.store.orgs.linkQuickBooks(world.store.invoices.get(id)?.stripeCustomerId ?? '', { qbCustomerId: null, realmId });
    world.stripe.act({ act: 'renewal' });
    await world.pass(3 * 60_000);
    const next = world.stripe.all('invoice').map((invoice) => world?.store.invoices.byStripeId(invoice.id)).find((row) => row?.qbStatus === 'awaiting_review');
    await approve(world, next?.id ?? 0);
    expect(world.store.invoices.get(next?.id ?? 0)?.qbStatus).toBe('synced');
    expect(customers(world)).toHaveLength(1);
  });
});

type Holder = readonly [who: string, hold: (made: TestWorld) => void, expected: readonly string[]];
const holders: readonly Holder[] = [
  ['a vendor', (made) => void made.quickBooks.create(realmId, 'Vendor', { DisplayName: 'Taken Training' }), ['Taken Training (RTO 40321)']],
  ['an employee', (made) => void made.quickBooks.create(realmId, 'Employee', { DisplayName: 'TAKEN TRAINING', GivenName: 'Taken', FamilyName: 'Training' }), ['Taken Training (RTO 40321)']],
  ['an inactive vendor', (made) => void made.quickBooks.create(realmId, 'Vendor', { DisplayName: 'taken training', Active: false }), ['Taken Training (RTO 40321)']],
  ['a customer in another case, who is then ours and renamed', (made) => void made.quickBooks.create(realmId, 'Customer', { DisplayName: 'TAKEN training' }), ['Taken Training']],
  ['another customer, who is then ours', (made) => void made.quickBooks.create(realmId, 'Customer', { DisplayName: 'Taken Training' }), ['Taken Training']],
  ['an inactive customer, who is made active', (made) => void made.quickBooks.create(realmId, 'Customer', { DisplayName: 'Taken Training', Active: false }), ['Taken Training']],
];

describe('a name that is held by', () => {
  it.each(holders)('%s', async (_who, hold, expected) => {
    world = await startTestWorld();
    hold(world);
    const { id } = await paidInvoice(world, { name: 'Taken Training', rtoCode: '40321' });
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(customers(world).map((customer) => [customer['DisplayName'], customer['Active']])).toEqual(expected.map((name) => [name, true]));
  });
});

describe('a customer is kept current', () => {
  it('by the fields we own alone: what the bookkeeper wrote around them stays', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { name: 'Old Name Training', rtoCode: '40321' });
    await approve(world, id);
    const [customer] = customers(world);
    world.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Customer', id: String(customer?.['Id']), changes: { Notes: `Pays by card.\n${String(customer?.['Notes'])}`, Mobile: { FreeFormNumber: '0400 000 000' } } });
    const stripeCustomer = String(world.stripe.all('customer')[0]?.id);
    world.stripe.call('POST', `/v1/customers/${stripeCustomer}`, { name: 'New Name Training', email: 'new@example.com' });
    world.stripe.act({ act: 'renewal' });
    await world.pass(3 * 60_000);
    const next = world.stripe.all('invoice').map((invoice) => world?.store.invoices.byStripeId(invoice.id)).find((row) => row?.qbStatus === 'awaiting_review');
    const preview = await world.call('push.preview', { invoiceId: next?.id ?? 0 });
    expect(preview.customer.changes.map((change) => change.field).toSorted()).toEqual(['DisplayName', 'PrimaryEmailAddr']);
    await approve(world, next?.id ?? 0);
    expect(customers(world)).toHaveLength(1);
    expect(customers(world)[0]).toMatchObject({ DisplayName: 'New Name Training', PrimaryEmailAddr: { Address: 'new@example.com' }, Mobile: { FreeFormNumber: '0400 000 000' } });
    expect(String(customers(world)[0]?.['Notes'])).toContain('Pays by card.');
  });
});
