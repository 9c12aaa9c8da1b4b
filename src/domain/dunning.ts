// Dunning: how often Stripe has tried, and what the client sees (Stripe's Smart Retries: 4 attempts over 14 days).

export type DunningStatus = 'ok' | 'warning' | 'restricted' | 'cancelled';

/** Status from the number of failed attempts since the last success, and whether the subscription has been deleted. */
export function dunningOf(state: { readonly retryCount: number; readonly isCancelled: boolean }): DunningStatus {
  if (state.isCancelled) return 'cancelled';
  if (state.retryCount <= 0) return 'ok';
  return state.retryCount <= 2 ? 'warning' : 'restricted';
}

export interface DunningBanner {
  readonly tone: 'info' | 'warning' | 'error';
  readonly isDismissible: boolean;
  readonly sentence: string;
}

/** The banner that the client sees; null where all is well. `retryInDays` null: no further attempt is known. */
export function dunningBanner(status: DunningStatus, retryInDays: number | null): DunningBanner | null {
  if (status === 'ok') return null;
  if (status === 'cancelled') {
    return { tone: 'info', isDismissible: true, sentence: 'Your subscription has ended. You are on the free plan.' };
  }
  if (status === 'restricted') {
    return {
      tone: 'error',
      isDismissible: false,
      sentence:
        'Your payment failed several times. Your account is read-only and AI features are off until the card is updated.',
    };
  }
  const retry =
    retryInDays === null ? '' : ` We will try again in ${retryInDays === 1 ? '1 day' : `${retryInDays} days`}.`;
  return { tone: 'warning', isDismissible: true, sentence: `Your payment failed. Please update your card.${retry}` };
}
