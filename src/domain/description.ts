// Plain-English descriptions of invoice lines, for the ledger and QuickBooks; never an id, SKU or system word.
import { monthLabel } from './calendar.ts';

export interface DescribedLine {
  /** The business's product line, `RTOpacks` (profile). */
  readonly productName: string;
  /** Null where the product is none of the plans. */
  readonly planTier: 'essential' | 'pro' | 'enterprise' | 'seat_addon' | (string & {}) | null;
  /** The product's name in Stripe. */
  readonly productLabel: string | null;
  readonly quantity: number | null;
  readonly seats: number | null;
  readonly interval: 'day' | 'week' | 'month' | 'year' | (string & {}) | null;
  /** Local date on which the service period begins. */
  readonly periodStart: string | null;
  readonly isProration: boolean;
  readonly rawDescription: string | null;
  /** For an additional seat: the plan it was added to. */
  readonly basePlanTier?: string | null;
  /** Tells a proration's credit from its charge where Stripe's own text doesn't. */
  readonly amountCents?: number;
}

const planNames: ReadonlyMap<string, string> = new Map([
  ['free', 'Free'],
  ['essential', 'Essential'],
  ['pro', 'Pro'],
  ['enterprise', 'Enterprise'],
]);
const subscriptionWords: ReadonlyMap<string, string> = new Map([
  ['day', 'daily subscription'],
  ['week', 'weekly subscription'],
  ['month', 'monthly subscription'],
  ['year', 'annual subscription'],
]);
/** QuickBooks takes 4000 characters; a line that a person reads is shorter. */
const longestDescription = 200;

/** One line, as a customer and the bookkeeper read it: "RTOpacks Pro — monthly subscription, 5 seats, April 2026". */
export function describeLine(line: DescribedLine): string {
  const head = line.planTier === 'seat_addon' ? seatHead(line) : planHead(line);
  const tail = [...head.details, ...periodWords(line)];
  return shorten([`${head.subject}${head.what === null ? '' : ` — ${head.what}`}`, ...tail].join(', '));
}

interface Head {
  readonly subject: string;
  readonly what: string | null;
  readonly details: string[];
}

function seatHead(line: DescribedLine): Head {
  const count = line.quantity ?? 1;
  const base =
    line.basePlanTier === undefined || line.basePlanTier === null ? undefined : planNames.get(line.basePlanTier);
  const subject = count > 1 ? `${count} additional seats` : 'Additional seat';
  const details = line.isProration ? [prorationWords(line)] : [];
  return {
    subject,
    what: base === undefined ? speakable(line.productName) : `${speakable(line.productName)} ${base}`,
    details,
  };
}

function planHead(line: DescribedLine): Head {
  const planName = line.planTier === null ? undefined : planNames.get(line.planTier);
  const sold = planName === undefined ? soldName(line) : `${speakable(line.productName)} ${planName}`;
  const subject = sold === '' ? speakable(line.productName) : sold;
  if (line.isProration) return { subject, what: prorationWords(line), details: [] };
  const details: string[] = [];
  if (planName !== undefined && line.seats !== null) details.push(line.seats === 1 ? '1 seat' : `${line.seats} seats`);
  else if (planName === undefined && line.quantity !== null && line.quantity > 1)
    details.push(`quantity ${line.quantity}`);
  const what =
    line.interval === null
      ? sold === ''
        ? 'purchase'
        : null
      : (subscriptionWords.get(line.interval) ?? 'subscription');
  return { subject, what, details };
}

/** Stripe's own lines read "Unused time on … after …" and "Remaining time on … after …". */
function prorationWords(line: DescribedLine): string {
  const raw = line.rawDescription ?? '';
  if (/^unused time/i.test(raw)) return 'credit for unused time';
  if (/^remaining time/i.test(raw)) return 'charge for the rest of the period';
  if (line.amountCents === undefined || line.amountCents === 0) return 'adjustment for a change of plan';
  return line.amountCents < 0 ? 'credit for unused time' : 'charge for the rest of the period';
}

function periodWords(line: DescribedLine): string[] {
  if (line.periodStart === null) return [];
  const month = monthLabel(line.periodStart);
  return [line.interval === 'year' && !line.isProration ? `12 months from ${month}` : month];
}

/** The name of what was sold that is none of the plans: the product's name, else Stripe's text without its decorations, else ''. */
function soldName(line: DescribedLine): string {
  const label = speakable(line.productLabel ?? '');
  if (label !== '') return label;
  const raw = (line.rawDescription ?? '')
    .replace(/^\d+ × /, '')
    .replace(/ \(at [^()]{0,40}\)$/, '')
    .replace(/^(?:unused|remaining) time on /i, '')
    .replace(/ after \d{1,2} \w{3,9} \d{4}$/, '');
  return speakable(raw);
}

/** Text without ids (`price_1Abc…`, UUIDs), names of the kind `rto_pro_monthly`, SKUs (`RTO-PRO-M`) and control characters. */
export function speakable(text: string): string {
  return text
    .slice(0, 1000)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\S*[A-Za-z0-9]_[A-Za-z0-9]\S*/g, ' ')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, ' ')
    .replace(/\b(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+){2,}\b/g, ' ')
    .replace(/\bSKU\b[\s:#-]*[^\s)\]]*/gi, ' ')
    .replace(/\(\s*\)|\[\s*\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:–—-]+|[\s,;:–—-]+$/g, '');
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= longestDescription
    ? text
    : `${characters
        .slice(0, longestDescription - 1)
        .join('')
        .trimEnd()}…`;
}

/** One line for a whole invoice: its first line, and how many more there are. */
export function describeInvoice(lines: readonly string[]): string {
  const first = lines[0];
  if (first === undefined) return 'No lines';
  return lines.length === 1 ? first : `${first} + ${lines.length - 1} more`;
}
