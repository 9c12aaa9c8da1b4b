// Calendar arithmetic in UTC on Unix seconds: billing periods and business days.
import type { Recurring } from './billingShapes.ts';

export const DAY_SECONDS = 86_400;

/** `count` calendar months after the anchor, on the anchor's day or the month's last day. */
export function addMonths(anchorSeconds: number, count: number): number {
  const anchor = new Date(anchorSeconds * 1000);
  const firstOfMonth = Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth() + count, 1);
  const first = new Date(firstOfMonth);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(anchor.getUTCDate(), lastDay);
  const timeOfDay = ((anchorSeconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return firstOfMonth / 1000 + (day - 1) * DAY_SECONDS + timeOfDay;
}

function addPeriods(anchor: number, recurring: Recurring, periods: number): number {
  const count = periods * recurring.interval_count;
  if (recurring.interval === 'month') return addMonths(anchor, count);
  if (recurring.interval === 'year') return addMonths(anchor, count * 12);
  return anchor + count * (recurring.interval === 'week' ? 7 : 1) * DAY_SECONDS;
}

/** The first boundary of the billing cycle after the instant; boundaries are counted from the anchor (31 Jan → 28 Feb → 31 Mar). */
export function nextCycleBoundary(anchor: number, recurring: Recurring, after: number): number {
  const approximateDays = { day: 1, week: 7, month: 28, year: 365 }[recurring.interval] * recurring.interval_count;
  let periods = Math.max(0, Math.floor((after - anchor) / (approximateDays * DAY_SECONDS)) - 1);
  while (periods > 0 && addPeriods(anchor, recurring, periods) > after) periods -= 1;
  while (addPeriods(anchor, recurring, periods) <= after) periods += 1;
  return addPeriods(anchor, recurring, periods);
}

export function startOfDay(seconds: number): number {
  return seconds - (((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS);
}

export function startOfMonth(seconds: number): number {
  const date = new Date(seconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

export function isBusinessDay(seconds: number): boolean {
  const weekday = new Date(seconds * 1000).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Midnight UTC of the n-th business day after the instant (Monday to Friday; public holidays are not modelled). */
export function addBusinessDays(seconds: number, days: number): number {
  let day = startOfDay(seconds);
  let left = days;
  while (left > 0) {
    day += DAY_SECONDS;
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `10 Apr 2026`, as in Stripe's proration descriptions. */
export function shortDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
