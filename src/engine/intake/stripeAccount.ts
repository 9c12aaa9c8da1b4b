// The Stripe account that these books are bound to: a key of another account or of the other mode is refused.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import { syncKeys } from './syncState.ts';

/** Reads the account behind the key and binds the books to it at the first time. Throws STRIPE_WRONG_MODE for another one. */
export async function bindAccount(context: EngineContext, signal?: AbortSignal): Promise<string | null> {
  let account;
  try {
    account = await context.stripe().retrieveAccount(signal);
  } catch (error) {
    // A restricted key without this one permission still reads everything else.
    if (error instanceof AppError && error.code === 'STRIPE_PERMISSION_MISSING') return null;
    throw error;
  }
  const id = typeof account['id'] === 'string' ? account['id'] : null;
  const bound = context.store.state.sync(syncKeys.account);
  if (typeof bound === 'string' && id !== null && bound !== id) throw new AppError('STRIPE_WRONG_MODE', 'the key belongs to another Stripe account than these books');
  if (id !== null && bound === undefined) context.store.state.saveSync(syncKeys.account, id);
  return id;
}
