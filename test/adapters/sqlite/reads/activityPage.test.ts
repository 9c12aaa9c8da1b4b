// The log a person reads: newest first, each row once, filters and search; and the canary.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activityOperations, type ActivityRow } from '../../../../src/contract/activity.ts';
import type { OperationParsedInput } from '../../../../src/contract/operations.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import { readLimits } from '../../../../src/adapters/sqlite/reads/readLimits.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { insertActivity, insertCanary } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

type Filter = Omit<OperationParsedInput<'activity.list'>, 'cursor' | 'limit' | 'withTotals'>;

const sources = ['stripe', 'quickbooks', 'person', 'program'] as const;
const results = ['ok', 'warning', 'failed', 'info'] as const;

let database: TestDatabase;
let reads: StoreReads;

beforeAll(() => {
  database = makeTestDatabase();
  for (let index = 0; index < 90; index += 1) {
    insertActivity(database.db, {
      source: sources[index % 4] ?? 'stripe',
      result: results[(index * 7) % 5 === 0 ? 2 : index % 2] ?? 'ok',
      kind: index % 10 === 0 ? 'heartbeat' : 'sync',
      summary: index % 6 === 0 ? '100% of it_all read' : `Sync ${index}`,
      detail: index % 11 === 0 ? 'Because of X' : null,
      correlation_id: index % 2 === 0 ? `c-${index}` : null,
    });
  }
  reads = makeReads(database.db);
});
afterAll(() => database.remove());

function readAll(filter: Filter, limit: number): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 200; pages += 1) {
    const page = activityOperations['activity.list'].output.parse(reads.activityPage({ ...filter, cursor, limit }));
    rows.push(...page.rows);
    expect(page.allCount).toBe(90);
    if (page.nextCursor === null) return rows;
    expect(page.nextCursor.length).toBeLessThanOrEqual(100);
    cursor = page.nextCursor;
  }
  throw new Error('the pages never end');
}

const cases: readonly { filter: Filter; keeps: (row: ActivityRow) => boolean }[] = [
  { filter: {}, keeps: () => true },
  { filter: { source: [] , result: [] }, keeps: () => true },
  { filter: { source: ['person'] }, keeps: (row) => row.source === 'person' },
  { filter: { source: ['person', 'program', 'person'] }, keeps: (row) => row.source === 'person' || row.source === 'program' },
  { filter: { result: ['failed'] }, keeps: (row) => row.result === 'failed' },
  { filter: { result: ['failed', 'warning'], source: ['stripe', 'quickbooks'] }, keeps: (row) => (row.result === 'failed' || row.result === 'warning') && (row.source === 'stripe' || row.source === 'quickbooks') },
  { filter: { search: 'sync 1' }, keeps: (row) => row.summary.toLowerCase().includes('sync 1') },
  { filter: { search: '100%' }, keeps: (row) => row.summary.includes('100%') },
  { filter: { search: '%' }, keeps: (row) => row.summary.includes('%') },
  { filter: { search: 'it_all', result: ['ok'] }, keeps: (row) => row.summary.includes('it_all') && row.result === 'ok' },
  { filter: { search: 'because of x' }, keeps: (row) => row.detail !== null },
  { filter: { search: 'heartbeat' }, keeps: (row) => row.kind === 'heartbeat' },
  { filter: { search: 'sync\0' }, keeps: () => false },
  { filter: { search: '  ' }, keeps: () => true },
];

test.each(cases.map((each) => ({ ...each, text: JSON.stringify(each.filter) })))('$text', ({ filter, keeps }) => {
  const everything = readAll({}, 500);
  expect(everything.map((row) => row.id)).toEqual(Array.from({ length: 90 }, (_, index) => 90 - index));
  const expected = everything.filter(keeps).map((row) => row.id);
  for (const limit of [1, 7, 500]) expect(readAll(filter, limit).map((row) => row.id)).toEqual(expected);
  expect(reads.activityPage({ ...filter, cursor: null, limit: 1 }).totals).toEqual({ count: expected.length });
});

test('the canary, latest first, without an event type where it was met outside one', () => {
  insertCanary(database.db, { problem: 'a: missing', last_seen_at: '2026-01-02T00:00:00.000Z' });
  insertCanary(database.db, { problem: 'b: text', event_type: 'invoice.paid', last_seen_at: '2026-01-03T00:00:00.000Z', count: 4, last_object_id: 'in_1' });
  const { rows } = activityOperations['activity.canary'].output.parse({ rows: reads.canaryRows() });
  expect(rows.map(({ problem, eventType, count, lastObjectId }) => ({ problem, eventType, count, lastObjectId }))).toEqual([
    { problem: 'b: text', eventType: 'invoice.paid', count: 4, lastObjectId: 'in_1' },
    { problem: 'a: missing', eventType: null, count: 1, lastObjectId: null },
  ]);
});

test('more than can be counted at a keystroke is not counted; nor where nobody asked', () => {
  const few = makeReads(database.db, { ...readLimits, sum: 20 });
  expect(few.activityPage({ source: ['stripe'], cursor: null, limit: 1 }).totals).toBeNull();
  expect(few.activityPage({ cursor: null, limit: 1 }).totals).toEqual({ count: 90 });
  expect(few.activityPage({ search: 'because of x', cursor: null, limit: 1 }).totals).toEqual({ count: 9 });
  expect(reads.activityPage({ source: ['stripe'], cursor: null, limit: 1, withTotals: false }).totals).toBeNull();
});
