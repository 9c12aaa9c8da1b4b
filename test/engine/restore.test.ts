// Backups and restore through the door: what would change is shown, the events since are read again, nothing is written twice.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { approve, liveDocuments } from './pushSteps.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function sell(made: TestWorld, name: string): Promise<number> {
  const stripeId = newPayment(made.stripe, 'pro', { name });
  await made.pass(2 * minuteMs);
  const id = made.store.invoices.byStripeId(stripeId)?.id;
  if (id === undefined) throw new Error('the payment was not mirrored');
  return id;
}

async function restore(made: TestWorld, file: string): Promise<void> {
  const { sha256 } = await made.call('backups.preview', { file });
  await made.call('backups.restore', { file, sha256, confirmation: 'RESTORE' });
  await made.restart();
  await made.pass(2 * minuteMs);
}

describe('restore', () => {
  it('shows what would change, keeps the present books aside, and reads again what happened since', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    const first = await sell(world, 'Early Skills');
    await approve(world, first);
    const abandoned = await sell(world, 'Doubtful Skills');
    await world.call('push.abandon', { invoiceId: abandoned, expectedVersion: world.store.invoices.get(abandoned)?.version ?? 0, reason: 'Entered by hand in QuickBooks' });
    const { file } = await world.call('backups.create', {});
    const second = await sell(world, 'Later Skills');
    await approve(world, second);
    expect(liveDocuments(world, 'Invoice')).toHaveLength(2);
    const numbers = [first, abandoned, second].map((id) => world?.store.invoices.get(id)?.number);

    const preview = await world.call('backups.preview', { file });
    expect(preview).toMatchObject({ kind: 'manual', isEarlierState: true, isEverythingReadAgain: false });
    expect(preview.present.ledgerRows).toBeGreaterThan(preview.backup.ledgerRows);
    expect(preview.userOnly).toContainEqual({ what: 'Approvals', inBackup: 1, present: 2 });
    expect(preview.userOnly).toContainEqual({ what: 'Abandoned invoices and their reasons', inBackup: 1, present: 1 });

    await restore(world, file);
    const { backups, isRestoreWaiting } = await world.call('backups.list', {});
    expect(isRestoreWaiting).toBe(false);
    expect(backups.filter(({ kind }) => kind === 'before-restore')).toHaveLength(1);
    const found = (await world.call('invoices.list', { filter: {} })).rows;
    expect(found.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect(found.filter(({ qbStatus }) => qbStatus === 'abandoned').map(({ clientName }) => clientName)).toEqual(['Doubtful Skills']);
    expect((await world.call('activity.list', { limit: 50 })).rows.some(({ summary }) => summary.includes('restored from a backup'))).toBe(true);

    // What was pushed after the backup is found, not made again.
    const again = found.find(({ number }) => number === numbers[2])?.id ?? 0;
    if (world.store.invoices.get(again)?.qbStatus !== 'synced') await approve(world, again);
    expect(world.store.invoices.get(again)).toMatchObject({ qbStatus: 'synced', qbError: null });
    expect(liveDocuments(world, 'Invoice')).toHaveLength(2);
    expect(liveDocuments(world, 'Payment')).toHaveLength(2);
    expect((await world.call('books.check', {})).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('of a backup older than Stripe keeps events lists everything again', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    await sell(world, 'Early Skills');
    const { file } = await world.call('backups.create', {});
    for (let day = 0; day < 40; day += 5) {
      world.time.set(world.time.clock.nowMs() + 5 * dayMs);
      await world.pass(2 * minuteMs);
    }
    await sell(world, 'Later Skills');
    const before = (await world.call('invoices.list', { filter: {} })).allCount;
    const paid = (await world.call('ledger.list', { filter: { moneyOnly: true } })).rows.length;
    expect(await world.call('backups.preview', { file })).toMatchObject({ isEverythingReadAgain: true });
    await restore(world, file);
    expect((await world.call('invoices.list', { filter: {} })).allCount).toBe(before);
    expect((await world.call('ledger.list', { filter: { moneyOnly: true } })).rows).toHaveLength(paid);
    expect((await world.call('books.check', {})).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [{ confirmation: 'restore' }, 'BAD_INPUT'],
    [{ file: '../tieout.sqlite' }, 'BAD_INPUT'],
    [{ file: 'nothing.sqlite' }, 'NOT_FOUND'],
    [{ sha256: '0'.repeat(64) }, 'STALE_VIEW'],
  ] as const)('with %o is refused with %s and changes nothing', async (change, code) => {
    world = await startTestWorld({ isConnected: false });
    await world.settle();
    const { file } = await world.call('backups.create', {});
    const { sha256 } = await world.call('backups.preview', { file });
    await expect(world.call('backups.restore', { file, sha256, confirmation: 'RESTORE', ...change } as never)).rejects.toMatchObject({ code });
    expect(await world.call('backups.list', {})).toMatchObject({ isRestoreWaiting: false });
  });

  it('of another account’s books is refused', async () => {
    world = await startTestWorld({ isConnected: false });
    await world.settle();
    world.store.state.saveSync('stripe.account', 'acct_of_somebody_else');
    const { file } = await world.call('backups.create', {});
    world.store.state.saveSync('stripe.account', 'acct_of_ours');
    await expect(world.call('backups.preview', { file })).rejects.toMatchObject({ code: 'BACKUP_REFUSED' });
  });
});
