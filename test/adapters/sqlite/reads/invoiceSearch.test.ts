// The search of the invoice list: what each text finds, and that no text is ever more than a text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { byDate, question } from './manyInvoices.ts';
import { nastyTexts } from './nastyTexts.ts';
import { insertCharge, insertCustomer, insertInvoice, insertInvoicePayment, insertOrg, insertSubscription } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
let readers: readonly StoreReads[];

beforeAll(() => {
  database = makeTestDatabase();
  const { db } = database;
  insertOrg(db, { id: 'a', name: 'Acme Training', rto_code: '40123' });
  insertOrg(db, { id: 'b', name: "O'Brien 100% College_x", rto_code: '12' });
  insertOrg(db, { id: 'c', name: 'Émile Académie' });
  insertCustomer(db, { stripe_customer_id: 'cus_acme', org_id: 'a' });
  insertSubscription(db, { stripe_subscription_id: 'sub_acme', org_id: 'a' });
  const invoice = (id: string, row: Record<string, string | number | null>): number => insertInvoice(db, { stripe_invoice_id: id, local_date: '2026-04-10', ...row });
  invoice('in_A1', { org_id: 'a', client_name: 'Acme Training', rto_code: '40123', invoice_number: 'RTP-0012', amount_total: 39900, stripe_customer_id: 'cus_acme', stripe_subscription_id: 'sub_acme' });
  invoice('in_A2', { org_id: 'a', client_name: 'Acme Training', rto_code: '40123', invoice_number: 'RTP-0123', amount_total: 123450, stripe_customer_id: 'cus_acme' });
  invoice('in_B1', { org_id: 'b', client_name: "O'Brien 100% College_x", rto_code: '12', invoice_number: 'RTP-12000', amount_total: 1200 });
  invoice('in_C1', { org_id: 'c', client_name: 'Émile Académie', invoice_number: 'RTP-0400', amount_total: 40000 });
  invoice('in_D1', { org_id: null, client_name: 'Walk-in Acme', rto_code: '40999', invoice_number: null, amount_total: 0, status: 'draft', quarter: null, qb_sync_status: 'not_applicable' });
  insertCharge(db, { id: 'ch_1', payment_intent_id: 'pi_1' });
  insertInvoicePayment(db, { id: 'inpay_1', stripe_invoice_id: 'in_A2', payment_intent_id: 'pi_1' });
  insertInvoicePayment(db, { id: 'inpay_2', stripe_invoice_id: 'in_B1', charge_id: 'ch_2' });
  readers = [makeReads(db), makeReads(db, { gather: -1, sum: 1000, scan: 0, fold: 0 })];
});
afterAll(() => database.remove());

const find = (reads: StoreReads, search: string): string[] => {
  const ids = reads.invoicesPage({ ...question, filter: { search }, sort: byDate }).rows.map((row) => row.id);
  const stripeId = database.db.prepare('SELECT stripe_invoice_id FROM billing_invoices WHERE id = ?').pluck();
  return ids.map((id) => String(stripeId.get(id))).toSorted();
};

const everything = ['in_A1', 'in_A2', 'in_B1', 'in_C1', 'in_D1'];

