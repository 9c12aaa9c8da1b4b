// A quarter is marked as remitted on the day it was lodged and paid, never before it ended nor in the future.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../src/contract/errors.ts';
import { markRemitted } from '../../src/engine/services/markRemitted.ts';
import { makeQuestions, type Questions } from './queries/questions.ts';

// 1 May 2026, 00:30 in Brisbane: the running quarter is 2026-Q4.
const now = '2026-04-30T14:30:00.000Z';
let questions: Questions;
const topics: string[] = [];
const mark = (quarter: string, remittedOn?: string): ReturnType<typeof markRemitted> => {
  const context = {
    now: () => now,
    profile: () => questions.store.state.profile(),
    store: questions.store,
    changed: (...changed: string[]) => void topics.push(...changed),
  };
  return markRemitted(context, { quarter, ...(remittedOn === undefined ? {} : { remittedOn }) });
};
const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.detail ?? ''}`;
    throw error;
  }
  return 'accepted';
};

beforeEach(() => {
  topics.length = 0;
  questions = makeQuestions(now);
  questions.store.gst.apply('2026-Q3', { collectedCents: 100, refundedCents: 0, salesExGstCents: 1000, salesTotalCents: 1100, refundsTotalCents: 0, invoiceCount: 1 });
});
afterEach(() => questions.close());

test('without a day it is now; with one it is noon of that day; again only moves the date', () => {
  expect(mark('2026-Q3').remittedAt).toBe(now);
  expect(mark('2026-Q3', '2026-05-01').remittedAt).toBe(now);
  expect(mark('2026-Q3', '2026-04-28').remittedAt).toBe('2026-04-28T02:00:00.000Z');
  const quarter = questions.ask('gst.quarters', {}).quarters.find((row) => row.quarter === '2026-Q3');
  expect(quarter).toMatchObject({ remitted: true, remittedAt: '2026-04-28T02:00:00.000Z', gstNetCents: 100 });
  expect(topics).toContain('gst');
});

test.each([
  ['the running quarter', '2026-Q4', undefined, 'NOT_ALLOWED_NOW: the quarter has not ended yet'],
  ['a quarter without anything', '2026-Q2', undefined, 'NOT_FOUND: nothing was accrued in 2026-Q2'],
  ['a day to come', '2026-Q3', '2026-05-02', 'BAD_INPUT: the day of remittance lies in the future'],
  ['the quarter’s own last day', '2026-Q3', '2026-03-31', 'BAD_INPUT: 2026-Q3 had not ended on that day'],
])('%s is refused', (_name, quarter, day, refusal) => {
  expect(refusalOf(() => mark(quarter, day))).toBe(refusal);
  expect(questions.ask('gst.quarters', {}).quarters.every((row) => !row.remitted)).toBe(true);
});
