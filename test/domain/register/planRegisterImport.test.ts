// The register's import: headings, check digits, duplicates, what changes; tables of cases.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbn, isAcn } from '../../../src/domain/businessNumbers.ts';
import { planRegisterImport, type PlannedRow, type RegisterRow } from '../../../src/domain/register/planRegisterImport.ts';
import { registerColumns, registerFields } from '../../../src/domain/register/registerColumns.ts';

describe('check digits', () => {
  // 51 824 753 556 and 53 004 085 616 are the examples of the Australian Business Register; 004 085 616 that of ASIC.
  it.each<[string, boolean]>([['51824753556', true], ['53004085616', true], ['51824753557', false], ['51824735556', false], ['5182475355', false], ['518247535560', false], ['', false], ['00000000000', false], ['5182475355a', false]])('ABN %s: %s', (digits, isRight) => {
    expect(isAbn(digits)).toBe(isRight);
  });

  it.each<[string, boolean]>([['004085616', true], ['010499966', true], ['004085617', false], ['40085616', false], ['0040856160', false], ['', false]])('ACN %s: %s', (digits, isRight) => {
    expect(isAcn(digits)).toBe(isRight);
  });

  it('an ABN with any one digit changed is none', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.integer({ min: 1, max: 9 }), (position, by) => {
        const digits = [...'51824753556'];
        digits[position] = String((Number(digits[position]) + by) % 10);
        expect(isAbn(digits.join(''))).toBe(false);
      }),
    );
  });
});

describe('headings', () => {
  it.each<[string[], string[], string[]]>([
    [['rto_code', 'legal_name'], ['rtoCode', 'legalName'], []],
    [['Code', 'Legal Name', 'Trading name(s)', 'A.B.N.'], ['rtoCode', 'legalName', 'tradingName', 'abn'], []],
    [['RTO ID', 'Organisation Name', 'Status', 'Web Address', ''], ['rtoCode', 'legalName', 'website'], ['Status']],
  ])('%j', (headings, fields, ignored) => {
    const columns = registerColumns(headings);
    expect([...columns.positions.keys()]).toEqual(fields);
    expect(columns).toMatchObject({ ignored, problems: [] });
  });

  it('says what is missing and what stands twice', () => {
    expect(registerColumns(['abn']).problems.join(' ')).toMatch(/rto_code.*legal_name/);
    expect(registerColumns(['code', 'rto_code', 'name']).problems).toEqual(['Two columns mean the same: “code” and “rto_code”. Remove one.']);
  });
});

const entry: RegisterRow = { rtoCode: '40321', legalName: 'Kimberley Skills Pty Ltd', tradingName: 'Kimberley Skills', abn: '51824753556', acn: null, ceoGiven: null, ceoFamily: null, website: null, entityType: null, phone: '08 5550 0001', address: null };
const plan = (headings: string[], ...rows: string[][]): PlannedRow[] =>
  planRegisterImport(registerColumns(headings), rows.map((cells, index) => ({ line: index + 2, cells })), (rtoCode) => (rtoCode === entry.rtoCode ? entry : undefined));
const headings = ['rto_code', 'legal_name', 'trading_name', 'abn'];

describe('the plan', () => {
  it.each<[string, string[], object]>([
    ['the same', ['40321', 'Kimberley Skills Pty Ltd', 'Kimberley Skills', '51 824 753 556'], { kind: 'unchanged' }],
    ['another name and blanks', [' 40321 ', 'Kimberley  Skills\u00A0Group', 'Kimberley Skills', '51824753556'], { kind: 'changed', changes: [{ field: 'legalName', from: 'Kimberley Skills Pty Ltd', to: 'Kimberley Skills Group' }] }],
    ['an emptied field; a column that is not there stays', ['40321', 'Kimberley Skills Pty Ltd', '', '51824753556'], { kind: 'changed', changes: [{ field: 'tradingName', from: 'Kimberley Skills', to: null }], row: { phone: '08 5550 0001' } }],
    ['a new one', ['40322', 'Another', '', ''], { kind: 'new', row: { rtoCode: '40322', legalName: 'Another', abn: null } }],
    ['what looks like a formula is text', ['40322', '=HYPERLINK("x")', '@SUM(1)', ''], { kind: 'new', row: { legalName: '=HYPERLINK("x")', tradingName: '@SUM(1)' } }],
    ['a short record', ['40322', 'Another'], { kind: 'new', row: { abn: null } }],
    ['a code without its leading zero', ['4032', 'Another'], { kind: 'rejected', reasons: ['The RTO code “4032” is not five digits.'] }],
    ['a code with letters', ['4032a', 'Another'], { kind: 'rejected' }],
    ['no code', ['', 'Another'], { kind: 'rejected', reasons: ['The RTO code is missing.'] }],
    ['no name', ['40322', ' '], { kind: 'rejected', reasons: ['The legal name is missing.'] }],
    ['a wrong ABN', ['40322', 'Another', '', '51 824 753 557'], { kind: 'rejected', reasons: ['The ABN “51 824 753 557” is not valid: its check digits do not fit.'] }],
    ['a huge field', ['40322', 'x'.repeat(301)], { kind: 'rejected', reasons: ['Legal name is longer than 300 characters.'] }],
  ])('%s', (_name, cells, expected) => {
    expect(plan(headings, cells)[0]).toMatchObject(expected);
  });

  it('counts equal rows of one code once and rejects different ones', () => {
    const [first, second] = plan(headings, ['40322', 'Another'], ['40322', 'Another']);
    expect([first?.kind, second]).toEqual(['new', { kind: 'rejected', line: 3, rtoCode: '40322', name: 'Another', reasons: ['The same as line 2.'] }]);
    const different = plan(headings, ['40322', 'Another'], ['40322', 'Another one']);
    expect(different.map((row) => (row.kind === 'rejected' ? row.reasons : []))).toEqual([['RTO code 40322 stands on lines 2, 3 with different details.'], ['RTO code 40322 stands on lines 2, 3 with different details.']]);
  });

  it('never throws, and plans every record exactly once, whatever the cells', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(fc.string(), fc.constantFrom('40321', '40322', '51824753556')), { maxLength: 13 }), { maxLength: 20 }), (rows) => {
        const planned = plan([...registerFields], ...rows);
        expect(planned.map((row) => row.line)).toEqual(rows.map((_, index) => index + 2));
        const written = planned.flatMap((row) => (row.kind === 'new' || row.kind === 'changed' ? [row.row.rtoCode] : []));
        expect(written.filter((code) => !/^\d{5}$/.test(code))).toEqual([]);
      }),
    );
  });
});
