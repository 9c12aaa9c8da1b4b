// Spells integer minor units as decimal text, by string arithmetic only: no amount ever becomes a float.

const THOUSANDS = /\B(?=(\d{3})+(?!\d))/g;
const SCREEN_MINUS = '\u2212';

/** Minor digits that differ from two, as Stripe sends them ("Supported currencies"): a table of another source would be out by a hundred. */
const minorDigitsByCurrency: Readonly<Record<string, number>> = {
  bif: 0,
  clp: 0,
  djf: 0,
  gnf: 0,
  jpy: 0,
  kmf: 0,
  krw: 0,
  mga: 0,
  pyg: 0,
  rwf: 0,
  vnd: 0,
  vuv: 0,
  xaf: 0,
  xof: 0,
  xpf: 0,
  bhd: 3,
  jod: 3,
  kwd: 3,
  omr: 3,
  tnd: 3,
};

/** Sent with two digits that are always 00: there are none in life. */
const wholeOnly: ReadonlySet<string> = new Set(['isk', 'ugx']);

/** Signs that a reader of Australian books knows; any other currency is shown by its code. */
const signByCurrency: Readonly<Record<string, string>> = {
  aud: 'A$',
  nzd: 'NZ$',
  usd: 'US$',
  gbp: '£',
  eur: '€',
  jpy: '¥',
};

export const minorDigitsOf = (currency: string): number => minorDigitsByCurrency[currency] ?? 2;

/**
 * `-123450` AUD → `-1234.50`: plain decimal with a hyphen-minus, as CSV and vendors' fields want it.
 * @throws RangeError if the amount isn't a safe integer
 */
export function plainDecimal(amountMinor: number, currency = 'aud'): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not an integer amount: ${amountMinor}`);
  const minorDigits = minorDigitsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(minorDigits + 1, '0');
  const whole = digits.slice(0, digits.length - minorDigits);
  const sign = amountMinor < 0 ? '-' : '';
  return minorDigits === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-minorDigits)}`;
}

/** `-123450` AUD → `−1,234.50`, for table cells whose header names the currency. */
export function formatAmount(amountMinor: number, currency = 'aud'): string {
  const [whole = '', fraction] = plainDecimal(Math.abs(amountMinor), currency).split('.');
  const isWhole = fraction === undefined || (wholeOnly.has(currency) && fraction === '00');
  const text = whole.replace(THOUSANDS, ',') + (isWhole ? '' : `.${fraction}`);
  return amountMinor < 0 ? SCREEN_MINUS + text : text;
}

/** As `formatAmount`, with `–` for zero: the manner of reports. */
export const formatReportAmount = (amountMinor: number, currency = 'aud'): string =>
  amountMinor === 0 ? '–' : formatAmount(amountMinor, currency);

/** `A$1,234.50`, `−A$1,234.50`, `SEK 1,234.50`: where an amount stands alone. */
export function formatMoney(amountMinor: number, currency = 'aud'): string {
  const sign = signByCurrency[currency] ?? `${currency.toUpperCase()}\u00a0`;
  const magnitude = formatAmount(Math.abs(amountMinor), currency);
  return `${amountMinor < 0 ? SCREEN_MINUS : ''}${sign}${magnitude}`;
}

/** `3412` → `3,412`. */
export const formatCount = (count: number): string => formatAmount(count, 'jpy');

/** `1 invoice`, `3,412 invoices`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`;
