// Dunning: how often Stripe has tried, and what the client sees (Stripe's Smart Retries: 4 attempts over 14 days).

/** `requires_action`: the bank asks the cardholder to confirm (3-D Secure); another attempt by itself can not succeed. */
export type DunningStatus = 'ok' | 'warning' | 'restricted' | 'cancelled' | 'requires_action';

/**
 * Status from the number of failed attempts since the last success, whether the retries are exhausted (`unpaid`), whether
 * every failing invoice waits for the cardholder, and whether the subscription has been deleted.
 */
export function dunningOf(state: {
  readonly retryCount: number;
  readonly isCancelled: boolean;
  readonly isExhausted?: boolean;
  readonly isActionRequired?: boolean;
}): DunningStatus {
  if (state.isCancelled) return 'cancelled';
  if (state.isExhausted === true || state.retryCount > 2) return 'restricted';
  if (state.isActionRequired === true) return 'requires_action';
  return state.retryCount <= 0 ? 'ok' : 'warning';
}

export interface DunningBanner {
  readonly tone: 'info' | 'warning' | 'error';
  /** For the session only; it is back with the next. */
  readonly isDismissible: boolean;
  readonly sentence: string;
  /** What the client can press; its page is the invoice's own at Stripe. */
  readonly action: 'Update card' | 'Confirm payment' | null;
}

/**
 * The banner that the client sees; null where all is well.
 *
 * @param retryInDays local days until the next attempt, 0 for today; null: no further attempt is known
 */
export function dunningBanner(status: DunningStatus | (string & {}), retryInDays: number | null): DunningBanner | null {
  switch (status) {
    case 'cancelled':
      return {
        tone: 'info',
        isDismissible: true,
        sentence: 'Your subscription has ended. You are on the free plan.',
        action: null,
      };
    case 'restricted':
      return {
        tone: 'error',
        isDismissible: false,
        sentence:
          'Your payment failed several times. Your account is read-only and AI features are off until the card is updated.',
        action: 'Update card',
      };
    case 'requires_action':
      return {
        tone: 'warning',
        isDismissible: true,
        sentence: 'Your bank asks you to confirm your payment. Nothing is charged until you do.',
        action: 'Confirm payment',
      };
    case 'warning':
      return {
        tone: 'warning',
        isDismissible: true,
        sentence: `Your payment failed. Please update your card.${retrySentence(retryInDays)}`,
        action: 'Update card',
      };
    default:
      return null;
  }
}

function retrySentence(days: number | null): string {
  if (days === null || days < 0) return '';
  if (days === 0) return ' We will try again today.';
  return ` We will try again in ${days === 1 ? '1 day' : `${days} days`}.`;
}
