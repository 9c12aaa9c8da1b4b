// Calendar: instants to local dates of the business's time zone, months, Australian fiscal quarters and BAS due dates.
import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;
const quarterHourMs = 900_000;
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

interface LocalDateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
const four = (value: number): string => String(value).padStart(4, '0');

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function dayNumberOf({ year, month, day }: LocalDateParts): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function partsOfDayNumber(dayNumber: number): LocalDateParts {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function dateTextOfDayNumber(dayNumber: number): string {
  const { year, month, day } = partsOfDayNumber(dayNumber);
  if (year < 1 || year > 9999) throw new RangeError('The date lies outside the years 1 to 9999.');
  return `${four(year)}-${two(month)}-${two(day)}`;
}

const localDatePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

function partsOf(localDate: string): LocalDateParts {
  const match = localDatePattern.exec(localDate);
  if (match === null) throw new RangeError('A local date must be YYYY-MM-DD.');
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/** Milliseconds since the epoch (UTC) → `2026-04-01T00:00:00.000Z`. Throws RangeError outside the years 1 to 9999. */
export function instantFromMs(ms: number): string {
  if (!Number.isSafeInteger(ms)) throw new RangeError('An instant must be a whole number of milliseconds.');
  const dayNumber = Math.floor(ms / dayMs);
  const rest = ms - dayNumber * dayMs;
  const seconds = Math.floor(rest / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dateTextOfDayNumber(dayNumber)}T${time}.${String(rest % 1000).padStart(3, '0')}Z`;
}

/** Unix seconds, as Stripe sends them, → instant. */
export function instantFromUnixSeconds(seconds: number): string {
  return instantFromMs(seconds * 1000);
}

const instantPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/;

/** An instant as another program writes it, with any offset (`2020-09-29T05:58:16-07:00`), in our form; null where it is none. */
export function instantFromText(text: string): string | null {
  try {
    return instantFromMs(Temporal.Instant.from(text).epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Instant → milliseconds since the epoch. Throws RangeError where the text isn't an instant with milliseconds and `Z`. */
export function msFromInstant(iso: string): number {
  const match = instantPattern.exec(iso);
  if (match === null) throw new RangeError('An instant must be ISO 8601 in UTC with milliseconds and Z.');
  const days = dayNumberOf({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });
  return (
    days * dayMs + Number(match[4]) * 3_600_000 + Number(match[5]) * 60_000 + Number(match[6]) * 1000 + Number(match[7])
  );
}

interface ZoneOffsets {
  /** UTC day → offset in ms, null where the offset changes within the day. */
  readonly byDay: Map<number, number | null>;
  readonly byQuarterHour: Map<number, number>;
}

const offsetsByZone = new Map<string, ZoneOffsets>();

function askOffsetMs(ms: number, timeZone: string): number {
  return Math.round(
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1_000_000,
  );
}

/** Zone offsets are asked for once per UTC day (per quarter of an hour on a day of change): the library takes microseconds a call. */
function offsetMsAt(ms: number, timeZone: string): number {
  let known = offsetsByZone.get(timeZone);
  if (known === undefined) {
    known = { byDay: new Map(), byQuarterHour: new Map() };
    offsetsByZone.set(timeZone, known);
  }
  const day = Math.floor(ms / dayMs);
  let offset = known.byDay.get(day);
  if (offset === undefined) {
    const atStart = askOffsetMs(day * dayMs, timeZone);
    offset = atStart === askOffsetMs((day + 1) * dayMs, timeZone) ? atStart : null;
    known.byDay.set(day, offset);
  }
  if (offset !== null) return offset;
  const bucket = Math.floor(ms / quarterHourMs);
  let exact = known.byQuarterHour.get(bucket);
  if (exact === undefined) {
    exact = askOffsetMs(bucket * quarterHourMs, timeZone);
    known.byQuarterHour.set(bucket, exact);
  }
  return exact;
}

/** The local date of an instant in a time zone (`Australia/Brisbane`, …). Throws RangeError for an unknown zone. */
export function localDateOf(instant: string, timeZone: string): string {
  const ms = msFromInstant(instant);
  return dateTextOfDayNumber(Math.floor((ms + offsetMsAt(ms, timeZone)) / dayMs));
}

/** `05:12`, in a time zone. */
export function localTimeOf(instant: string, timeZone: string): string {
  const ms = msFromInstant(instant);
  const minutes = Math.floor((ms + offsetMsAt(ms, timeZone)) / 60_000) % (24 * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const australianZoneNames: ReadonlyMap<number, string> = new Map([
  [480, 'AWST'],
  [570, 'ACST'],
  [600, 'AEST'],
  [630, 'ACDT'],
  [660, 'AEDT'],
]);

/** What people call the time of an Australian zone at an instant (`AEST`, `AEDT`); the zone's own name elsewhere. */
export function timeZoneLabel(instant: string, timeZone: string): string {
  const offsetMinutes = offsetMsAt(msFromInstant(instant), timeZone) / 60_000;
  return (timeZone.startsWith('Australia/') ? australianZoneNames.get(offsetMinutes) : undefined) ?? timeZone;
}

/** `2026-04-17` → `2026-04`. */
export function localMonthOf(localDate: string): string {
  return localDate.slice(0, 7);
}

/** `2026-04` or `2026-04-17` → `April 2026`. */
export function monthLabel(localDateOrMonth: string): string {
  const { year, month } = partsOf(`${localMonthOf(localDateOrMonth)}-01`);
  return `${monthNames[month - 1] ?? ''} ${year}`;
}

/** `2026-04-07` → `7 April 2026`, as a sentence says it. */
export function dateLabel(localDate: string): string {
  return `${Number(localDate.slice(8))} ${monthLabel(localDate)}`;
}

/** The local date `days` later (earlier where negative). */
export function addDays(localDate: string, days: number): string {
  return dateTextOfDayNumber(dayNumberOf(partsOf(localDate)) + days);
}

/** Whole days from the first local date to the second; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumberOf(partsOf(to)) - dayNumberOf(partsOf(from));
}

/** Australian fiscal quarter of a local date: Q1 is July to September; the year is the one the fiscal year ends in. */
export function quarterOf(localDate: string): string {
  const { year, month } = partsOf(localDate);
  const number = month >= 7 ? (month >= 10 ? 2 : 1) : month >= 4 ? 4 : 3;
  return `${four(month >= 7 ? year + 1 : year)}-Q${number}`;
}

const quarterPattern = /^(\d{4})-Q([1-4])$/;

/** First calendar month of the quarter and the calendar year it lies in. */
function startOfQuarter(quarter: string): { year: number; month: number; number: number } {
  const match = quarterPattern.exec(quarter);
  if (match === null) throw new RangeError('A fiscal quarter must be YYYY-Qn.');
  const fiscalYear = Number(match[1]);
  const number = Number(match[2]);
  return number <= 2
    ? { year: fiscalYear - 1, month: 4 + number * 3, number }
    : { year: fiscalYear, month: number * 3 - 8, number };
}

/** First and last local date of a fiscal quarter, both inclusive. */
export function quarterBounds(quarter: string): { from: string; to: string } {
  const { year, month } = startOfQuarter(quarter);
  const nextYear = month === 10 ? year + 1 : year;
  const nextMonth = month === 10 ? 1 : month + 3;
  return {
    from: `${four(year)}-${two(month)}-01`,
    to: dateTextOfDayNumber(dayNumberOf({ year: nextYear, month: nextMonth, day: 1 }) - 1),
  };
}

/** The fiscal quarter before. */
export function previousQuarter(quarter: string): string {
  return quarterOf(addDays(quarterBounds(quarter).from, -1));
}

/** `2026-Q4` → `Apr–Jun 2026`. */
export function quarterLabel(quarter: string): string {
  const { year, month } = startOfQuarter(quarter);
  return `${(monthNames[month - 1] ?? '').slice(0, 3)}–${(monthNames[month + 1] ?? '').slice(0, 3)} ${year}`;
}

/** The fiscal quarter that an instant falls into in a time zone. */
export function getCurrentQuarter(instant: string, timeZone: string): string {
  return quarterOf(localDateOf(instant, timeZone));
}

/**
 * Due date of the quarterly BAS: 28 October, 28 February, 28 April, 28 July; at a weekend the following Monday
 * (ATO, "Due dates for lodging and paying your BAS").
 */
export function basDueDate(quarter: string): string {
  const { year, month, number } = startOfQuarter(quarter);
  const due = { year: number === 2 ? year + 1 : year, month: number === 2 ? 2 : month + 3, day: 28 };
  const dayNumber = dayNumberOf(due);
  // 1970-01-01 was a Thursday: 0 is Monday.
  const weekday = (((dayNumber + 3) % 7) + 7) % 7;
  return dateTextOfDayNumber(weekday >= 5 ? dayNumber + 7 - weekday : dayNumber);
}

const timePattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * The instant at which clocks of the zone show `time` (`HH:MM`) on a local date. A time that is skipped when clocks go
 * forward moves on by the skipped hour; of a time that comes twice the first is taken (as Temporal's `compatible`).
 */
export function instantAtLocalTime(localDate: string, time: string, timeZone: string): string {
  const match = timePattern.exec(time);
  if (match === null) throw new RangeError('A time must be HH:MM.');
  const localMs = dayNumberOf(partsOf(localDate)) * dayMs + Number(match[1]) * 3_600_000 + Number(match[2]) * 60_000;
  const offsetBefore = offsetMsAt(localMs - dayMs, timeZone);
  const offsetAfter = offsetMsAt(localMs + dayMs, timeZone);
  const first = localMs - offsetBefore;
  const second = localMs - offsetAfter;
  const isFirstReal = offsetMsAt(first, timeZone) === offsetBefore;
  const isSecondReal = offsetMsAt(second, timeZone) === offsetAfter;
  if (isFirstReal && isSecondReal) return instantFromMs(Math.min(first, second));
  return instantFromMs(isSecondReal ? second : first);
}

/** The next instant, later than the given one, at which clocks of the zone show `time`. */
export function nextInstantAtLocalTime(afterInstant: string, time: string, timeZone: string): string {
  const today = localDateOf(afterInstant, timeZone);
  const candidate = instantAtLocalTime(today, time, timeZone);
  return candidate > afterInstant ? candidate : instantAtLocalTime(addDays(today, 1), time, timeZone);
}
