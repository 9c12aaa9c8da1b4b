// Takes card data and client secrets out of Stripe's JSON before it is stored.

/** PCI DSS: expiry beside the last four digits is cardholder data; fingerprints identify a card; a client secret can pay. */
const droppedKeys: ReadonlySet<string> = new Set([
  'exp_month',
  'exp_year',
  'fingerprint',
  'fingerprints',
  'cvc',
  'cvv',
  'client_secret',
  '__proto__',
]);
/** No Stripe object nests this deep; deeper values are dropped, so that copying and printing never exhaust the stack. */
const deepestLevel = 64;
/** 13 to 19 digits, possibly grouped by single blanks or hyphens, not part of an id or a longer number. */
const cardNumberPattern = /(?<![0-9A-Za-z_])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z_])/g;
const cardNumberReplacement = '[number removed]';

/** Whether a key of Stripe's objects names what must never be stored; not even the key is then kept in samples. */
export const isCardDataKey = (key: string): boolean => droppedKeys.has(key);

/** Deep copy without what must never be stored. Keys `iin`, `last4`, `brand`, `cvc_check` stay. */
export function cleanStripeObject<T>(json: T): T {
  return cleanValue(json, 0) as T;
}

function cleanValue(value: unknown, level: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return looksLikeCardNumber(value) ? null : value;
  if (typeof value !== 'object' || value === null) return value;
  if (level >= deepestLevel) return null;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, level + 1));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (!isCardDataKey(key)) copy[cleanText(key)] = cleanValue((value as Record<string, unknown>)[key], level + 1);
  }
  return copy;
}

function cleanText(text: string): string {
  return text.length < 13 ? text : text.replace(cardNumberPattern, cardNumberReplacement);
}

/** A bare JSON number is taken for a card's only where the check digit fits: large amounts must stay. */
function looksLikeCardNumber(value: number): boolean {
  if (!Number.isInteger(value) || value < 1e12 || value >= 1e19) return false;
  const digits = String(value);
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