const cases: readonly { search: string; finds: readonly string[]; why: string }[] = [
  { search: '', finds: everything, why: 'nothing is searched for' },
  { search: '   ', finds: everything, why: 'spaces are nothing' },
  { search: 'acme', finds: ['in_A1', 'in_A2', 'in_D1'], why: 'part of the name, any case, with or without an organisation' },
  { search: ' TRAINING ', finds: ['in_A1', 'in_A2'], why: 'spaces around are ignored' },
  { search: "o'brien", finds: ['in_B1'], why: 'an apostrophe is a character' },
  { search: '100%', finds: ['in_B1'], why: 'a percent sign is a character' },
  { search: 'college_', finds: ['in_B1'], why: 'an underscore is a character' },
  { search: 'e_x', finds: ['in_B1'], why: 'an underscore stands for itself only' },
  { search: '%', finds: ['in_B1'], why: 'not everything' },
  { search: 'Émile', finds: ['in_C1'], why: 'other letters as written' },
  { search: '40123', finds: ['in_A1', 'in_A2'], why: 'RTO code, exact' },
  { search: '4012', finds: [], why: 'RTO code in part is no code' },
  { search: '40999', finds: ['in_D1'], why: 'RTO code of an invoice without an organisation' },
  { search: 'RTP-0012', finds: ['in_A1'], why: 'number' },
  { search: 'rtp-01', finds: ['in_A2'], why: 'number prefix, any case' },
  { search: 'RTP', finds: ['in_A1', 'in_A2', 'in_B1', 'in_C1'], why: 'every number' },
  { search: '12', finds: ['in_A1', 'in_B1'], why: 'RTP-0012 by its counter, RTP-12000 by prefix, 12.00, RTO code 12' },
  { search: '0012', finds: ['in_A1'], why: 'number without its prefix' },
  { search: '399', finds: ['in_A1'], why: 'amount' },
  { search: '399.00', finds: ['in_A1'], why: 'amount with cents' },
  { search: '399.0', finds: ['in_A1'], why: 'amount with one decimal' },
  { search: '$1,234.50', finds: ['in_A2'], why: 'amount as displayed' },
  { search: 'A$1234.5', finds: ['in_A2'], why: 'amount with its currency' },
  { search: '1,23', finds: [], why: 'no thousands separator there' },
  { search: '399.001', finds: [], why: 'no amount has three decimals' },
  { search: '400', finds: ['in_C1'], why: '400.00, and RTP-0400' },
  { search: '0', finds: everything, why: 'numbers that begin with 0, the amount 0.00, names with 0 in them' },
  { search: 'in_A2', finds: ['in_A2'], why: 'Stripe invoice' },
  { search: 'in_a2', finds: [], why: 'Stripe ids are case-sensitive' },
  { search: 'ch_1x', finds: [], why: 'no such charge' },
  { search: 'pi_1x', finds: [], why: 'no such payment intent' },
  { search: 'cus_acme', finds: ['in_A1', 'in_A2'], why: 'Stripe customer' },
  { search: 'sub_acme', finds: ['in_A1'], why: 'Stripe subscription' },
  { search: 'acme\0', finds: [], why: 'no name holds a NUL' },
  { search: 'acme\0%', finds: [], why: 'and a pattern does not end at it' },
  { search: 'DROP TABLE', finds: [], why: 'text' },
];

test.each(cases)('"$search" ($why)', ({ search, finds }) => {
  for (const reads of readers) expect(find(reads, search)).toEqual(finds);
});

test('a charge and a payment intent find the invoices they paid', () => {
  const { db } = database;
  insertCharge(db, { id: 'ch_long_1', payment_intent_id: 'pi_long_1' });
  insertInvoicePayment(db, { id: 'inpay_3', stripe_invoice_id: 'in_A1', payment_intent_id: 'pi_long_1' });
  insertInvoicePayment(db, { id: 'inpay_4', stripe_invoice_id: 'in_C1', charge_id: 'ch_long_2' });
  for (const reads of readers) {
    expect(find(reads, 'ch_long_1')).toEqual(['in_A1']);
    expect(find(reads, 'pi_long_1')).toEqual(['in_A1']);
    expect(find(reads, 'ch_long_2')).toEqual(['in_C1']);
  }
});

describe(`${nastyTexts.length} texts that break careless SQL`, () => {
  test('are looked for as they are, and change nothing', () => {
    const { db } = database;
    const before = db.prepare('SELECT COUNT(*), (SELECT COUNT(*) FROM sqlite_master) FROM billing_invoices').raw().get();
    for (const text of nastyTexts) {
      for (const reads of readers) {
        const found = find(reads, text);
        expect(found.filter((id) => !everything.includes(id))).toEqual([]);
        reads.invoicesPage({ ...question, filter: { rtoCode: text, status: [text], search: text }, sort: { key: 'client', direction: 'asc' } });
        reads.ledgerPage({ ...question, filter: { search: text, eventType: [text] }, direction: 'desc' });
        reads.activityPage({ search: text, cursor: null, limit: 10 });
        expect(reads.billingOrg(text)).toBeUndefined();
        expect(reads.billingClient(text)?.rtoCode ?? text).toBe(text);
      }
    }
    expect(db.prepare('SELECT COUNT(*), (SELECT COUNT(*) FROM sqlite_master) FROM billing_invoices').raw().get()).toEqual(before);
  });

  test('find exactly the names that hold them', () => {
    const own = makeTestDatabase();
    const names = nastyTexts.filter((text) => text.trim() === text && text !== '' && !text.includes('\0') && text.isWellFormed() && !/[0-9]|rtp|^[a-z]{2,8}_/i.test(text));
    names.forEach((name, index) => {
      insertOrg(own.db, { id: `org_${index}`, name: `<${name}>` });
      insertInvoice(own.db, { stripe_invoice_id: `in_${index}`, org_id: `org_${index}`, client_name: `<${name}>` });
    });
    const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    const reads = makeReads(own.db);
    for (const name of names) {
      const expected = names.filter((other) => lower(`<${other}>`).includes(lower(name))).map((other) => `<${other}>`);
      const found = reads.invoicesPage({ ...question, filter: { search: name }, sort: byDate, limit: 500 }).rows.map((row) => row.clientName);
      expect({ name, found: found.toSorted() }).toEqual({ name, found: expected.toSorted() });
    }
    own.remove();
  });
});
