// The query language, as a table: what parses, what it finds, what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/simulators/quickbooks/queryParser.ts';
import { REALM, at, faultCode, faultDetail, invoiceBody, startHarness, text } from './harness.ts';
import type { Harness } from './harness.ts';

let harness: Harness;
const NAMES = ["Amy's Birds", String.raw`Back\slash`, '100% Training', 'Ärzte Academy', 'Robertson & Sons', 'Zed'];

beforeAll(async () => {
  harness = await startHarness();
  for (const DisplayName of NAMES) await harness.create('Customer', { DisplayName, Notes: 'note' });
  const zed = text((await harness.rows('Customer', "select * from Customer where DisplayName = 'Zed'"))[0], 'Id');
  harness.sim.behindOurBack.deactivate({ realmId: REALM, entity: 'Customer', id: zed });
  const amy = text((await harness.rows('Customer', "select * from Customer where DisplayName like 'Amy%'"))[0], 'Id');
  for (let index = 1; index <= 12; index += 1) {
    harness.sim.clock.advance(60_000);
    const docNumber = `RTP-${String(index).padStart(4, '0')}`;
    const extra = { TxnDate: `2026-04-${String(index).padStart(2, '0')}` };
    await harness.create(
      'Invoice',
      invoiceBody(harness.ids, { customerId: amy, docNumber, exCents: index * 100, extra }),
    );
  }
});
afterAll(() => harness.close());

describe('what it finds', () => {
  const byName = (where: string): string => `select * from Customer where ${where} orderby Id`;
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [byName(String.raw`DisplayName = 'Amy\'s Birds'`), ["Amy's Birds"]],
    [byName(String.raw`DisplayName = 'Back\\slash'`), [String.raw`Back\slash`]],
    [byName("DisplayName = 'Robertson & Sons'"), ['Robertson & Sons']],
    [byName("DisplayName = 'Ärzte Academy'"), ['Ärzte Academy']],
    [byName("DisplayName = '100% Training'"), ['100% Training']],
    [byName("DisplayName = 'robertson & sons'"), []],
    [byName("DisplayName LIKE '%on%'"), ['Robertson & Sons']],
    [byName("DisplayName like 'A%'"), ["Amy's Birds"]],
    [byName("DisplayName like '%.%'"), []],
    [byName("DisplayName IN ('Ärzte Academy', 'Robertson & Sons', 'nobody')"), ['Ärzte Academy', 'Robertson & Sons']],
    [byName("DisplayName = 'Zed'"), []],
    [byName("DisplayName = 'Zed' and Active IN (true,false)"), ['Zed']],
    [byName('Active = false'), ['Zed']],
    [byName("DisplayName = 'Robertson & Sons' AND Active = true"), ['Robertson & Sons']],
    [byName("DisplayName >= 'B' and DisplayName < 'S'"), [String.raw`Back\slash`, 'Robertson & Sons']],
  ];
  test.each(cases)('%s', async (query, wanted) => {
    const rows = await harness.rows('Customer', query);
    expect(rows.map((row) => row['DisplayName'])).toEqual(wanted);
  });

  const documents: readonly (readonly [string, readonly number[]])[] = [
    ["DocNumber = 'RTP-0003'", [3]],
    ["DocNumber in ('RTP-0001','RTP-0012','RTP-9999') orderby DocNumber desc", [12, 1]],
    ["DocNumber like 'RTP-001%' order by DocNumber", [10, 11, 12]],
    ["TxnDate >= '2026-04-11'", [12, 11]],
    ["TxnDate > '2026-04-03' and TxnDate <= '2026-04-05' orderby TxnDate asc", [4, 5]],
    ["TotalAmt > '12' orderby TotalAmt", [11, 12]],
    ['TotalAmt = 1.1', [1]],
    ["CustomerRef = '5' maxresults 2", [12, 11]],
    ["CustomerRef = '5' orderby Id startposition 11 maxresults 5", [11, 12]],
    ["MetaData.LastUpdatedTime >= '2026-05-04T01:11:00Z' orderby Id", [11, 12]],
    ["MetaData.CreateTime < '2026-05-03T18:02:00-07:00' orderby Id", [1]],
  ];
  test.each(documents)('invoices where %s', async (where, wanted) => {
    const rows = await harness.rows('Invoice', `select * from Invoice where ${where}`);
    expect(rows.map((row) => Number(text(row, 'DocNumber').slice(4)))).toEqual(wanted);
  });

  test('counts, columns, empty answers, pages', async () => {
    expect((await harness.query('select count(*) from Invoice')).body['QueryResponse']).toEqual({ totalCount: 12 });
    expect((await harness.query("select * from Invoice where DocNumber = 'none'")).body['QueryResponse']).toEqual({});
    const [row] = await harness.rows('Invoice', "SELECT Id, DocNumber FROM Invoice WHERE DocNumber = 'RTP-0002'");
    expect(row).toEqual({ domain: 'QBO', sparse: true, Id: text(row, 'Id'), DocNumber: 'RTP-0002' });
    const page = await harness.query('select * from Invoice startposition 11');
    expect(page.body['QueryResponse']).toMatchObject({ startPosition: 11, maxResults: 2 });
  });

  test('a hundred rows by default, a thousand at most', async () => {
    harness.sim.inOneWrite(() => {
      for (let index = 0; index < 130; index += 1)
        harness.sim.create(REALM, 'Customer', { DisplayName: `Many ${index}` });
    });
    expect(await harness.rows('Customer', "select * from Customer where DisplayName like 'Many%'")).toHaveLength(100);
    expect(
      await harness.rows('Customer', "select * from Customer where DisplayName like 'Many%' maxresults 1000"),
    ).toHaveLength(130);
    expect(faultCode(await harness.query('select * from Customer maxresults 1001'))).toBe('4001');
  });

  test('POST takes the query as its body', async () => {
    const reply = await harness.call(
      'POST',
      'query?minorversion=75',
      "select * from Term where Name = 'Due on receipt'",
      {
        'content-type': 'application/text',
      },
    );
    expect(at(reply.body, 'QueryResponse', 'Term', 0, 'DueDays')).toBe(0);
  });

  test('company and preferences can be queried', async () => {
    expect(
      at((await harness.query('select * from CompanyInfo')).body, 'QueryResponse', 'CompanyInfo', 0, 'Country'),
    ).toBe('AU');
    const path = ['QueryResponse', 'Preferences', 0, 'CurrencyPrefs', 'HomeCurrency', 'value'] as const;
    expect(at((await harness.query('select * from Preferences')).body, ...path)).toBe('AUD');
  });

  test('case can be ignored, by switch', async () => {
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { queryIgnoresCase: true } });
    expect(
      await harness.rows('Customer', "select * from Customer where DisplayName = 'robertson & SONS'"),
    ).toHaveLength(1);
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { queryIgnoresCase: false } });
  });
});

