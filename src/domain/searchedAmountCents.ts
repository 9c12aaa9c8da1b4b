// The amount that a person typed into a search.
import { decimalTextToCents } from './money.ts';

/** `399`, `399.00`, `$1,234.50`, `A$ 35` → cents; null where the text is no amount. `0012` is a number, not an amount. */
export function searchedAmountCents(text: string): number | null {
  const match = /^(?:A?\$|AUD)?\s*((?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,11})(?:\.\d{1,2})?)$/i.exec(text.trim());
  return match?.[1] === undefined ? null : decimalTextToCents(match[1].replaceAll(',', ''));
}
