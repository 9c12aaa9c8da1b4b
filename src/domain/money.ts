// Money: integers in the currency's minor unit, turned into decimal text and back only at the edge.

const zeroDecimalCurrencies: ReadonlySet<string> = new Set([
  'bif',
  'clp',
  'djf',
  'gnf',
  'jpy',
  'kmf',
  'krw',
  'mga',
  'pyg',
  'rwf',
  'vnd',
  'vuv',
  'xaf',
  'xof',
  'xpf',
]);
const threeDecimalCurrencies: ReadonlySet<string> = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/**
 * Digits of the minor unit in which Stripe sends a currency's amounts: 0, 2 or 3.
 * ISK and UGX have no minor unit of their own but are sent with two digits that must be 00 (Stripe, "Supported currencies").
 */
export function minorUnitDigits(currency: string): number {
  const code = currency.toLowerCase();
  if (zeroDecimalCurrencies.has(code)) return 0;
  return threeDecimalCurrencies.has(code) ? 3 : 2;
}

/** Minor units → decimal text: `-36273` → `-362.73`. Throws RangeError for anything but a safe integer: that is a bug. */
export function centsToDecimalText(minor: number, digits = 2): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError('An amount must be an integer of the minor unit.');
  const isNegative = minor < 0;
  const text = String(isNegative ? -minor : minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? whole : `${whole}.${text.slice(text.length - digits)}`;
  return isNegative ? `-${decimal}` : decimal;
}

const decimalPattern = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Decimal text → minor units; null where the text isn't a plain decimal or holds more than `digits` decimals that aren't zero. */
export function decimalTextToCents(text: string, digits = 2): number | null {
  if (text.length > 64) return null;
  const match = decimalPattern.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  for (let index = digits; index < fraction.length; index += 1) {
    if (fraction[index] !== '0') return null;
  }
  const minor = Number(`${match[2] ?? ''}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** Cents → the JSON number QuickBooks takes (`36273` → `362.73`). Only for building JSON: never compute with it. */
export function centsToJsonNumber(cents: number): number {
  return Number(centsToDecimalText(cents));
}

/** A decimal of QuickBooks' JSON (number or text) → cents, by its shortest text; null where it isn't a whole number of cents. */
export function jsonNumberToCents(value: unknown): number | null {
  if (typeof value === 'number') return decimalTextToCents(String(value));
  return typeof value === 'string' ? decimalTextToCents(value) : null;
}

/**
 * `numerator / denominator` rounded half away from zero, so that a refund is the mirror of its sale.
 * Exact for any size; throws RangeError where the result isn't a safe integer.
 */
export function quotientHalfUp(numerator: bigint, denominator: bigint): number {
  const isNegative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = Number((2n * top + bottom) / (2n * bottom));
  if (!Number.isSafeInteger(rounded)) throw new RangeError('The amount is too large to be exact.');
  return isNegative && rounded !== 0 ? -rounded : rounded;
}

/** `amount × multiplier / divisor` rounded half away from zero; multiplier and divisor are positive integers. */
export function scaleHalfUp(amount: number, multiplier: number, divisor: number): number {
  const top = amount < 0 ? -amount : amount;
  const product = top * multiplier;
  // Products beyond 2^53 aren't exact as numbers: those few go through bigint.
  if (!Number.isSafeInteger(product * 2 + divisor)) {
    return quotientHalfUp(BigInt(amount) * BigInt(multiplier), BigInt(divisor));
  }
  const remainder = product % divisor;
  const down = (product - remainder) / divisor;
  const rounded = remainder * 2 >= divisor ? down + 1 : down;
  return amount < 0 && rounded !== 0 ? -rounded : rounded;
}

/** Sum of amounts; throws RangeError where it isn't exact any more. */
export function sumCents(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  if (!Number.isSafeInteger(sum)) throw new RangeError('The sum is too large to be exact.');
  return sum === 0 ? 0 : sum;
}
