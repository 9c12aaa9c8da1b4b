// The second net under logs, error details and diagnostics: takes keys, tokens and card numbers out of any text.

/** What stands where a secret was. */
export const redacted = '[redacted]';

/** Shorter strings are no secrets, and replacing them would eat ordinary words. */
const shortestKnownSecret = 6;

/** Each pattern replaces all of its match, or keeps what group 1 holds (the label before the secret). */
const patterns: readonly RegExp[] = [
  // Stripe: secret, restricted, publishable and ephemeral keys, webhook secrets; Stripe's own masked form has asterisks.
  /\b(?:sk|rk|pk|ek)_(?:live|test)_[A-Za-z0-9*_]+/g,
  /\bwhsec_[A-Za-z0-9+/=_-]+/g,
  // Client secrets of Stripe's payment and setup intents.
  /\b(?:pi|seti|cs)_[A-Za-z0-9]+_secret_[A-Za-z0-9]+/g,
  // Authorization headers, quoted in whatever way.
  /\b((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{6,}/gi,
  // Form fields, JSON members, query parameters and headers that hold a secret.
  /((?:refresh_token|access_token|id_token|client_secret|clientSecret|accessToken|refreshToken|api_key|apiKey|authorization|password|assertion)["']?\s*[:=]\s*["']?)(?!\[redacted\])[^\s"'&,;}<]+/gi,
  /([?&\s"'](?:code|token|state|key)["']?\s*[:=]\s*["']?)(?!\[redacted\])(?=[^\s"'&,;}<]*\d)[^\s"'&,;}<]{12,}/gi,
  // Intuit echoes the token in its 401: "Token expired: AB01601390262kxz…" (recorded response).
  /(\btokens?\s{1,3}(?:expired|revoked|invalid|rejected)?\s{0,3}:?\s{0,3})(?!\[redacted\])(?=\S*\d)[A-Za-z0-9._~+/=-]{12,}/gi,
  // Intuit's refresh tokens and codes: AB + time + random, RT1-…, and the older L0…/Q0… form.
  /\bAB\d{8,}[A-Za-z0-9_-]{6,}/g,
  /\bRT\d-[A-Za-z0-9_-]{10,}/g,
  /\b[LQ]0\d{8,}[A-Za-z0-9_-]{6,}/g,
  // JWT and JWE: base64url of '{"' opens each.
  /\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4}/g,
  // Anything else that long and mixed is a token, not a word: Intuit's client secrets are 40 characters.
  /(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{40,}/g,
];

const expiryPattern = /((?:exp_month|exp_year|cvc|cvv)["']?\s*[:=]\s*["']?)\d{1,4}/gi;
/** 13 to 19 digits, in groups or not; the first digit 2 to 6 is that of the card schemes, which spares millisecond timestamps. */
const cardNumberPattern = /(?<![A-Za-z0-9_])[2-6](?:[ -]?\d){12,18}(?![A-Za-z0-9_])/g;

/** ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - fromRight) - 48;
    const doubled = digit * 2;
    sum += fromRight % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * The text without keys, tokens, card numbers and expiries. `known` are secrets that the caller holds: they are taken out
 * literally and in their URL-encoded and base64 forms, whatever they look like.
 */
export function redact(text: string, known: readonly (string | undefined)[] = []): string {
  let clean = text;
  for (const secret of known) {
    if (secret === undefined || secret.length < shortestKnownSecret) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), Buffer.from(secret, 'utf8').toString('base64')])) {
      clean = clean.replaceAll(form, redacted);
    }
  }
  for (const pattern of patterns) {
    clean = clean.replace(pattern, (_match, label: unknown) =>
      typeof label === 'string' ? label + redacted : redacted,
    );
  }
  clean = clean.replace(expiryPattern, (_match, label: string) => label + redacted);
  return clean.replace(cardNumberPattern, (match) => (passesLuhn(match.replaceAll(/\D/g, '')) ? redacted : match));
}

/** A vendor's sentence as an error's detail: redacted, on one line, at most `maxLength` characters. */
export function redactedDetail(text: string, known: readonly (string | undefined)[] = [], maxLength = 300): string {
  // Cut generously before the patterns run: a hostile answer of megabytes must not cost seconds.
  const oneLine = redact(text.slice(0, maxLength * 20), known)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return oneLine.length > maxLength ? `${oneLine.slice(0, maxLength - 1)}…` : oneLine;
}
