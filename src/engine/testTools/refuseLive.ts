// The last of three walls around the test tools: the door does not know them in live, live keys open live books only, and this.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';

/** Throws AppError UNKNOWN_OPERATION in live books. */
export function refuseLive(context: EngineContext): void {
  if (context.config.environment === 'live') throw new AppError('UNKNOWN_OPERATION', 'test tools');
}
