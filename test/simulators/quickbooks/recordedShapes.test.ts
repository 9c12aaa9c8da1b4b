// Answers compared with recorded real ones: every recorded key exists here with the same kind of value.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { specOf } from '../../../src/simulators/quickbooks/entitySpecs.ts';
import type { Json, JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { at, invoiceBody, startHarness, text } from './harness.ts';
import type { Harness, Reply } from './harness.ts';

const FIXTURES = resolve(import.meta.dirname, '../../../../shared/fixtures/quickbooks');
const isThere = existsSync(FIXTURES);
if (!isThere) process.stdout.write(`recorded QuickBooks answers not compared: ${FIXTURES} is absent\n`);

interface Recorded {
  response: { status: number; headers: Record<string, string[]>; body: JsonObject };
}

/** Recorded keys that an Australian company file, or this simulator, has no reason to show. */
const ALLOWED_MISSING: readonly RegExp[] = [
  // A US custom field of Intuit's sample company ("Crew #"); the array itself is there.
  /\.CustomField\[0\]/,
  // Sub-customers are not simulated.
  /\.ParentRef$/,
  /\.Level$/,
  // Optional contact data of single sample customers.
  /\.(MiddleName|Title|Suffix|Mobile|Fax|WebAddr|Notes|AcctNum|ResaleNum)$/,
];

function kind(value: Json | undefined): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Paths of recorded keys that ours lacks or holds with another kind. First elements stand for arrays. */
function differences(recorded: Json, ours: Json | undefined, path: string): string[] {
  if (ours === undefined) return ALLOWED_MISSING.some((allowed) => allowed.test(path)) ? [] : [`${path} is missing`];
  if (kind(recorded) !== kind(ours)) return [`${path} is ${kind(ours)}, recorded ${kind(recorded)}`];
  if (Array.isArray(recorded)) {
    const [first] = recorded;
    return first === undefined ? [] : differences(first, (ours as Json[])[0], `${path}[0]`);
  }
  if (typeof recorded !== 'object' || recorded === null) return [];
  return Object.entries(recorded).flatMap(([key, value]) =>
    differences(value, (ours as JsonObject)[key], `${path}.${key}`),
  );
}

function recording(name: string): Recorded[] {
  return JSON.parse(readFileSync(resolve(FIXTURES, `${name}.json`), 'utf8')) as Recorded[];
}

/** How our answer differs from the recorded one: status, content type, trace id, keys and kinds. */
function unlike(recorded: Recorded | undefined, reply: Reply): string[] {
  if (recorded === undefined) return ['no such recording'];
  const { status, headers, body } = recorded.response;
  const found = differences(body, reply.body, '');
  if (reply.status !== status) found.push(`status ${reply.status}, recorded ${status}`);
  const contentType = reply.headers.get('content-type');
  if (contentType !== headers['Content-Type']?.[0]) found.push(`content type ${contentType}`);
  const trace = reply.headers.get('intuit_tid') ?? '';
  if (!/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(trace)) found.push(`intuit_tid ${trace}`);
  return found;
}

describe.skipIf(!isThere)('recorded shapes', () => {
  let harness: Harness;
  let customerId: string;
  const address = { Line1: '4581 Finch St.', City: 'Bayshore', CountrySubDivisionCode: 'QLD', PostalCode: '4000' };

  beforeAll(async () => {
    harness = await startHarness();
    const customer = await harness.create('Customer', {
      DisplayName: "Amy's Bird Sanctuary",
      GivenName: 'Amy',
      FamilyName: 'Lauterbach',
      CompanyName: "Amy's Bird Sanctuary",
      PrimaryPhone: { FreeFormNumber: '(07) 5555 3311' },
      PrimaryEmailAddr: { Address: 'birds@example.com' },
      BillAddr: address,
      ShipAddr: address,
      DefaultTaxCodeRef: { value: harness.ids.gst },
    });
    customerId = text(customer, 'Id');
    await harness.create('Vendor', {
      DisplayName: 'Robertson & Associates',
      CompanyName: 'Robertson & Associates',
      GivenName: 'Jenny',
      FamilyName: 'Robertson',
      AcctNum: '000005641',
      BillAddr: address,
      PrimaryPhone: { FreeFormNumber: '(07) 5555 1111' },
    });
  });
  afterAll(() => harness.close());

  test('create a customer', async () => {
    const reply = await harness.post('customer', {
      DisplayName: 'Doe5, Jane',
      DefaultTaxCodeRef: { value: harness.ids.gst },
    });
    expect(unlike(recording('create-customer')[0], reply)).toEqual([]);
  });

  test('create an invoice, and void it', async () => {
    const created = await harness.post(
      'invoice',
      invoiceBody(harness.ids, { customerId, docNumber: '1041', exCents: 10_000 }),
    );
    expect(unlike(recording('create-invoice')[0], created)).toEqual([]);
    const id = text(created.body, 'Invoice', 'Id');
    expect(unlike(recording('void-invoice')[0], await harness.get(`invoice/${id}`))).toEqual([]);
    const voided = await harness.post('invoice?operation=void', { Id: id, SyncToken: '0' });
    expect(unlike(recording('void-invoice')[1], voided)).toEqual([]);
    expect(at(voided.body, 'Invoice', 'SyncToken')).toBe('1');
    expect(at(voided.body, 'Invoice', 'PrivateNote')).toBe('Voided');
  });

  test('read a customer by id', async () => {
    expect(unlike(recording('get-id')[0], await harness.get(`customer/${customerId}`))).toEqual([]);
  });

  test('query with an escaped apostrophe', async () => {
    const reply = await harness.query(String.raw`SELECT * FROM Customer WHERE DisplayName = 'Amy\'s Bird Sanctuary'`);
    expect(unlike(recording('get-display_name')[0], reply)).toEqual([]);
  });

  test('query with an ampersand', async () => {
    const reply = await harness.query("SELECT * FROM Vendor WHERE DisplayName = 'Robertson & Associates'");
    expect(unlike(recording('misc-ampersand')[0], reply)).toEqual([]);
  });

  test('query of all customers, and of an entity that does not exist', async () => {
    const [all, unknown] = recording('error-400');
    expect(unlike(all, await harness.query('SELECT * FROM Customer'))).toEqual([]);
    const reply = await harness.query('SELECT * FROM Custmoer');
    expect(unlike(unknown, reply)).toEqual([]);
    expect(at(reply.body, 'Fault')).toEqual(at(unknown?.response.body, 'Fault'));
  });

  test('unsupported property', async () => {
    const reply = await harness.post('invoice', { BadJson: true });
    const [recorded] = recording('error-400_json');
    expect(unlike(recorded, reply)).toEqual([]);
    const recordedDetail = text(recorded?.response.body, 'Fault', 'Error', 0, 'Detail');
    const detail = text(reply.body, 'Fault', 'Error', 0, 'Detail');
    const upToTheCount = (full: string): string => full.slice(0, full.indexOf('ignorable ('));
    expect(upToTheCount(detail)).toBe(upToTheCount(recordedDetail));
    expect(detail.slice(detail.indexOf(')\n'))).toBe(recordedDetail.slice(recordedDetail.indexOf(')\n')));
    const known = [...recordedDetail.slice(recordedDetail.indexOf('known properties')).matchAll(/"(\w+)"/g)];
    expect(known.length).toBeGreaterThan(50);
    expect(known.map((match) => match[1]).filter((name) => !specOf('Invoice').properties.includes(name ?? ''))).toEqual(
      [],
    );
  });

  test('duplicate name', async () => {
    const reply = await harness.post('customer', { DisplayName: 'Officeworks' });
    const [recorded] = recording('error-validation');
    expect(unlike(recorded, reply)).toEqual([]);
    expect(at(reply.body, 'Fault')).toEqual(at(recorded?.response.body, 'Fault'));
  });

  test('expired token', async () => {
    const reply = await harness.call('GET', 'customer/1', undefined, { authorization: 'Bearer AB01601390262' });
    const [recorded] = recording('error-401');
    expect(unlike(recorded, reply)).toEqual([]);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="Intuit", error="invalid_token"');
    expect(text(reply.body, 'fault', 'error', 0, 'detail')).toContain('AB01601390262');
  });
});
