// A plan's name for a person: its product's in Stripe, else the tier.
import type { EngineContext } from '../context.ts';

const tierWords: Readonly<Record<string, string>> = { free: 'Free', essential: 'Essential', pro: 'Pro', enterprise: 'Enterprise', seat_addon: 'Additional seat' };

export function planName(context: Pick<EngineContext, 'store'>, planTier: string): string {
  return context.store.subscriptions.productOfTier(planTier)?.name ?? tierWords[planTier] ?? planTier;
}
