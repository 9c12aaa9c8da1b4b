// Spells local dates (by string arithmetic) and instants (through the business's time zone) the one way the console does.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

/** `2026-11-21` → `21 Nov 2026`; anything else comes back as it is. */
export function formatLocalDate(localDate: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(localDate);
  const month = MONTHS[Number(match?.[2]) - 1];
  return match === null || month === undefined ? localDate : `${Number(match[3])} ${month} ${match[1]}`;
}

/** `2026-11` → `Nov 2026`. */
export function formatMonth(month: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  const name = MONTHS[Number(match?.[2]) - 1];
  return match === null || name === undefined ? month : `${name} ${match[1]}`;
}

/** First and last local date of a month `2026-02` → `['2026-02-01', '2026-02-28']`. */
export function monthRange(month: string): readonly [string, string] {
  const [year = 0, monthNumber = 1] = month.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][monthNumber - 1] ?? 31;
  return [`${month}-01`, `${month}-${days}`];
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function partsIn(timeZone: string, instant: string): Record<string, string> {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-AU', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** Instant → the local date `YYYY-MM-DD` it falls on in the zone. */
export function localDateOf(instant: string, timeZone: string): string {
  const parts = partsIn(timeZone, instant);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Instant → `14:02`. */
export function formatTime(instant: string, timeZone: string): string {
  const parts = partsIn(timeZone, instant);
  return `${parts.hour}:${parts.minute}`;
}

/** Instant → `14:02:07`, for evidence where seconds matter. */
export function formatTimeWithSeconds(instant: string, timeZone: string): string {
  return `${formatTime(instant, timeZone)}:${partsIn(timeZone, instant).second}`;
}

/** Instant → `21 Nov 2026, 14:02`. */
export const formatInstant = (instant: string, timeZone: string): string =>
  `${formatLocalDate(localDateOf(instant, timeZone))}, ${formatTime(instant, timeZone)}`;

/** Instant → `14:02` today, else `20 Nov, 14:02`: for as-of times beside a dot. */
export function formatAsOf(instant: string, today: string, timeZone: string): string {
  const date = localDateOf(instant, timeZone);
  if (date === today) return formatTime(instant, timeZone);
  const [day = '', month = '', year = ''] = formatLocalDate(date).split(' ');
  return `${day} ${month}${year === today.slice(0, 4) ? '' : ` ${year}`}, ${formatTime(instant, timeZone)}`;
}

/** Whole days from one local date to another (negative: past). Both are calendar dates, so UTC noon serves. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / DAY_MS);

/** `today`, `tomorrow`, `in 12 days`, `3 days ago`. */
export function relativeDays(from: string, to: string): string {
  const days = daysBetween(from, to);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** Milliseconds between two instants as `420 ms`, `1.4 s`, `2 min 5 s`. */
export function formatDuration(startedAt: string, endedAt: string): string {
  const elapsedMs = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  if (elapsedMs < 1000) return `${elapsedMs} ms`;
  if (elapsedMs < 60_000) return `${Math.floor(elapsedMs / 1000)}.${Math.floor((elapsedMs % 1000) / 100)} s`;
  return `${Math.floor(elapsedMs / 60_000)} min ${Math.floor((elapsedMs % 60_000) / 1000)} s`;
}

/** `Australia/Brisbane` → `Brisbane time`: the zone is named once per page. */
export const formatZone = (timeZone: string): string =>
  `${timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone} time`;

/** `2026-Q4` → `Q4 2026 · Apr–Jun 2026` (Australian fiscal quarters: the label is the year the fiscal year ends in). */
export function formatQuarter(quarter: string): string {
  const match = /^(\d{4})-Q([1-4])$/.exec(quarter);
  if (match === null) return quarter;
  const fiscalYear = Number(match[1]);
  const months = { 1: 'Jul–Sep', 2: 'Oct–Dec', 3: 'Jan–Mar', 4: 'Apr–Jun' }[Number(match[2])];
  return `${months} ${Number(match[2]) <= 2 ? fiscalYear - 1 : fiscalYear}`;
}
