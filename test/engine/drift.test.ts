// Changes made in QuickBooks after a push: found by change data or by reading again, shown, accepted with a reason, restored, never overwritten unasked.
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { DriftRow } from '../../src/contract/drift.ts';
import { approveDocument, fee, live, payout, profileWith, queue, refundInQueue } from './documentSteps.ts';
import { approve, expectTiedOut, liveDocuments, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const dayMs = 24 * 3600_000;

async function pushed(): Promise<{ made: TestWorld; id: number; qbInvoiceId: string; qbPaymentId: string; qbCustomerId: string }> {
  world = await startTestWorld();
  const { id } = await paidInvoice(world, { name: 'Acme Training', rtoCode: '40321' });
  await approve(world, id);
  await world.call('drift.look', {});
  await world.settle();
  await world.pass(60_000);
  const { qbInvoiceId, qbPaymentId, qbCustomerId } = world.store.invoices.get(id) ?? {};
  return { made: world, id, qbInvoiceId: qbInvoiceId ?? '', qbPaymentId: qbPaymentId ?? '', qbCustomerId: qbCustomerId ?? '' };
}

async function look(made: TestWorld): Promise<readonly DriftRow[]> {
  await made.call('drift.look', {});
  await made.settle();
  return (await made.call('drift.list', {})).rows;
}

const decide = (row: DriftRow | undefined): { driftId: number; expectedVersion: number } => ({ driftId: row?.id ?? 0, expectedVersion: row?.version ?? -1 });
const writesTo = (made: TestWorld, entity: string): number => made.logLines.filter((line) => line.includes('QuickBooks took a write') && line.includes(`POST /${entity}`)).length;

describe('changes in QuickBooks', () => {
  it('finds none after our own writes, by ids and by change data', async () => {
    const { made } = await pushed();
    expect(await look(made)).toEqual([]);
    expect(made.store.drift.count(['open', 'resolved'])).toBe(0);
  });

  const edits: readonly (readonly [string, (made: TestWorld, ids: { qbInvoiceId: string; qbPaymentId: string }) => unknown, string, string])[] = [
    ['the date of the invoice', (made, ids) => made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: ids.qbInvoiceId, changes: { TxnDate: '2026-01-02' } }), 'edited', 'Date'],
    ['the number of the invoice', (made, ids) => made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: ids.qbInvoiceId, changes: { DocNumber: 'X-1' } }), 'edited', 'Number'],
    ['the date of the payment', (made, ids) => made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Payment', id: ids.qbPaymentId, changes: { TxnDate: '2026-01-02' } }), 'edited', 'Date'],
  ];
  it.each(edits)('shows an edit of %s in three panes and puts it back in one update', async (_name, edit, kind, label) => {
    const { made, id, ...ids } = await pushed();
    edit(made, ids);
    const before = writesTo(made, 'invoice') + writesTo(made, 'payment');
    const [row, ...others] = await look(made);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ kind, state: 'open', invoiceId: id });
    const field = row?.fields.find((one) => one.label === label);
    expect(field).toMatchObject({ differs: true });
    expect(field?.pushed).not.toBe(field?.found);
    expect(row?.fields.find((one) => one.label === 'Total')).toMatchObject({ pushed: 'A$399.00', found: 'A$399.00', stripe: 'A$399.00', differs: false });
    // Looking writes nothing.
    expect(writesTo(made, 'invoice') + writesTo(made, 'payment')).toBe(before);
    expect((await made.call('reconcile.exceptions', {})).exceptions.find((one) => one.kind === 'quickbooks_drift')).toMatchObject({ count: 1, isUrgent: true });
    await made.call('drift.restore', decide(row));
    await made.settle();
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'restored', error: null });
    expect(writesTo(made, 'invoice') + writesTo(made, 'payment')).toBe(before + 1);
    expect(await look(made)).toEqual([]);
    await expectTiedOut(made, id);
  });

  it('raises an accepted edit again only when it changes again, and one that was put right there goes by itself', async () => {
    const { made, qbInvoiceId } = await pushed();
    const edit = (changes: Record<string, string>): unknown => made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes });
    edit({ TxnDate: '2026-01-02' });
    const [row] = await look(made);
    await made.call('drift.accept', { ...decide(row), reason: 'The bookkeeper moved it' });
    // An edit of what is not ours leaves it accepted.
    edit({ CustomerMemo: undefined as never, PrivateNote: 'checked' });
    expect(await look(made)).toEqual([]);
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'accepted', reason: 'The bookkeeper moved it' });
    edit({ TxnDate: '2026-01-03' });
    const [again] = await look(made);
    expect(again).toMatchObject({ id: row?.id, state: 'open', reason: null });
    edit({ TxnDate: made.store.invoices.get(again?.invoiceId ?? 0)?.localDate ?? '' });
    expect(await look(made)).toEqual([]);
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'resolved' });
    edit({ TxnDate: '2026-01-03' });
    expect(await look(made)).toHaveLength(1);
  });

  const gone: readonly (readonly [string, 'Invoice' | 'Payment', 'voidDocument' | 'deleteDocument', string])[] = [
    ['invoice that was voided', 'Invoice', 'voidDocument', 'voided'],
    ['invoice that was deleted', 'Invoice', 'deleteDocument', 'deleted'],
    ['payment that was voided', 'Payment', 'voidDocument', 'voided'],
    ['payment that was deleted', 'Payment', 'deleteDocument', 'deleted'],
  ];
  it.each(gone)('pushes an %s again, one of each', async (_name, entity, act, kind) => {
    const { made, id, qbInvoiceId, qbPaymentId } = await pushed();
    made.quickBooks.behindOurBack[act]({ realmId, entity, id: entity === 'Invoice' ? qbInvoiceId : qbPaymentId });
    const row = (await look(made)).find((one) => one.entity === entity);
    expect(row).toMatchObject({ kind });
    await made.call('drift.restore', decide(row));
    await made.settle();
    await expectTiedOut(made, id);
    expect(await look(made)).toEqual([]);
  });

  it('sets a deleted invoice aside when that is accepted: it is not called synced any more', async () => {
    const { made, id, qbInvoiceId } = await pushed();
    made.quickBooks.behindOurBack.deleteDocument({ realmId, entity: 'Invoice', id: qbInvoiceId });
    const row = (await look(made)).find((one) => one.entity === 'Invoice');
    await made.call('drift.accept', { ...decide(row), reason: 'Entered by hand instead' });
    expect(made.store.invoices.get(id)).toMatchObject({ qbStatus: 'abandoned' });
    expect((await look(made)).filter((one) => one.entity === 'Invoice')).toEqual([]);
    expect(liveDocuments(made, 'Invoice')).toHaveLength(0);
  });

  it('tells of a merge, and goes on with the other customer once that is accepted', async () => {
    const { made, id, qbCustomerId } = await pushed();
    const other = made.quickBooks.behindOurBack.createDocument({ realmId, entity: 'Customer', body: { DisplayName: 'Acme Group' } });
    made.quickBooks.behindOurBack.mergeCustomers({ realmId, fromId: qbCustomerId, intoId: String(other['Id']) });
    const rows = await look(made);
    expect(rows.map((row) => `${row.entity} ${row.kind}`).toSorted()).toEqual(['Customer merged', 'Invoice relinked', 'Payment relinked']);
    expect(rows.find((row) => row.entity === 'Customer')?.restoreEffect).toBeNull();
    await expect(made.call('drift.restore', decide(rows.find((row) => row.entity === 'Customer')))).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    for (const row of rows) await made.call('drift.accept', { ...decide(row), reason: 'One client, one customer' });
    expect(made.store.invoices.get(id)?.qbCustomerId).toBe(String(other['Id']));
    expect(await look(made)).toEqual([]);
  });

  it('leaves a new name of a customer alone until a person decides, and after it was accepted', async () => {
    const { made, qbCustomerId } = await pushed();
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Customer', id: qbCustomerId, changes: { DisplayName: 'Acme Training (Perth)' } });
    const [row] = await look(made);
    expect(row).toMatchObject({ entity: 'Customer', kind: 'renamed', restoreEffect: 'The customer gets its earlier name back.' });
    await made.call('drift.accept', { ...decide(row), reason: 'Two branches' });
    expect(await look(made)).toEqual([]);
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Customer', id: qbCustomerId, changes: { DisplayName: 'Acme of Perth' } });
    const [second] = await look(made);
    await made.call('drift.restore', decide(second));
    await made.settle();
    expect(made.quickBooks.store.list(realmId, 'Customer').map((customer) => customer['DisplayName'])).toEqual(['Acme Training (Perth)']);
  });

  it('overwrites nothing that changed after the person looked', async () => {
    const { made, qbInvoiceId } = await pushed();
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { TxnDate: '2026-01-02' } });
    const [row] = await look(made);
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { TxnDate: '2026-01-05' } });
    await made.call('drift.restore', decide(row));
    await made.settle();
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'open' });
    expect(made.store.drift.get(row?.id ?? 0)?.error).toContain('changed again');
    expect(made.quickBooks.store.list(realmId, 'Invoice')[0]).toMatchObject({ TxnDate: '2026-01-05' });
    await expect(made.call('drift.restore', decide(row))).rejects.toMatchObject({ code: 'STALE_VIEW' });
  });

  it('restores once when the answer is lost, and says why when QuickBooks refuses', async () => {
    const { made, qbInvoiceId } = await pushed();
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { TxnDate: '2026-01-02' } });
    const [row] = await look(made);
    made.quickBooks.faults.add({ kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/invoice' });
    await made.call('drift.restore', decide(row));
    await made.settle();
    await made.pass(20 * 60_000);
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'restored' });
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { TxnDate: '2026-01-02' } });
    made.quickBooks.behindOurBack.closeBooks({ realmId, date: '2026-12-31' });
    const [closed] = await look(made);
    await made.call('drift.restore', decide(closed));
    await made.settle();
    expect(made.store.drift.get(row?.id ?? 0)).toMatchObject({ state: 'open' });
    expect(made.store.drift.get(row?.id ?? 0)?.error).toContain('books are closed');
  });

  it('reads everything again by its ids after more than 30 days, and looks by itself with the heartbeat', async () => {
    const { made, qbInvoiceId } = await pushed();
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { TxnDate: '2026-01-02' } });
    made.time.set(made.time.clock.nowMs() + 40 * dayMs);
    await made.pass(2 * 60_000);
    expect((await made.call('drift.list', {})).rows).toHaveLength(1);
  });

  it('compares with what was pushed: another time zone, other accounts and names of today’s profile are no edits', async () => {
    // Half past midnight in Brisbane, the evening before in Perth.
    world = await startTestWorld({ startMs: Date.parse('2026-04-17T14:30:00.000Z') });
    const made = world;
    profileWith(made, { quickBooksPayoutTransfers: true });
    const { id } = await paidInvoice(made, { name: 'Acme Training', rtoCode: '40321' });
    await approve(made, id);
    for (const wanted of [fee, payout]) await approveDocument(made, queue(made, wanted));
    expect(await look(made)).toEqual([]);
    for (const [entity, qbId] of [['Invoice', made.store.invoices.get(id)?.qbInvoiceId], ['Payment', made.store.invoices.get(id)?.qbPaymentId], ['Purchase', live(made, 'Purchase')[0]?.['Id']], ['Transfer', live(made, 'Transfer')[0]?.['Id']]] as const) {
      made.quickBooks.behindOurBack.editDocument({ realmId, entity, id: String(qbId), changes: { PrivateNote: `Checked. ${entity === 'Transfer' ? String(live(made, 'Transfer')[0]?.['PrivateNote']) : ''}` } });
    }
    const { profile } = await made.call('settings.get', {});
    const other = made.quickBooks.behindOurBack.createDocument({ realmId, entity: 'Account', body: { Name: 'Second clearing account', AccountType: 'Bank' } });
    expect(other['Id']).toBeDefined();
    await made.call('settings.saveProfile', { profile: { ...profile, timeZone: 'Australia/Perth', quickBooksDepositAccountName: 'Second clearing account', quickBooksFeeAccountName: 'Second clearing account', quickBooksItemName: 'Nothing of that name' } });
    expect(await look(made)).toEqual([]);
    expect(await made.call('drift.list', {})).toMatchObject({ failure: null });
    // What is edited now is put back as it was pushed.
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: String(made.store.invoices.get(id)?.qbInvoiceId), changes: { TxnDate: '2026-04-02' } });
    const [row] = await look(made);
    expect(row?.fields.find((field) => field.label === 'Date')).toMatchObject({ pushed: '2026-04-18', found: '2026-04-02' });
    await made.call('drift.restore', decide(row));
    await made.settle();
    expect(made.quickBooks.store.list(realmId, 'Invoice')[0]).toMatchObject({ TxnDate: '2026-04-18' });
    expect(await look(made)).toEqual([]);
  });

  it('takes what it finds equal for what was pushed, where that was not kept at the push', async () => {
    const { made, id, qbInvoiceId } = await pushed();
    const kept = made.store.drift.pushedWith({ invoiceId: id, documentId: null });
    expect(kept).toMatchObject({ txnDate: '2026-04-17' });
    const database = new Database(path.join(made.folder, 'tieout.sqlite'));
    database.exec('DELETE FROM qb_pushed_with');
    database.close();
    made.quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: qbInvoiceId, changes: { PrivateNote: 'checked' } });
    expect(await look(made)).toEqual([]);
    expect(made.store.drift.pushedWith({ invoiceId: id, documentId: null })).toMatchObject({ txnDate: '2026-04-17', accounts: kept?.accounts });
  });

  const others: readonly (readonly [string, typeof fee, 'Purchase' | 'Transfer', Record<string, string>, string])[] = [
    ['the month’s fees', fee, 'Purchase', { TxnDate: '2026-01-02' }, 'Date'],
    ['a payout', payout, 'Transfer', { TxnDate: '2026-01-02' }, 'Date'],
  ];
  it.each(others)('finds what was done to %s, puts it back, and makes it again where it was deleted', async (_name, wanted, entity, changes, label) => {
    world = await startTestWorld();
    const made = world;
    profileWith(made, { quickBooksPayoutTransfers: true });
    const documentId = queue(made, wanted);
    await approveDocument(made, documentId);
    expect(await look(made)).toEqual([]);
    await made.pass(60_000);
    const [document] = live(made, entity);
    made.quickBooks.behindOurBack.editDocument({ realmId, entity, id: String(document?.['Id']), changes });
    const [row, ...more] = await look(made);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ kind: 'edited', documentId });
    expect(row?.fields.find((field) => field.label === label)).toMatchObject({ pushed: wanted.localDate, found: '2026-01-02', differs: true });
    await made.call('drift.restore', decide(row));
    await made.settle();
    expect(live(made, entity).map((one) => one['TxnDate'])).toEqual([wanted.localDate]);
    expect(await look(made)).toEqual([]);
    made.quickBooks.behindOurBack.deleteDocument({ realmId, entity, id: String(document?.['Id']) });
    const [gone] = await look(made);
    expect(gone).toMatchObject({ kind: 'deleted', documentId });
    await made.call('drift.restore', decide(gone));
    await made.settle();
    expect(made.store.documents.get(documentId)).toMatchObject({ status: 'synced', error: null });
    expect(live(made, entity)).toHaveLength(1);
    expect(await look(made)).toEqual([]);
  });

  it('finds what was done to a refund, and makes a deleted part again', async () => {
    world = await startTestWorld();
    const { documentId } = await refundInQueue(world);
    await approveDocument(world, documentId);
    expect(await look(world)).toEqual([]);
    await world.pass(60_000);
    const [memo] = live(world, 'CreditMemo');
    world.quickBooks.behindOurBack.editDocument({ realmId, entity: 'CreditMemo', id: String(memo?.['Id']), changes: { TxnDate: '2026-01-02' } });
    const rows = await look(world);
    expect(rows.map((row) => `${row.title} ${row.kind}`)).toEqual(['Adjustment note of RTP-0001-R1 edited']);
    await world.call('drift.restore', decide(rows[0]));
    await world.settle();
    expect(await look(world)).toEqual([]);
    const link = live(world, 'Payment').find((payment) => payment['TotalAmt'] === 0);
    world.quickBooks.behindOurBack.deleteDocument({ realmId, entity: 'Payment', id: String(link?.['Id']) });
    const gone = (await look(world)).find((row) => row.kind === 'deleted');
    expect(gone?.title).toBe('Linking payment of RTP-0001-R1');
    await world.call('drift.restore', decide(gone));
    await world.settle();
    expect(world.store.documents.get(documentId)).toMatchObject({ status: 'synced', error: null });
    expect(await look(world)).toEqual([]);
  });
});
