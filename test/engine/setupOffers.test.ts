// What is missing in the QuickBooks company is offered, previewed and created only on confirmation; nothing is created silently.
import { afterEach, describe, expect, it } from 'vitest';
import type { SetupCreation } from '../../src/contract/quickBooks.ts';
import { approve, expectTiedOut, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const offered = async (made: TestWorld): Promise<readonly (string | null)[]> => (await made.call('quickbooks.status', {})).setup.filter((finding) => !finding.ok).map((finding) => finding.creates);
const held = (made: TestWorld, entity: 'Item' | 'Account' | 'Vendor' | 'Term' | 'PaymentMethod', name: string): number =>
  made.quickBooks.store.list(realmId, entity).filter((found) => found['Name'] === name || found['DisplayName'] === name).length;

describe('setup offers', () => {
  const cases: readonly (readonly [string, SetupCreation, Parameters<typeof held>[1], boolean])[] = [
    ['RTOpacks Services', 'item', 'Item', true],
    ['Stripe clearing account', 'clearing_account', 'Account', false],
    ['Stripe Fees', 'fee_account', 'Account', false],
    ['Stripe Payments Australia Pty Ltd', 'fee_vendor', 'Vendor', false],
    ['Due on receipt', 'term', 'Term', true],
    ['Credit Card', 'payment_method', 'PaymentMethod', true],
  ];
  it.each(cases)('offers “%s”, and creates it once, when confirmed', async (name, what, entity, isBlocking) => {
    world = await startTestWorld({ company: { leavesOut: [name, 'Services'] } });
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    if (isBlocking) await approve(world, id);
    expect(world.store.invoices.get(id)).toMatchObject({ qbInvoiceId: null });
    expect(isBlocking ? world.store.invoices.get(id)?.qbError : name).toContain(name);
    expect(held(world, entity, name)).toBe(0);
    expect(await offered(world)).toEqual([what]);
    const preview = await world.call('quickbooks.previewCreation', { what });
    expect(preview).toMatchObject({ what, entity, name, standing: 'missing' });
    expect(preview.fields[0]?.value).toBe(name);
    expect(held(world, entity, name)).toBe(0);
    await expect(world.call('quickbooks.createMissing', { what, name: 'Another name' })).rejects.toMatchObject({ code: 'STALE_VIEW' });
    // The answer is lost after the commit: it is looked for and found.
    world.quickBooks.faults.add({ kind: 'dropResponse', route: `^POST /v3/company/[0-9]+/${entity.toLowerCase()}` });
    expect(await world.call('quickbooks.createMissing', { what, name })).toMatchObject({ what, wasThere: true });
    expect(await world.call('quickbooks.createMissing', { what, name })).toMatchObject({ wasThere: true });
    expect(held(world, entity, name)).toBe(1);
    expect(await offered(world)).toEqual([]);
    if (!isBlocking) return approve(world, id);
    await world.call('push.retryByReference', { invoice_id: id });
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('says that an inactive one is to be made active there, and creates no second', async () => {
    world = await startTestWorld();
    const term = world.quickBooks.store.list(realmId, 'Term').find((found) => found['Name'] === 'Due on receipt');
    world.quickBooks.behindOurBack.deactivate({ realmId, entity: 'Term', id: String(term?.['Id']) });
    await world.call('quickbooks.refreshSetup', {});
    expect(await offered(world)).toEqual(['term']);
    const { standing, name } = await world.call('quickbooks.previewCreation', { what: 'term' });
    await expect(world.call('quickbooks.createMissing', { what: 'term', name })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    expect(standing).toBe('inactive');
  });
});
