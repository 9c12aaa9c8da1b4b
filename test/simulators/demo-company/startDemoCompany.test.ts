// Both simulators together: QuickBooks holds what was pushed, a restart keeps everything and lives through the time between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DemoCompanyServers } from '../../../src/simulators/demo-company/startDemoCompany.ts';
import { startDemoCompany } from '../../../src/simulators/demo-company/startDemoCompany.ts';
import { pushedInvoices } from '../../../src/simulators/demo-company/pushedInvoices.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 5, 30);
const SEED = 20_261_121;
const folder = mkdtempSync(join(tmpdir(), 'demo-company-'));
let demo: DemoCompanyServers;

beforeAll(async () => {
  demo = await startDemoCompany({ folder, clock: { nowMs: () => NOW_MS }, seed: SEED });
});
afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true });
});

/** The JSON number that QuickBooks shows for whole cents, by digits. */
function shown(cents: number): number {
  const digits = String(cents).padStart(3, '0');
  return Number(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

describe('QuickBooks', () => {
  test('holds every pushed invoice, to the cent, paid, with its payment', () => {
    const pushed = pushedInvoices(demo.stripe);
    const invoices = new Map(
      demo.quickBooks.store.list(demo.realmId, 'Invoice').map((invoice) => [invoice['DocNumber'], invoice]),
    );
    expect(invoices.size).toBe(pushed.length);
    for (const one of pushed) {
      const invoice = invoices.get(one.docNumber) ?? {};
      expect([
        invoice['TotalAmt'],
        (invoice['TxnTaxDetail'] as { TotalTax: number }).TotalTax,
        invoice['Balance'],
        invoice['TxnDate'],
      ]).toEqual([shown(one.totalCents), shown(one.gstCents), 0, one.txnDate]);
    }
    expect(demo.quickBooks.store.count(demo.realmId, 'Payment')).toBe(pushed.length);
  });

  test('has one customer per client that was invoiced, under its trading name, with its ABN', () => {
    const pushed = pushedInvoices(demo.stripe);
    const names = new Set(pushed.map((one) => one.organisation.tradingName));
    const customers = demo.quickBooks.store.list(demo.realmId, 'Customer');
    expect(new Set(customers.map((customer) => customer['DisplayName']))).toEqual(names);
    const first = pushed[0]?.organisation;
    const customer = customers.find((candidate) => candidate['DisplayName'] === first?.tradingName);
    expect(demo.quickBooks.store.taxIdentifier(demo.realmId, 'Customer', String(customer?.['Id']))).toBe(first?.abn);
  });
});

test('once a program has looked for the pushed invoices, the bookkeeper dates one back and deletes one payment', async () => {
  const dates = (): unknown[] => demo.quickBooks.store.list(demo.realmId, 'Invoice').map((invoice) => invoice['TxnDate']);
  const before = dates();
  const payments = demo.quickBooks.store.count(demo.realmId, 'Payment');
  const { accessToken } = demo.quickBooks.issueTokens(demo.realmId, demo.clientId);
  const look = async (): Promise<void> => {
    const query = encodeURIComponent("select * from Invoice where DocNumber LIKE 'RTP-%' startposition 1 maxresults 1000");
    const answer = await fetch(`${demo.qboUrl}/v3/company/${demo.realmId}/query?query=${query}&minorversion=75`, { headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' } });
    const { QueryResponse } = (await answer.json()) as { QueryResponse: { Invoice: { TxnDate: string }[] } };
    // The answer is of before: what was linked is found changed, not taken over changed.
    expect(QueryResponse.Invoice).toHaveLength(before.length);
  };
  await look();
  await vi.waitFor(() => expect(demo.quickBooks.store.count(demo.realmId, 'Payment')).toBe(payments - 1));
  const after = dates();
  expect(after.filter((date, index) => date !== before[index])).toHaveLength(1);
  await look();
  expect([dates(), demo.quickBooks.store.count(demo.realmId, 'Payment')]).toEqual([after, payments - 1]);
});

test('a new payment arrives at once, seen by the real SDK', async () => {
  const sdk = new Stripe(demo.stripeApiKey, {
    host: '127.0.0.1',
    port: demo.stripe.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });
  const made = demo.stripe.act({ act: 'new-payment', name: 'Quokka Island Guides', metadata: { rto_code: '48321' } });
  const invoice = await sdk.invoices.retrieve(String(made['invoice']));
  expect(invoice).toMatchObject({ status: 'paid', total: 69_900, customer_name: 'Quokka Island Guides' });
  const event = (await sdk.events.list({ type: 'invoice.paid', limit: 1 })).data[0];
  expect(event?.data.object).toMatchObject({ object: 'invoice', id: invoice.id });
});

test('a refresh token can be had without the sign-in pages', () => {
  expect(demo.issueRefreshToken()).toMatch(/\S{20,}/);
});

test('a month later it starts from its files, and the month has happened', async () => {
  const before = demo.stripe.all('invoice').length;
  const firstIds = demo.stripe.all('customer').map((customer) => customer.id);
  await demo.close();
  demo = await startDemoCompany({ folder, clock: { nowMs: () => NOW_MS + 31 * 86_400_000 }, seed: SEED });
  expect(demo.stripe.all('customer').map((customer) => customer.id)).toEqual(firstIds);
  expect(demo.stripe.all('invoice').length).toBeGreaterThan(before + 35);
  expect(demo.stripe.all('invoice').filter((invoice) => invoice.status === 'draft')).toEqual([]);
  // Retries have ended for all but the one whose bank still waits for a confirmation.
  const overdue = demo.stripe.all('subscription').filter((subscription) => subscription.status === 'past_due');
  expect(overdue.map(({ customer }) => customer)).toEqual([...new Set(demo.stripe.all('payment_intent').filter(({ status }) => status === 'requires_action').map(({ customer }) => customer))]);
});
