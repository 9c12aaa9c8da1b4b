// Which way a change of plan goes, and the history of plans and seats that travels in a subscription's metadata.

export interface PlanSize {
  readonly id: string;
  readonly totalCents: number;
  readonly baseSeats: number;
}

/**
 * By price; where one of the two has no list price (enterprise, free) by seats. `same`: neither up nor down.
 * House rule: a plan is upgraded to a dearer one and downgraded to a cheaper one.
 */
export function planDirection(from: PlanSize, to: PlanSize): 'up' | 'down' | 'same' {
  const hasPrices = from.totalCents > 0 && to.totalCents > 0;
  const difference = hasPrices ? to.totalCents - from.totalCents : to.baseSeats - from.baseSeats;
  if (difference === 0) return 'same';
  return difference > 0 ? 'up' : 'down';
}

export interface SubscriptionStep {
  /** Unix seconds, as Stripe counts. */
  readonly atSeconds: number;
  readonly what: 'plan' | 'seats';
  readonly from: string;
  readonly to: string;
}

/** Stripe takes 500 characters a value; the oldest steps are left out. */
const longestHistory = 480;
const stepPattern = /^(\d{9,11}) (plan|seats) ([\w-]{1,40})>([\w-]{1,40})$/;

/** Metadata in which a subscription carries its own history, so that books built from nothing have the same notes. */
export const historyKey = 'tieout_history';

/** Steps that can be read, in their order; anything else in the text is left out. */
export function readHistory(metadata: Readonly<Record<string, string>>): SubscriptionStep[] {
  return (metadata[historyKey] ?? '').split(';').flatMap((part) => {
    const match = stepPattern.exec(part.trim());
    if (match === null) return [];
    const [, at = '', what = '', from = '', to = ''] = match;
    return [{ atSeconds: Number(at), what: what === 'plan' ? 'plan' : 'seats', from, to }];
  });
}

export const stepText = (step: SubscriptionStep): string => `${step.atSeconds} ${step.what} ${step.from}>${step.to}`;

export function withStep(metadata: Readonly<Record<string, string>>, step: SubscriptionStep): string {
  const parts = [...readHistory(metadata), step].map(stepText);
  while (parts.length > 1 && parts.join(';').length > longestHistory) parts.shift();
  return parts.join(';');
}

/** The price that was agreed with one client, as the subscription's metadata says. */
export interface PriceOverride {
  readonly amountCents: number;
  readonly note: string;
  /** Null: until further notice. */
  readonly expiresAt: string | null;
}

export const overrideKeys = { amount: 'tieout_override_amount', note: 'tieout_override_note', expiresAt: 'tieout_override_expires_at' } as const;

/** Undefined: none, or one that can not be read (an override without its note is none). */
export function readOverride(metadata: Readonly<Record<string, string>>): PriceOverride | undefined {
  const amount = metadata[overrideKeys.amount] ?? '';
  const note = metadata[overrideKeys.note] ?? '';
  if (!/^\d{1,12}$/.test(amount) || note.trim() === '') return undefined;
  const expiresAt = metadata[overrideKeys.expiresAt] ?? '';
  return { amountCents: Number(amount), note, expiresAt: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(expiresAt) ? expiresAt : null };
}
