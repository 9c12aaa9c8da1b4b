// Until the dry run of a new company was looked at, the program writes nothing to Stripe or QuickBooks on its own account.
import type { EngineContext } from '../context.ts';
import { confirmations } from './confirmations.ts';

const holdKey = 'setup.writesHeldSince';

/** At the first key, of Stripe or Intuit, of a company that is not the demo; a later key changes nothing. */
export function holdWrites(context: EngineContext): void {
  if (context.config.environment === 'demo' || context.store.state.setting('stripe.key.note') !== undefined) return;
  if (context.store.state.setting(holdKey) !== undefined) return;
  context.store.state.saveSetting(holdKey, context.now());
}

export function areWritesHeld(context: EngineContext): boolean {
  return context.store.state.setting(holdKey) !== undefined && confirmations(context)['dry_run'] === undefined;
}
