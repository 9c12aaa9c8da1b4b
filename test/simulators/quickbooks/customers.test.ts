// Customers: sparse and full updates, masked tax identifiers, enriched addresses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REALM, at, startHarness, text } from './harness.ts';
import type { Harness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

describe('customers', () => {
  test('a sparse update changes what is given; a full update clears the rest', async () => {
    const made = await harness.create('Customer', { DisplayName: 'Sparse', Notes: 'keep', GivenName: 'Sam' });
    const id = text(made, 'Id');
    const sparse = await harness.post('customer', { Id: id, SyncToken: '0', sparse: true, GivenName: 'Alex' });
    expect(sparse.body['Customer']).toMatchObject({ SyncToken: '1', Notes: 'keep', GivenName: 'Alex', sparse: false });
    const full = await harness.post('customer', { Id: id, SyncToken: '1', DisplayName: 'Sparse' });
    expect(at(full.body, 'Customer', 'SyncToken')).toBe('2');
    expect(at(full.body, 'Customer', 'Notes')).toBeUndefined();
  });

  test('a tax identifier is masked on read, survives a sparse update, and BusinessNumber is not stored', async () => {
    const made = await harness.create('Customer', {
      DisplayName: 'Masked',
      PrimaryTaxIdentifier: '51824753556',
      BusinessNumber: '51824753556',
    });
    expect(at(made, 'PrimaryTaxIdentifier')).toBe('XXXXXXX3556');
    expect(at(made, 'BusinessNumber')).toBeUndefined();
    const id = text(made, 'Id');
    await harness.post('customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'n' });
    expect(harness.sim.store.taxIdentifier(REALM, 'Customer', id)).toBe('51824753556');
    await harness.post('customer', { Id: id, SyncToken: '1', sparse: true, PrimaryTaxIdentifier: 'XXXXXXX3556' });
    expect(harness.sim.store.taxIdentifier(REALM, 'Customer', id)).toBe('XXXXXXX3556');
  });

  test('the country reads back as a code', async () => {
    const made = await harness.create('Customer', {
      DisplayName: 'Abroad',
      BillAddr: { Line1: '1 St', Country: 'Australia' },
    });
    expect(at(made, 'BillAddr', 'Country')).toBe('AUS');
  });
});
