// How well a name answers what was typed in the palette.

/**
 * 0: no match. Higher is better: the whole name, its start, the start of a word, the initials or letters in order.
 * Case and accents don't count.
 */
export function matchScore(typed: string, name: string): number {
  const query = fold(typed.trim());
  const text = fold(name);
  if (query === '') return 1;
  if (text === query) return 100;
  if (text.startsWith(query)) return 80 - Math.min(20, text.length - query.length) / 4;
  const wordStart = text.split(/[\s&,/-]+/).findIndex((word) => word.startsWith(query));
  if (wordStart > 0) return 60 - Math.min(10, wordStart);
  if (text.includes(query)) return 40;
  return isSubsequence(query, text) ? 15 : 0;
}

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

function isSubsequence(query: string, text: string): boolean {
  let from = 0;
  for (const letter of query.replaceAll(' ', '')) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return true;
}

/** The entries that match, best first; equal ones keep their order. */
export function rankEntries<E extends { readonly name: string; readonly keywords?: string }>(
  typed: string,
  entries: readonly E[],
): readonly E[] {
  return entries
    .map((entry) => ({
      entry,
      score: Math.max(
        matchScore(typed, entry.name),
        matchScore(typed, entry.keywords ?? '') * (typed.trim() === '' ? 0 : 0.6),
      ),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score)
    .map(({ entry }) => entry);
}
