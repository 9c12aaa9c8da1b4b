// How well a name answers what was typed in the palette, and in which order the answers stand.
import { paletteGroups, type PaletteEntry } from './PaletteEntry.ts';

/** A record that the engine found by something that is not shown (an e-mail address, a Stripe id). */
const FOUND = 20;
/** Below this, letters in order only: kept where nothing better is there. */
const GOOD = 20;

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

export type RankedEntry = Pick<PaletteEntry, 'name' | 'group' | 'keywords' | 'terms'>;

function scoreOf(typed: string, { name, keywords, terms }: RankedEntry): number {
  if (typed.trim() === '') return terms === undefined ? 1 : 0;
  const named = matchScore(typed, name);
  if (terms === undefined) return Math.max(named, matchScore(typed, keywords ?? '') * 0.6);
  // `A$1,990` and `1990` mean the same amount.
  const bare = typed.trim().replace(/^(?:a?\$|aud)\s*/i, '').replaceAll(',', '');
  return Math.max(FOUND, named, ...terms.map((term) => Math.max(matchScore(typed, term), matchScore(bare, term))));
}

/**
 * The entries that match, in their groups: the group with the best answer first, in it the best first; equal ones keep
 * their order. Letters that merely stand in order count only where nothing answers better.
 */
export function rankEntries<E extends RankedEntry>(typed: string, entries: readonly E[]): readonly E[] {
  const scored = entries.map((entry) => ({ entry, score: scoreOf(typed, entry) })).filter(({ score }) => score > 0);
  const isAnsweredWell = scored.some(({ score }) => score > GOOD);
  const kept = typed.trim() !== '' && isAnsweredWell ? scored.filter(({ score }) => score >= GOOD) : scored;
  const bestOf = new Map<string, number>();
  for (const { entry, score } of kept) bestOf.set(entry.group, Math.max(score, bestOf.get(entry.group) ?? 0));
  return kept
    .toSorted(
      (left, right) =>
        (bestOf.get(right.entry.group) ?? 0) - (bestOf.get(left.entry.group) ?? 0) ||
        paletteGroups.indexOf(left.entry.group) - paletteGroups.indexOf(right.entry.group) ||
        right.score - left.score,
    )
    .map(({ entry }) => entry);
}
