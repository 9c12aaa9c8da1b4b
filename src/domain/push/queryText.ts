// Escaping of text within QuickBooks' query language.

/**
 * Text for between the apostrophes of a query: `\` → `\\`, `'` → `\'` (doubling the apostrophe gives HTTP 400). Lone surrogates
 * are replaced, since they can't be URL-encoded.
 */
export function escapeQueryText(text: string): string {
  return text.toWellFormed().replace(/[\\']/g, (character) => `\\${character}`);
}
