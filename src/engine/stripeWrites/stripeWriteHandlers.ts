// The handlers of what a person decides about unfinished changes in Stripe.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { continueChange, giveUpChange } from './decideChange.ts';

export function stripeWriteHandlers(context: EngineContext): Pick<Handlers, 'changes.continue' | 'changes.giveUp'> {
  return {
    'changes.continue': (input) => continueChange(context, input),
    'changes.giveUp': (input) => giveUpChange(context, input),
  };
}
