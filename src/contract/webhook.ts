// The loopback webhook: what a shell hands over as it came, and the settings of it.
import { z } from 'zod';
import { command } from './operation.ts';

/** Stripe's events are a few kilobytes; the largest invoices with their lines stay well below. */
export const maxWebhookBytes = 262_144;

export const webhookOperations = {
  /** From a shell's HTTP listener: the raw body and its signature header. `refused`: the shell could not take the body. */
  'stripe.webhook': command(
    z.object({
      body: z.string().max(maxWebhookBytes),
      signature: z.string().max(4_000).nullable(),
      refused: z.enum(['too_large', 'not_text']).nullable().default(null),
    }),
    z.object({ received: z.literal(true), isNew: z.boolean() }),
  ),
  /** Write-only: the secret goes to the keychain and is never read back. Null takes it away. */
  'settings.setWebhookSecret': command(z.object({ secret: z.string().trim().min(8).max(300).nullable() }), z.object({ saved: z.literal(true) })),
  /** The desktop app's listener on this machine; the browser host has the route on its own address. */
  'settings.setWebhookListener': command(z.object({ isOn: z.boolean(), port: z.int().min(1024).max(65_535) }), z.object({ saved: z.literal(true) })),
};
