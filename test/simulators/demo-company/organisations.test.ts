// The invented organisations: numbers with valid check digits, names that are hard on purpose, a register that can be imported.
import { describe, expect, test } from 'vitest';
import { abnOf, acnOf, isValidAbn, isValidAcn } from '../../../src/simulators/demo-company/businessNumbers.ts';
import { demoRegister, registerCsv } from '../../../src/simulators/demo-company/demoRegister.ts';
import { demoClients, demoOrganisations } from '../../../src/simulators/demo-company/organisations.ts';

describe('check digits', () => {
  // The ATO's and ASIC's own worked examples.
  test.each([
    ['51824753556', true],
    ['51824753557', false],
    ['5182475355', false],
  ])('ABN %s: %s', (abn, valid) => {
    expect(isValidAbn(abn)).toBe(valid);
  });

  test.each([
    ['004085616', true],
    ['010499966', true],
    ['004085617', false],
  ])('ACN %s: %s', (acn, valid) => {
    expect(isValidAcn(acn)).toBe(valid);
  });

  test('numbers made here are valid', () => {
    expect(abnOf('824753556')).toBe('51824753556');
    expect(acnOf('00408561')).toBe('004085616');
  });
});

describe('organisations', () => {
  test('sixty clients and forty others, each with its own code, names and valid numbers', () => {
    expect(demoClients).toHaveLength(60);
    expect(demoOrganisations).toHaveLength(100);
    const distinct = (values: readonly (string | null)[]): number =>
      new Set(values.filter((value) => value !== null)).size;
    expect(distinct(demoOrganisations.map((organisation) => organisation.rtoCode))).toBe(99);
    expect(distinct(demoOrganisations.map((organisation) => organisation.tradingName.toLowerCase()))).toBe(100);
    expect(distinct(demoOrganisations.map((organisation) => organisation.abn))).toBe(100);
    for (const organisation of demoOrganisations) {
      expect(isValidAbn(organisation.abn)).toBe(true);
      expect(organisation.acn === null || isValidAcn(organisation.acn)).toBe(true);
      expect(organisation.rtoCode ?? '47000').toMatch(/^\d{5}$/);
      expect(organisation.phone).toMatch(/^\(0[2378]\) 5550 \d{4}$/);
      expect(organisation.billingEmail).toMatch(/@[a-z0-9]+\.example\.com$/);
    }
  });

  test('names hold apostrophes, ampersands, commas and typographic quotes; legal names differ from trading names', () => {
    const names = demoClients.map((organisation) => organisation.tradingName).join('\n');
    for (const mark of ["'", '&', ',', '’']) expect(names).toContain(mark);
    expect(demoClients.some((organisation) => !organisation.legalName.startsWith(organisation.tradingName))).toBe(true);
  });
});

test('the register as CSV: one heading, one row each, commas quoted', () => {
  const lines = registerCsv().trimEnd().split('\r\n');
  expect(lines).toHaveLength(demoRegister.length + 1);
  expect(lines[0]).toBe(
    'rto_code,legal_name,trading_name,abn,acn,ceo_given,ceo_family,website,entity_type,phone,address',
  );
  expect(lines.some((line) => line.includes('"McKenzie, Ng & Partners Training"'))).toBe(true);
});
