// Invoice numbers: prefix and counter, spelled the same in Stripe's metadata, the ledger and QuickBooks' DocNumber.

/** Counter → number: prefix `RTP-`, 4 digits, 7 → `RTP-0007`; beyond the digits it grows (`RTP-10000`). */
export function formatInvoiceNumber(format: { readonly prefix: string; readonly digits: number }, n: number): string {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError('An invoice number counts from 1.');
  return `${format.prefix}${String(n).padStart(format.digits, '0')}`;
}

/** Number → counter; null where the text isn't one of our numbers (another prefix, a suffix such as `-R1`, nothing). */
export function parseInvoiceNumber(format: { readonly prefix: string }, text: string): number | null {
  if (!text.startsWith(format.prefix)) return null;
  const digits = text.slice(format.prefix.length);
  if (!/^\d{1,15}$/.test(digits)) return null;
  const n = Number(digits);
  return n >= 1 ? n : null;
}
