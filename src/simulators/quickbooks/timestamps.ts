// Times as QuickBooks writes them: Pacific time with its offset, whatever the company's country (as in recorded responses).

const HOUR_MS = 3_600_000;

/** The instant of 02:00 Pacific standard time on the nth Sunday of a month (UTC milliseconds). */
function nthSundayMs(year: number, monthIndex: number, nth: number, utcHour: number): number {
  const firstWeekday = new Date(Date.UTC(year, monthIndex, 1)).getUTCDay();
  const day = 1 + ((7 - firstWeekday) % 7) + (nth - 1) * 7;
  return Date.UTC(year, monthIndex, day, utcHour);
}

/** Daylight saving in the Pacific zone: second Sunday of March 02:00 to first Sunday of November 02:00. */
function pacificOffsetHours(instantMs: number): number {
  const year = new Date(instantMs - 8 * HOUR_MS).getUTCFullYear();
  const starts = nthSundayMs(year, 2, 2, 10);
  const ends = nthSundayMs(year, 10, 1, 9);
  return instantMs >= starts && instantMs < ends ? -7 : -8;
}

/** "2020-09-29T05:58:16.187-07:00": the `time` of an answer. */
export function responseTime(instantMs: number): string {
  const hours = pacificOffsetHours(instantMs);
  const local = new Date(instantMs + hours * HOUR_MS).toISOString().slice(0, -1);
  return `${local}-0${-hours}:00`;
}

/** "2020-09-29T05:58:16-07:00": whole seconds, as in MetaData. */
export function metaTime(instantMs: number): string {
  const text = responseTime(instantMs);
  return text.slice(0, 19) + text.slice(23);
}

/** The calendar date of an instant at an offset from UTC, "2026-11-05". */
export function dateAtOffset(instantMs: number, utcOffsetMinutes: number): string {
  return new Date(instantMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}

/** A calendar date some days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}

/** Whether the text is an existing calendar date written as 2026-11-05. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instantMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instantMs) && new Date(instantMs).toISOString().startsWith(text);
}
