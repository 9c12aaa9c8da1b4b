// What is neither posted, nor waiting, nor left out with a reason: looked for live in small books, remembered for large ones.
import type { EngineContext } from '../context.ts';
import type { DifferenceRow } from '../ports/clearingTables.ts';

const leftOverKey = 'clearing.leftOver';
/** Looking costs about 4 µs for each balance transaction: below this a screen doesn't notice it. */
const mostLookedAtLive = 5000;

/** Looks through the whole mirror and remembers what was found: for "Check the books" and the daily sweep. */
export function lookForLeftOver(context: EngineContext): readonly DifferenceRow[] {
  const found = context.store.clearing.unaccounted();
  context.store.state.saveSync(leftOverKey, found);
  return found;
}

/** For screens: in large books, as it was when it was last looked for. */
export function leftOver(context: EngineContext): readonly DifferenceRow[] {
  if (context.store.clearing.count() <= mostLookedAtLive) return context.store.clearing.unaccounted();
  return (context.store.state.sync(leftOverKey) as readonly DifferenceRow[] | null | undefined) ?? [];
}
