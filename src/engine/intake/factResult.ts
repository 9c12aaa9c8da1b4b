// What became of a queued fact.

/** Written (or known already), or left waiting for something that has not been mirrored yet. */
export type FactResult = 'written' | 'waiting';
