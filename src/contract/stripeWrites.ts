// Changes in Stripe that are under way or stopped half-way, and what a person decides about them.
import { z } from 'zod';
import { command } from './operation.ts';
import { instant, rowVersion } from './values.ts';

export const changeId = z.int().positive();

/** Own states; a vendor's word is never among them. */
export const stripeChange = z.object({
  changeId,
  version: rowVersion,
  kind: z.string(),
  /** One sentence: what was wanted. */
  summary: z.string(),
  state: z.enum(['running', 'paused', 'done', 'given_up']),
  /** Why it stopped, in a sentence with the next action. */
  error: z.string().nullable(),
  startedAt: instant,
  settledAt: instant.nullable(),
  steps: z.array(z.object({ position: z.int(), title: z.string(), state: z.enum(['planned', 'sending', 'done', 'failed']) })),
});
export type StripeChangeView = z.infer<typeof stripeChange>;

const looked = z.object({ changeId, expectedVersion: rowVersion });

export const stripeWriteOperations = {
  'changes.continue': command(looked, z.object({ changeId })),
  'changes.giveUp': command(looked, z.object({ changeId })),
};