describe('what it refuses', () => {
  test.each([
    ["select * from Customer where DisplayName = 'Amy''s Birds'", '4000', 'QueryParserError'],
    ["select * from Customer where DisplayName = 'Amy's Birds'", '4000', 'QueryParserError'],
    ["select * from Customer where DisplayName = 'Amy", '4000', 'QueryParserError'],
    ["select * from Customer where Id = '1' or Id = '2'", '4000', 'or'],
    ["select * from Customer where (Id = '1')", '4000', '('],
    ["select * from Customer where Id != '1'", '4000', '!='],
    ['select * from Customer, Vendor', '4000', ','],
    ['select from Customer', '4000', 'Customer'],
    ['delete from Customer', '4000', 'delete'],
    ['', '4000', '<EOF>'],
    ['select * from Customer where Id in ()', '4000', ')'],
    ['select * from Customer; drop table x', '4000', ';'],
    ['select * from Custommer', '4001', 'invalid context declaration: Custommer'],
    ["select * from Customer where Nickname = 'x'", '4001', 'Property Nickname not found for Entity Customer'],
    ["select * from Customer where Notes = 'x'", '4001', "'Notes' is not queryable"],
    ['select * from Invoice orderby Line', '4001', "'Line' is not queryable"],
    ['select Nickname from Customer', '4001', 'Nickname'],
    ['select * from Customer startposition 0', '4001', 'startPosition'],
  ])('%s', async (query, code, detail) => {
    const reply = await harness.query(query);
    expect([reply.status, faultCode(reply)]).toEqual([400, code]);
    expect(faultDetail(reply)).toContain(detail);
  });

  test('the grammar keeps what it read', () => {
    expect(
      parseQuery("SELECT * FROM Invoice WHERE A.B IN ('x', 2) ORDERBY A DESC, B STARTPOSITION 3 MAXRESULTS 4"),
    ).toEqual({
      columns: '*',
      entity: 'Invoice',
      conditions: [{ field: 'A.B', operator: 'in', values: ['x', '2'] }],
      orderBy: [
        { field: 'A', isDescending: true },
        { field: 'B', isDescending: false },
      ],
      startPosition: 3,
      maxResults: 4,
    });
  });
});
