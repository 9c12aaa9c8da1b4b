// Orders the names that another system uses by how alike they are to the one that was looked for.

const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** Words in common count most, a common beginning next; equal ones stay in the order given, so that the answer is stable. */
export function suggestNames(wanted: string, held: readonly string[]): readonly string[] {
  const wantedWords = wordsOf(wanted);
  const likeness = (name: string): number => {
    const words = wordsOf(name);
    const shared = wantedWords.filter((word) => words.includes(word)).length;
    const begun = wantedWords.filter((word) => words.some((other) => other.startsWith(word.slice(0, 3)))).length;
    return shared * 100 + begun * 10 - Math.min(9, Math.abs(words.length - wantedWords.length));
  };
  return [...new Set(held)].toSorted((a, b) => likeness(b) - likeness(a));
}
