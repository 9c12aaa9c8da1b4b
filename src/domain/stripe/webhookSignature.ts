// Whether a webhook was signed by Stripe, and lately: `Stripe-Signature: t=…,v1=…` over the raw body.
// Source: Stripe, "Verify webhook signatures manually"; timestamps ahead of us are refused too, which the SDK lets pass.

export type SignatureVerdict = 'valid' | 'no_header' | 'unreadable_header' | 'wrong_signature' | 'too_old' | 'too_new';

export interface SignedWebhook {
  /** The body exactly as it came; one changed byte is another body. */
  readonly body: string;
  readonly header: string | null;
  readonly secret: string;
  readonly nowSeconds: number;
  readonly hmacSha256Hex: (key: string, text: string) => string;
}

/** Both ways: Stripe's tolerance for what is late, and the same for a clock that runs ahead. */
export const toleranceSeconds = 300;
/** `stripe listen` sends one; a rotation of secrets two. */
const mostSignatures = 10;
const longestHeader = 2_000;

/** The signature is looked at before the time, so that a forged webhook never counts as a late one. */
export function verifyWebhook({ body, header, secret, nowSeconds, hmacSha256Hex }: SignedWebhook): SignatureVerdict {
  if (header === null || header === '') return 'no_header';
  const parts = parseHeader(header);
  if (parts === null) return 'unreadable_header';
  const expected = hmacSha256Hex(secret, `${parts.timestamp}.${body}`);
  // No early way out: how long it takes does not tell which one was right.
  let isSigned = false;
  for (const signature of parts.signatures) isSigned = isSameText(signature, expected) || isSigned;
  if (!isSigned) return 'wrong_signature';
  const signedSeconds = Number(parts.timestamp);
  if (nowSeconds - signedSeconds > toleranceSeconds) return 'too_old';
  return signedSeconds - nowSeconds > toleranceSeconds ? 'too_new' : 'valid';
}

function parseHeader(header: string): { timestamp: string; signatures: readonly string[] } | null {
  if (header.length > longestHeader) return null;
  const timestamps: string[] = [];
  const signatures: string[] = [];
  for (const item of header.split(',')) {
    const at = item.indexOf('=');
    const scheme = item.slice(0, Math.max(at, 0)).trim();
    const value = item.slice(at + 1).trim();
    if (scheme === 't') timestamps.push(value);
    // Other schemes (v0 is Stripe's fake one for tests) are not signatures: to take them would be a downgrade.
    if (scheme === 'v1') signatures.push(value);
  }
  const [timestamp] = timestamps;
  const isReadable = timestamp !== undefined && timestamps.length === 1 && /^\d{1,12}$/.test(timestamp) && signatures.length > 0 && signatures.length <= mostSignatures;
  return isReadable ? { timestamp, signatures } : null;
}

/** Takes as long for any text of the right length. */
function isSameText(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1) difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}
