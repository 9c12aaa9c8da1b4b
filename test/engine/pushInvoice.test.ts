// The push, whole: real engine, real SQLite, real SDKs, both simulators over HTTP; also with answers lost at every write.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { approve, expectTiedOut, liveDocuments, paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Long enough for the retries of a failed job to fall due. */
async function waitForRetries(made: TestWorld): Promise<void> {
  for (let round = 0; round < 6; round += 1) await made.pass(20 * 60_000);
}

describe('push', () => {
  it('carries a paid invoice through eight verified steps', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { name: "O'Brien & Sons Training", rtoCode: '40321' });
    expect(world.store.invoices.get(id)?.qbStatus).toBe('awaiting_review');
    const preview = await world.call('push.preview', { invoiceId: id });
    expect(preview).toMatchObject({ blockers: [], number: 'RTP-0001', exGstCents: 36_273, gstCents: 3_627, totalCents: 39_900, customer: { match: 'will_be_created', displayName: "O'Brien & Sons Training" } });
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(liveDocuments(world, 'Invoice')[0]).toMatchObject({ DocNumber: 'RTP-0001', TotalAmt: 399, TxnTaxDetail: { TotalTax: 36.27 } });
    const story = await world.call('invoices.get', { invoiceId: id });
    expect(story.quickBooks.attempts).toHaveLength(1);
    expect(story.quickBooks.attempts[0]?.steps.map((step) => step.state)).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(story.quickBooks.attempts[0]?.steps.map((step) => step.evidence.length > 0)).toEqual(Array.from({ length: 8 }, () => true));
  });

  const lost: readonly (readonly [string, Parameters<TestWorld['quickBooks']['faults']['add']>[0]])[] = [
    ['the answer to the invoice POST', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/invoice' }],
    ['the answer to the payment POST', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/payment' }],
    ['the answer to the customer POST', { kind: 'dropResponse', route: '^POST /v3/company/[0-9]+/customer' }],
    ['the request of the invoice POST', { kind: 'dropRequest', route: '^POST /v3/company/[0-9]+/invoice' }],
    ['the request of the payment POST', { kind: 'dropRequest', route: '^POST /v3/company/[0-9]+/payment' }],
    ['half of the answer to the invoice POST', { kind: 'resetMidBody', route: '^POST /v3/company/[0-9]+/invoice' }],
    ['the invoice POST to a 500 after the commit', { kind: 'http500', afterCommit: true, route: '^POST /v3/company/[0-9]+/invoice' }],
    ['the payment POST to a gateway page after the commit', { kind: 'html502', afterCommit: true, route: '^POST /v3/company/[0-9]+/payment' }],
    ['the invoice POST to a 503 before it', { kind: 'http503', route: '^POST /v3/company/[0-9]+/invoice' }],
    ['the read-back of step 5', { kind: 'dropResponse', route: '^GET /v3/company/[0-9]+/invoice/' }],
    ['the read-back of step 7', { kind: 'dropResponse', route: '^GET /v3/company/[0-9]+/invoice/', skip: 1 }],
    ['the token in the middle (401)', { kind: 'http401', route: '^POST /v3/company/[0-9]+/payment' }],
    ['the token in the middle (401 as XML)', { kind: 'xml401', route: '^POST /v3/company/[0-9]+/invoice' }],
    ['its turn (429)', { kind: 'http429', route: '^POST /v3/company/[0-9]+/invoice' }],
  ];
  it.each(lost)('loses %s: still one invoice, one payment', async (_name, fault) => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add(fault);
    await approve(world, id);
    await waitForRetries(world);
    await expectTiedOut(world, id);
    expect(world.quickBooks.store.list(realmId, 'Customer')).toHaveLength(1);
  });

  it.each(lost.slice(0, 8))('loses %s while QuickBooks forgets request ids: still one of each', async (_name, fault) => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add({ kind: 'forgetRequestId', times: 1000 });
    world.quickBooks.faults.add(fault);
    await approve(world, id);
    await waitForRetries(world);
    await expectTiedOut(world, id);
  });

  it('takes a 200 that carries a Fault for the refusal it is, and leaves the decision to a person', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.quickBooks.faults.add({ kind: 'faultIn200', route: '^POST /v3/company/[0-9]+/invoice' });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('failed');
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    await world.call('push.retryByReference', { invoice_id: id });
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('goes on after a restart in the middle, looking first', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    // Every read-back fails, so that the attempts end after the invoice was created.
    world.quickBooks.faults.add({ kind: 'http500', route: '^GET /v3/company/[0-9]+/invoice/', times: 2 });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('failed');
    expect(world.store.invoices.get(id)?.qbError).toContain('[step5_invoice_readback]');
    await world.restart();
    await waitForRetries(world);
    await expectTiedOut(world, id);
    const ledger = await world.call('ledger.list', { filter: { invoiceId: id } });
    expect(ledger.rows.map((row) => row.eventType)).toContain('qb_sync_recovered');
  });

  it('is tried for as long as an outage lasts and never abandoned for it', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const fault = world.quickBooks.faults.add({ kind: 'http503', route: '^POST /v3/company/[0-9]+/invoice', times: 1000 });
    await approve(world, id);
    await waitForRetries(world);
    expect(world.store.invoices.get(id)).toMatchObject({ qbStatus: 'failed', qbConsecutiveFailures: 0 });
    expect(world.store.push.attempts(id).length).toBeGreaterThan(3);
    const { rows } = await world.call('ledger.list', { filter: { invoiceId: id, eventType: ['qb_sync_failed'] } });
    expect(rows).toHaveLength(1);
    world.quickBooks.faults.remove(fault);
    await waitForRetries(world);
    await expectTiedOut(world, id);
  });

  it('is abandoned after three failures in a row, and a person can try again', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const fault = world.quickBooks.faults.add({ kind: 'faultIn200', route: '^POST /v3/company/[0-9]+/invoice', times: 1000 });
    await approve(world, id);
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ status: 'ok', synced: 0, failed: 1, abandoned: 0 });
    expect(await world.call('push.reconcileNow', {})).toMatchObject({ failed: 0, abandoned: 1, heartbeat: { ok: true } });
    expect(world.store.invoices.get(id)).toMatchObject({ qbStatus: 'abandoned', qbConsecutiveFailures: 3 });
    world.quickBooks.faults.remove(fault);
    const answer = await world.call('push.retryByReference', { invoice_id: 'RTP-0001' });
    expect(answer.invoice_id).toBe(id);
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('leaves only the payment to do when step 6 fails', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const fault = world.quickBooks.faults.add({ kind: 'http500', route: '^POST /v3/company/[0-9]+/payment', times: 1000 });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('payment_pending');
    world.quickBooks.faults.remove(fault);
    await world.call('push.retry', { items: [{ invoiceId: id, expectedVersion: world.store.invoices.get(id)?.version ?? 0 }] });
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('pushes 49.00 to the cent although QuickBooks ignores the pinned tax, by the second way', async () => {
    world = await startTestWorld({ company: { keepsPinnedTaxLine: false } });
    makeCatalogue(world.stripe);
    const price = world.stripe.call('POST', '/v1/prices', { product: String(world.stripe.all('product')[0]?.id), unit_amount: '4900', currency: 'aud', recurring: { interval: 'month' }, tax_behavior: 'inclusive' });
    const stripeId = newPayment(world.stripe, 'essential', { price: String(price['id']), rtoCode: '40321' });
    await world.call('sync.now', {});
    await world.settle();
    const id = world.store.invoices.byStripeId(stripeId)?.id ?? 0;
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(liveDocuments(world, 'Invoice')[0]).toMatchObject({ TotalAmt: 49, TxnTaxDetail: { TotalTax: 4.45 } });
  });

  it('never pays and never calls it synced when a cent is lost both ways', async () => {
    world = await startTestWorld({ company: { keepsPinnedTaxLine: false, keepsTaxInclusiveAmt: false } });
    makeCatalogue(world.stripe);
    const price = world.stripe.call('POST', '/v1/prices', { product: String(world.stripe.all('product')[0]?.id), unit_amount: '4900', currency: 'aud', recurring: { interval: 'month' }, tax_behavior: 'inclusive' });
    const stripeId = newPayment(world.stripe, 'essential', { price: String(price['id']), rtoCode: '40321' });
    await world.call('sync.now', {});
    await world.settle();
    const id = world.store.invoices.byStripeId(stripeId)?.id ?? 0;
    await approve(world, id);
    expect(world.store.invoices.get(id)).toMatchObject({ qbStatus: 'failed' });
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    expect(liveDocuments(world, 'Payment')).toHaveLength(0);
    // Once the company keeps the tax, a retry goes through: the voided document gave the number up.
    world.quickBooks.behindOurBack.changeSettings({ realmId, changes: { keepsPinnedTaxLine: true } });
    await world.call('push.retryByReference', { invoice_id: id });
    await world.settle();
    await expectTiedOut(world, id);
  });

  const refusing: readonly (readonly [string, Parameters<typeof startTestWorld>[0], string])[] = [
    ['GST off', { company: { gstEnabled: false } }, 'QB_GST_NOT_ENABLED'],
    ['numbering off', { company: { customTxnNumbers: false } }, 'QB_NUMBERING_OFF'],
    ['another country', { company: { country: 'US', currency: 'USD' } }, 'QB_WRONG_COUNTRY'],
  ];
  it.each(refusing)('refuses a company with %s and says what to do', async (_name, options, code) => {
    world = await startTestWorld(options);
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const preview = await world.call('push.preview', { invoiceId: id });
    expect(preview.blockers).not.toEqual([]);
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('failed');
    const story = await world.call('invoices.get', { invoiceId: id });
    expect(story.quickBooks.attempts[0]?.errorCode).toBe(code);
    expect(liveDocuments(world, 'Invoice')).toHaveLength(0);
    const status = await world.call('status.get', {});
    expect(status.banners.map((banner) => banner.id)).toContain('QB_SETUP');
  });

  it('keeps its place while the books are closed, and adopts no foreign document with our number', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const customer = world.quickBooks.create(realmId, 'Customer', { DisplayName: 'Somebody Else' });
    const item = world.quickBooks.store.list(realmId, 'Item').find((found) => found['Name'] === 'RTOpacks Services');
    const taxCode = world.quickBooks.store.list(realmId, 'TaxCode').find((found) => found['Name'] === 'GST');
    world.quickBooks.create(realmId, 'Invoice', { CustomerRef: { value: String(customer['Id']) }, DocNumber: 'RTP-0001', GlobalTaxCalculation: 'TaxExcluded', Line: [{ DetailType: 'SalesItemLineDetail', Amount: 10, SalesItemLineDetail: { ItemRef: { value: String(item?.['Id']) }, TaxCodeRef: { value: String(taxCode?.['Id']) } } }] });
    await approve(world, id);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('failed');
    const story = await world.call('invoices.get', { invoiceId: id });
    expect(story.quickBooks.attempts[0]?.errorCode).toBe('QB_DUPLICATE_NUMBER');
    expect(liveDocuments(world, 'Payment')).toHaveLength(0);
  });

  it('refuses an approval of a row that changed since it was seen, and does one act for one key', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const version = world.store.invoices.get(id)?.version ?? 0;
    const stale = await world.call('push.approve', { items: [{ invoiceId: id, expectedVersion: version + 1 }] });
    expect(stale).toMatchObject({ done: [], refused: [{ invoiceId: id, code: 'STALE_VIEW' }] });
    const items = [{ invoiceId: id, expectedVersion: version }];
    const [first, second] = await Promise.all([world.call('push.approve', { items }, 'one-click-0001'), world.call('push.approve', { items }, 'one-click-0001')]);
    expect(second).toEqual(first);
    await expect(world.call('push.approve', { items: [{ invoiceId: id, expectedVersion: 1 }] }, 'one-click-0001')).rejects.toMatchObject({ code: 'KEY_REUSED' });
    await world.settle();
    await expectTiedOut(world, id);
  });

  it('makes no second payment after a person voided the paid invoice in QuickBooks', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    const fault = world.quickBooks.faults.add({ kind: 'faultIn200', route: '^GET /v3/company/[0-9]+/invoice/', skip: 1 });
    await approve(world, id);
    world.quickBooks.faults.remove(fault);
    expect(world.store.invoices.get(id)?.qbStatus).toBe('payment_pending');
    world.quickBooks.behindOurBack.voidDocument({ realmId, entity: 'Invoice', id: world.store.invoices.get(id)?.qbInvoiceId ?? '' });
    await world.call('push.retryByReference', { invoice_id: id });
    await world.settle();
    expect(world.store.invoices.get(id)).toMatchObject({ qbStatus: 'failed' });
    expect(world.store.invoices.get(id)?.qbError).toContain('voided');
    // A person asks for it all the same: another invoice is made, and the payment that the first one left behind is applied to it.
    await world.call('push.retryByReference', { invoice_id: id });
    await world.settle();
    await expectTiedOut(world, id);
    expect(world.quickBooks.store.list(realmId, 'Payment')).toHaveLength(1);
  });

  it('keeps the name that a customer has when its new one is taken', async () => {
    world = await startTestWorld();
    const first = await paidInvoice(world, { name: 'Old Name Training', rtoCode: '40321', orgId: 'org-77' });
    await approve(world, first.id);
    world.quickBooks.create(realmId, 'Vendor', { DisplayName: 'New Name Training' });
    const customer = String(world.stripe.all('customer')[0]?.id);
    world.stripe.call('POST', `/v1/customers/${customer}`, { name: 'New Name Training' });
    world.stripe.act({ act: 'renewal' });
    await world.pass(3 * 60_000);
    const second = world.stripe.all('invoice').map((invoice) => world?.store.invoices.byStripeId(invoice.id)).find((row) => row?.qbStatus === 'awaiting_review');
    await approve(world, second?.id ?? 0);
    expect(world.store.invoices.get(second?.id ?? 0)?.qbStatus).toBe('synced');
    expect(world.quickBooks.store.list(realmId, 'Customer')).toHaveLength(1);
  });

  it('finds the customer again by name, whatever the name', async () => {
    world = await startTestWorld();
    world.quickBooks.create(realmId, 'Customer', { DisplayName: "D'Arcy \\ Co" });
    const { id } = await paidInvoice(world, { name: "D'Arcy \\ Co" });
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(world.quickBooks.store.list(realmId, 'Customer')).toHaveLength(1);
  });

  it('suffixes a name that a vendor holds', async () => {
    world = await startTestWorld();
    world.quickBooks.create(realmId, 'Vendor', { DisplayName: 'Taken Training' });
    const { id } = await paidInvoice(world, { name: 'Taken Training', rtoCode: '40321' });
    await approve(world, id);
    await expectTiedOut(world, id);
    expect(world.quickBooks.store.list(realmId, 'Customer')[0]?.['DisplayName']).toContain('Taken Training');
  });

  it('re-queries once when a cached id is gone', async () => {
    world = await startTestWorld();
    const { id } = await paidInvoice(world, { rtoCode: '40321' });
    world.store.connection.cache(realmId, { kind: 'item', qbId: '99999', name: 'RTOpacks Services', detail: null });
    await approve(world, id);
    await expectTiedOut(world, id);
  });
});
