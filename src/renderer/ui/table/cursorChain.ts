// The cursors of a keyset-paged list in order: page i is asked for with cursors[i]; the first page's is null.

export interface CursorChain {
  readonly cursors: readonly (string | null)[];
  /** The last known page is the list's last. */
  readonly isComplete: boolean;
}

export const newCursorChain: CursorChain = { cursors: [null], isComplete: false };

/** What page `pageIndex` said about its successor. A successor that changed (rows came or went) makes all later cursors void. */
export function learnNextCursor(chain: CursorChain, pageIndex: number, nextCursor: string | null): CursorChain {
  if (pageIndex >= chain.cursors.length) return chain;
  const known = chain.cursors[pageIndex + 1];
  if (nextCursor === null) {
    const isUnchanged = chain.isComplete && chain.cursors.length === pageIndex + 1;
    return isUnchanged ? chain : { cursors: chain.cursors.slice(0, pageIndex + 1), isComplete: true };
  }
  if (known === nextCursor) return chain;
  return { cursors: [...chain.cursors.slice(0, pageIndex + 1), nextCursor], isComplete: false };
}
