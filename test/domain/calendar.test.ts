// The calendar against an oracle that shares nothing with it: Intl and Date.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  basDueDate,
  daysBetween,
  getCurrentQuarter,
  instantAtLocalTime,
  instantFromMs,
  instantFromUnixSeconds,
  localDateOf,
  localMonthOf,
  dateLabel,
  monthLabel,
  msFromInstant,
  nextInstantAtLocalTime,
  previousQuarter,
  quarterBounds,
  quarterLabel,
  quarterOf,
  timeZoneLabel,
  instantFromText,
} from '../../src/domain/calendar.ts';

const zones = [
  'Australia/Brisbane',
  'Australia/Sydney',
  'Australia/Melbourne',
  'Australia/Adelaide',
  'Australia/Perth',
  'Australia/Hobart',
  'Australia/Darwin',
];
const formats = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
);

/** `YYYY-MM-DD HH:MM` on the clocks of the zone, by Intl. */
function oracleLocal(ms: number, timeZone: string): string {
  const parts = new Map(
    formats
      .get(timeZone)
      ?.formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}`;
}

const from2010To2037 = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2037, 11, 31) });
const anyZone = fc.constantFrom(...zones);
const anyLocalDate = from2010To2037.map((ms) => new Date(ms).toISOString().slice(0, 10));

describe('instants of other programs', () => {
  it.each([
    ['2020-09-29T05:58:16-07:00', '2020-09-29T12:58:16.000Z'],
    ['2026-04-17T02:00:00.250Z', '2026-04-17T02:00:00.250Z'],
    ['2026-04-17', null],
    ['yesterday', null],
    ['', null],
  ])('%j is %j', (text, expected) => {
    expect(instantFromText(text)).toBe(expected);
  });
});

describe('instants', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [1_775_001_600_000, '2026-04-01T00:00:00.000Z'],
    [951_782_400_000, '2000-02-29T00:00:00.000Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  ])('%i is %s', (ms, instant) => {
    expect(instantFromMs(ms)).toBe(instant);
    expect(msFromInstant(instant)).toBe(ms);
  });

  it('agree with Date both ways, and sort as text', () => {
    const anyMs = fc
      .integer({ min: Date.UTC(1, 0, 1) - 0, max: 253_402_300_799_999 })
      .filter((ms) => ms > -62_135_596_800_000);
    fc.assert(
      fc.property(anyMs, anyMs, (a, b) => {
        expect(instantFromMs(a)).toBe(new Date(a).toISOString());
        expect(msFromInstant(instantFromMs(a))).toBe(a);
        expect(instantFromMs(a) < instantFromMs(b)).toBe(a < b);
      }),
    );
  });

  it('come from Unix seconds', () => {
    expect(instantFromUnixSeconds(1_775_001_600)).toBe('2026-04-01T00:00:00.000Z');
  });

  it.each([[1.5], [Number.NaN], [253_402_300_800_000], [-62_135_596_800_001]])('refuses %d', (ms) => {
    expect(() => instantFromMs(ms)).toThrow(RangeError);
  });

  it.each([['2026-04-01'], ['2026-04-01T00:00:00Z'], ['2026-04-01T00:00:00.000+10:00'], [''], ['yesterday']])(
    'does not take %j for an instant',
    (text) => {
      expect(() => msFromInstant(text)).toThrow(RangeError);
    },
  );
});

describe('localDateOf', () => {
  it.each([
    ['2026-03-31T13:59:59.999Z', 'Australia/Brisbane', '2026-03-31'],
    ['2026-03-31T14:00:00.000Z', 'Australia/Brisbane', '2026-04-01'],
    // Sydney is at UTC+11 until 5 April 2026, 03:00, and again from 4 October 2026, 02:00.
    ['2026-03-31T12:59:59.999Z', 'Australia/Sydney', '2026-03-31'],
    ['2026-03-31T13:00:00.000Z', 'Australia/Sydney', '2026-04-01'],
    ['2026-04-05T13:59:59.999Z', 'Australia/Sydney', '2026-04-05'],
    ['2026-04-05T14:00:00.000Z', 'Australia/Sydney', '2026-04-06'],
    ['2026-10-03T13:59:59.999Z', 'Australia/Sydney', '2026-10-03'],
    ['2026-10-03T14:00:00.000Z', 'Australia/Sydney', '2026-10-04'],
    ['2026-10-04T12:59:59.999Z', 'Australia/Sydney', '2026-10-04'],
    ['2026-10-04T13:00:00.000Z', 'Australia/Sydney', '2026-10-05'],
    ['2026-06-30T14:29:59.999Z', 'Australia/Adelaide', '2026-06-30'],
    ['2026-06-30T14:30:00.000Z', 'Australia/Adelaide', '2026-07-01'],
  ])('%s in %s is %s', (instant, zone, date) => {
    expect(localDateOf(instant, zone)).toBe(date);
  });

  it('agrees with Intl, in every zone a profile may name, at random instants and around every hour of the days of change', () => {
    fc.assert(
      fc.property(from2010To2037, anyZone, (ms, zone) => {
        expect(localDateOf(instantFromMs(ms), zone)).toBe(oracleLocal(ms, zone).slice(0, 10));
      }),
      { numRuns: 2000 },
    );
    for (const day of ['2025-10-05', '2026-04-05', '2026-10-04', '2027-04-04']) {
      for (let minutes = -36 * 60; minutes < 60 * 60; minutes += 15) {
        const ms = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
        for (const zone of zones) {
          for (const at of [ms - 1, ms])
            expect(localDateOf(instantFromMs(at), zone)).toBe(oracleLocal(at, zone).slice(0, 10));
        }
      }
    }
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localDateOf('2026-04-01T00:00:00.000Z', 'Australia/Atlantis')).toThrow(RangeError);
  });
});

describe('dates and months', () => {
  it('counts days as Date does in UTC', () => {
    fc.assert(
      fc.property(anyLocalDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        const later = addDays(date, days);
        expect(later).toBe(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10));
        expect(daysBetween(date, later)).toBe(days);
        expect(daysBetween(later, date)).toBe(0 - days);
      }),
    );
  });

  it.each([
    ['2026-04-07', '7 April 2026'],
    ['2027-12-31', '31 December 2027'],
  ])('the date %s is said %s', (date, label) => {
    expect(dateLabel(date)).toBe(label);
  });

  it.each([
    ['2026-04-17', '2026-04', 'April 2026'],
    ['2026-12-01', '2026-12', 'December 2026'],
    ['2027-01-31', '2027-01', 'January 2027'],
  ])('%s', (date, month, label) => {
    expect(localMonthOf(date)).toBe(month);
    expect(monthLabel(date)).toBe(label);
    expect(monthLabel(month)).toBe(label);
  });

  it.each([['2026-4-1'], ['01/04/2026'], ['']])('does not take %j for a date', (text) => {
    expect(() => addDays(text, 1)).toThrow(RangeError);
  });
});

describe('fiscal quarters', () => {
  it.each([
    ['2026-04-01', '2026-Q4'],
    ['2026-06-30', '2026-Q4'],
    ['2026-07-01', '2027-Q1'],
    ['2026-09-30', '2027-Q1'],
    ['2026-10-01', '2027-Q2'],
    ['2026-12-31', '2027-Q2'],
    ['2027-01-01', '2027-Q3'],
    ['2027-03-31', '2027-Q3'],
  ])('%s is in %s', (date, quarter) => {
    expect(quarterOf(date)).toBe(quarter);
  });

  it.each([
    ['2026-Q1', '2025-07-01', '2025-09-30', 'Jul–Sep 2025', '2025-Q4'],
    ['2026-Q2', '2025-10-01', '2025-12-31', 'Oct–Dec 2025', '2026-Q1'],
    ['2026-Q3', '2026-01-01', '2026-03-31', 'Jan–Mar 2026', '2026-Q2'],
    ['2026-Q4', '2026-04-01', '2026-06-30', 'Apr–Jun 2026', '2026-Q3'],
  ])('%s', (quarter, from, to, label, previous) => {
    expect(quarterBounds(quarter)).toEqual({ from, to });
    expect(quarterLabel(quarter)).toBe(label);
    expect(previousQuarter(quarter)).toBe(previous);
  });

  it('cover every day once: a date lies within the bounds of its quarter, and the next day of its end is the next one', () => {
    fc.assert(
      fc.property(anyLocalDate, (date) => {
        const quarter = quarterOf(date);
        const { from, to } = quarterBounds(quarter);
        expect(from <= date && date <= to).toBe(true);
        expect(previousQuarter(quarterOf(addDays(to, 1)))).toBe(quarter);
      }),
    );
  });

  it("is that of the business's own midnight", () => {
    expect(getCurrentQuarter('2026-06-30T13:59:59.999Z', 'Australia/Brisbane')).toBe('2026-Q4');
    expect(getCurrentQuarter('2026-06-30T14:00:00.000Z', 'Australia/Brisbane')).toBe('2027-Q1');
    expect(getCurrentQuarter('2026-06-30T14:00:00.000Z', 'Australia/Perth')).toBe('2026-Q4');
  });

  it.each([
    ['2026-Q1', '2025-10-28'],
    ['2026-Q2', '2026-03-02'],
    ['2026-Q3', '2026-04-28'],
    ['2026-Q4', '2026-07-28'],
    ['2027-Q1', '2026-10-28'],
    ['2027-Q2', '2027-03-01'],
    ['2028-Q1', '2027-10-28'],
    ['2029-Q4', '2029-07-30'],
    ['2024-Q3', '2024-04-29'],
  ])('the BAS of %s is due on %s', (quarter, due) => {
    expect(basDueDate(quarter)).toBe(due);
  });

  it('the BAS is never due at a weekend, and at most two days after the 28th', () => {
    for (let year = 2001; year <= 2099; year += 1) {
      for (const number of [1, 2, 3, 4]) {
        const due = basDueDate(`${year}-Q${number}`);
        expect([0, 6]).not.toContain(new Date(`${due}T00:00:00Z`).getUTCDay());
        const late = daysBetween(`${quarterBounds(`${year}-Q${number}`).to}`, due);
        expect(late).toBeGreaterThanOrEqual(28);
        expect(late).toBeLessThanOrEqual(61);
      }
    }
  });

  it.each([['2026-Q5'], ['2026'], ['']])('does not take %j for a quarter', (text) => {
    expect(() => quarterBounds(text)).toThrow(RangeError);
  });
});

describe('times of day', () => {
  it.each([
    ['2026-04-17', '06:00', 'Australia/Brisbane', '2026-04-16T20:00:00.000Z'],
    ['2026-10-04', '06:00', 'Australia/Sydney', '2026-10-03T19:00:00.000Z'],
    // 02:30 is skipped: an hour later. 02:30 comes twice: the first.
    ['2026-10-04', '02:30', 'Australia/Sydney', '2026-10-03T16:30:00.000Z'],
    ['2026-04-05', '02:30', 'Australia/Sydney', '2026-04-04T15:30:00.000Z'],
    ['2026-04-05', '00:00', 'Australia/Sydney', '2026-04-04T13:00:00.000Z'],
    ['2026-01-01', '23:59', 'Australia/Adelaide', '2026-01-01T13:29:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, instant) => {
    expect(instantAtLocalTime(date, time, zone)).toBe(instant);
  });

  it('shows that time on the clocks of the zone, by Intl; only a skipped time moves on', () => {
    fc.assert(
      fc.property(
        anyLocalDate,
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        anyZone,
        (date, hour, minute, zone) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const ms = msFromInstant(instantAtLocalTime(date, time, zone));
          const shown = oracleLocal(ms, zone);
          // It is shown, and not an hour earlier as well; else it was skipped: those are times between two and three.
          const isShown = shown === `${date} ${time}`;
          const isFirst = oracleLocal(ms - 3_600_000, zone) !== shown;
          const isSkipped = hour === 2 && shown.slice(11) === `03:${time.slice(3)}`;
          expect(isShown ? isFirst : isSkipped).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('the next one is later, and at most 25 hours', () => {
    fc.assert(
      fc.property(from2010To2037, anyZone, (ms, zone) => {
        const next = nextInstantAtLocalTime(instantFromMs(ms), '06:00', zone);
        const wait = msFromInstant(next) - ms;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
        expect(oracleLocal(ms + wait, zone).slice(11)).toBe('06:00');
      }),
    );
    expect(nextInstantAtLocalTime('2026-04-16T20:00:00.000Z', '06:00', 'Australia/Brisbane')).toBe(
      '2026-04-17T20:00:00.000Z',
    );
    expect(nextInstantAtLocalTime('2026-04-16T19:59:59.999Z', '06:00', 'Australia/Brisbane')).toBe(
      '2026-04-16T20:00:00.000Z',
    );
  });

  it.each([['6:00'], ['24:00'], ['06:60'], ['']])('does not take %j for a time', (time) => {
    expect(() => instantAtLocalTime('2026-04-17', time, 'Australia/Brisbane')).toThrow(RangeError);
  });

  it.each([
    ['2026-07-01T00:00:00.000Z', 'Australia/Brisbane', 'AEST'],
    ['2026-01-01T00:00:00.000Z', 'Australia/Brisbane', 'AEST'],
    ['2026-01-01T00:00:00.000Z', 'Australia/Sydney', 'AEDT'],
    ['2026-07-01T00:00:00.000Z', 'Australia/Sydney', 'AEST'],
    ['2026-01-01T00:00:00.000Z', 'Australia/Adelaide', 'ACDT'],
    ['2026-01-01T00:00:00.000Z', 'Australia/Darwin', 'ACST'],
    ['2026-01-01T00:00:00.000Z', 'Australia/Perth', 'AWST'],
    ['2026-01-01T00:00:00.000Z', 'Pacific/Auckland', 'Pacific/Auckland'],
  ])('at %s people in %s say %s', (instant, zone, label) => {
    expect(timeZoneLabel(instant, zone)).toBe(label);
  });
});
