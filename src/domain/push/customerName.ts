// Names that QuickBooks accepts: cleaned, cut to length, and alternatives where a name is taken.

const longestDisplayName = 100;
/** Emoji and their joiners: QuickBooks rejects some characters with 2180, and a name must be found again by query. */
const pictures =
  /(?![ -\u25FF])(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})|\uFE0F|\u200D|\u20E3/gu;

/**
 * A DisplayName: at most 100 characters, without `:` (it separates sub-customers), tab or newline; blanks collapsed.
 * May be '' where nothing is left: the caller then falls back to its next source.
 */
export function cleanDisplayName(text: string): string {
  return cleanName(text, longestDisplayName);
}

/** The same for the other name fields, with their own length. */
export function cleanName(text: string, longest: number): string {
  const cleaned = text
    .slice(0, 2000)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .replace(pictures, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200B\uFEFF\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s*:\s*/g, ' - ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s-]+|[\s-]+$/g, '');
  return cutText(cleaned, longest);
}

/** Cuts to a length in UTF-16 units, which is how QuickBooks counts, without halving a character. */
function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}

/**
 * The name and what to try after it where another customer, a vendor or an employee holds it: first with the RTO code, then
 * numbered. Each is a valid DisplayName; none where nothing is left of the name.
 */
export function nameCandidates(displayName: string, rtoCode: string | null): string[] {
  const base = cleanDisplayName(displayName);
  if (base === '') return [];
  const suffixes = [
    '',
    ...(rtoCode === null || rtoCode === '' ? [] : [` (RTO ${rtoCode})`]),
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => ` (${number})`),
  ];
  return suffixes.map((suffix) => cutText(base, longestDisplayName - suffix.length) + suffix);
}
