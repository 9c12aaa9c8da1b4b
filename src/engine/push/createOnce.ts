// Creates a QuickBooks document at most once: looks before, looks after any doubt, repeats only under the same request id.
import { AppError } from '../../contract/errors.ts';
import type { QboAnswer } from '../ports/quickBooksGateway.ts';

export interface Created {
  readonly answer: QboAnswer;
  /** It stood there already: made by an earlier attempt whose answer was lost. */
  readonly isAdopted: boolean;
}

/**
 * `look` answers our document if it exists. A duplicate number means that it does after all. Throws what `create` threw when
 * the second try is in doubt too and nothing can be found: the next attempt looks again.
 */
export async function createOnce(look: () => Promise<QboAnswer | undefined>, create: () => Promise<QboAnswer>, { isSurelyAbsent = false } = {}): Promise<Created> {
  const before = isSurelyAbsent ? undefined : await look();
  if (before !== undefined) return { answer: before, isAdopted: true };
  for (let isSecond = false; ; isSecond = true) {
    try {
      return { answer: await create(), isAdopted: false };
    } catch (error) {
      if (!(error instanceof AppError) || !(error.ambiguous || error.code === 'QB_DUPLICATE_NUMBER')) throw error;
      const landed = await look();
      if (landed !== undefined) return { answer: landed, isAdopted: true };
      if (isSecond || !error.ambiguous) throw error;
    }
  }
}
