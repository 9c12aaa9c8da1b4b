// What a person may have meant by a search: a number, an amount, a Stripe id, an RTO code, a name.
import { searchedAmountCents } from '../../../domain/searchedAmountCents.ts';

export interface SearchMeaning {
  readonly text: string;
  /** Ranges of invoice numbers, from inclusive, to exclusive. */
  readonly numbers: readonly { readonly from: string; readonly to: string }[];
  readonly amountCents: number | null;
  readonly stripeId: string | null;
}

/** Greater than any character, so that `prefix` … `prefix + highest` holds every text that begins with the prefix. */
const highest = '\u{10FFFF}';

const startingWith = (prefix: string): { from: string; to: string } => ({ from: prefix, to: `${prefix}${highest}` });

/** Null: nothing to search for. `none`: no row can match (SQLite's LIKE ends at a NUL, and no name holds one). */
export function readSearch(search: string | undefined, format: { readonly prefix: string; readonly digits: number }): SearchMeaning | 'none' | null {
  const text = (search ?? '').trim();
  if (text === '') return null;
  if (text.includes('\0')) return 'none';
  return { text, numbers: numberRanges(text, format), amountCents: searchedAmountCents(text), stripeId: /^[a-z]{2,8}_\w+$/.test(text) ? text : null };
}

/** `RTP-00`, `rtp-00`, `RTP` and, without the prefix, `0012` or `12` (RTP-0012). */
function numberRanges(text: string, format: { readonly prefix: string; readonly digits: number }): { from: string; to: string }[] {
  if (/^\d{1,12}$/.test(text)) {
    const padded = text.padStart(format.digits, '0');
    const ranges = [startingWith(format.prefix + text)];
    if (padded !== text) ranges.push({ from: format.prefix + padded, to: `${format.prefix}${padded}\0` });
    return ranges;
  }
  const typed = text.slice(0, format.prefix.length);
  if (typed.length >= Math.min(2, format.prefix.length) && format.prefix.toLowerCase().startsWith(typed.toLowerCase())) {
    return [startingWith(format.prefix.slice(0, typed.length) + text.slice(format.prefix.length))];
  }
  return /\d/.test(text) ? [startingWith(text)] : [];
}
