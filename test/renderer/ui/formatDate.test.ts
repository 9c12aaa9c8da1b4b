// Dates and instants as the console spells them; the zone decides the day.
import { describe, expect, test } from 'vitest';
import {
  daysBetween,
  formatAsOf,
  formatDuration,
  formatInstant,
  formatLocalDate,
  formatMonth,
  formatQuarter,
  formatTimeWithSeconds,
  formatZone,
  localDateOf,
  monthRange,
  relativeDays,
} from '../../../src/renderer/ui/formatDate.ts';

test.each([
  ['2026-11-21', '21 Nov 2026'],
  ['2026-01-05', '5 Jan 2026'],
  ['2026-13-05', '2026-13-05'],
  ['soon', 'soon'],
])('formatLocalDate(%s) → %s', (date, text) => {
  expect(formatLocalDate(date)).toBe(text);
});

describe('instants', () => {
  test.each([
    ['2026-11-21T14:05:09.000Z', 'Australia/Brisbane', '2026-11-22', '22 Nov 2026, 00:05'],
    ['2026-11-21T13:59:59.999Z', 'Australia/Brisbane', '2026-11-21', '21 Nov 2026, 23:59'],
    ['2026-11-21T13:00:00.000Z', 'Australia/Sydney', '2026-11-22', '22 Nov 2026, 00:00'],
    ['2026-06-30T14:00:00.000Z', 'Australia/Sydney', '2026-07-01', '1 Jul 2026, 00:00'],
    ['2026-06-30T14:29:00.000Z', 'Australia/Darwin', '2026-06-30', '30 Jun 2026, 23:59'],
  ])('%s in %s', (instant, zone, date, text) => {
    expect([localDateOf(instant, zone), formatInstant(instant, zone)]).toEqual([date, text]);
  });

  test('as of: the time today, the day as well before', () => {
    const zone = 'Australia/Brisbane';
    expect([
      formatAsOf('2026-11-21T04:02:00.000Z', '2026-11-21', zone),
      formatAsOf('2026-11-20T04:02:00.000Z', '2026-11-21', zone),
      formatAsOf('2025-11-20T04:02:00.000Z', '2026-11-21', zone),
    ]).toEqual(['14:02', '20 Nov, 14:02', '20 Nov 2025, 14:02']);
  });

  test('seconds where evidence needs them', () => {
    expect(formatTimeWithSeconds('2026-11-21T04:02:07.900Z', 'Australia/Brisbane')).toBe('14:02:07');
  });
});

test.each([
  ['2026-02', '2026-02-28'],
  ['2028-02', '2028-02-29'],
  ['2100-02', '2100-02-28'],
  ['2026-11', '2026-11-30'],
  ['2026-12', '2026-12-31'],
])('month %s ends on %s', (month, last) => {
  expect(monthRange(month)).toEqual([`${month}-01`, last]);
});

test.each([
  ['2026-11-21', 'today'],
  ['2026-11-22', 'tomorrow'],
  ['2026-11-20', 'yesterday'],
  ['2027-02-28', 'in 99 days'],
  ['2026-11-18', '3 days ago'],
])('%s is %s', (date, words) => {
  expect(relativeDays('2026-11-21', date)).toBe(words);
});

test('days are calendar days, whatever the clocks do', () => {
  expect(daysBetween('2026-10-03', '2026-10-05')).toBe(2);
});

test.each([
  ['2026-Q4', 'Apr–Jun 2026'],
  ['2027-Q1', 'Jul–Sep 2026'],
  ['2027-Q2', 'Oct–Dec 2026'],
  ['2027-Q3', 'Jan–Mar 2027'],
])('fiscal quarter %s is %s', (quarter, months) => {
  expect(formatQuarter(quarter)).toBe(months);
});

test('months, zones and durations', () => {
  expect([
    formatMonth('2026-11'),
    formatZone('Australia/Brisbane'),
    formatDuration('2026-11-21T04:00:00.000Z', '2026-11-21T04:00:00.420Z'),
    formatDuration('2026-11-21T04:00:00.000Z', '2026-11-21T04:00:03.460Z'),
    formatDuration('2026-11-21T04:00:00.000Z', '2026-11-21T04:02:05.000Z'),
  ]).toEqual(['Nov 2026', 'Brisbane time', '420 ms', '3.4 s', '2 min 5 s']);
});
