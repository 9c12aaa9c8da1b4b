// What is filled in for a change, and the change it makes once it is complete.
import type { SubscriptionChange, SubscriptionChangeKind, SubscriptionDetail } from '../../../contract/subscriptions.ts';

export interface ChangeChoice {
  readonly planId: string;
  readonly seats: string;
  /** Dollars, as typed. */
  readonly amount: string;
  readonly note: string;
  /** Local date; empty: until further notice. */
  readonly expires: string;
  readonly reason: string;
  readonly behaviour: 'keep_as_draft' | 'mark_uncollectible' | 'void';
  readonly invoiceNow: boolean;
  readonly prorate: boolean;
}

/** Those with a list price first: a price by agreement is the exception. */
export function choosablePlans(kind: SubscriptionChangeKind, detail: SubscriptionDetail): SubscriptionDetail['plans'] {
  const direction = { upgrade: 'up', downgrade: 'down' }[kind as 'upgrade'];
  return detail.plans.filter((plan) => plan.direction === direction).toSorted((a, b) => Number(b.hasListPrice) - Number(a.hasListPrice));
}

export function emptyChoice(kind: SubscriptionChangeKind, detail: SubscriptionDetail): ChangeChoice {
  const [plan] = choosablePlans(kind, detail);
  return { planId: plan?.planId ?? '', seats: '1', amount: '', note: '', expires: '', reason: '', behaviour: 'void', invoiceNow: false, prorate: false };
}

type Made = { readonly ok: true; readonly value: SubscriptionChange } | { readonly ok: false; readonly reason: string };

const amountPattern = /^(\d{1,7})(?:\.(\d\d))?$/;
const made = (value: SubscriptionChange): Made => ({ ok: true, value });
const missing = (reason: string): Made => ({ ok: false, reason });

/** Whole cents; null: not an amount in dollars and cents. */
export function dollarsToCents(text: string): number | null {
  const match = amountPattern.exec(text.trim());
  return match === null ? null : Number(`${match[1] ?? '0'}${match[2] ?? '00'}`);
}

const why = (reason: string): { reason?: string } => (reason.trim() === '' ? {} : { reason: reason.trim() });

export function changeOf(kind: SubscriptionChangeKind, choice: ChangeChoice, detail: SubscriptionDetail): Made {
  switch (kind) {
    case 'upgrade': {
      const plan = choosablePlans(kind, detail).find((one) => one.planId === choice.planId);
      if (plan === undefined) return missing('There is no dearer plan');
      if (plan.hasListPrice) return made({ kind, planId: plan.planId });
      const amountCents = dollarsToCents(choice.amount);
      return amountCents === null || amountCents === 0 ? missing('Enter the monthly price, as 1990.00') : made({ kind, planId: plan.planId, amountCents });
    }
    case 'downgrade':
      return choice.planId === '' ? missing('There is no cheaper plan') : made({ kind, planId: choice.planId });
    case 'add_seat':
      return /^[1-9]\d{0,2}$/.test(choice.seats) && Number(choice.seats) <= 500 ? made({ kind, seats: Number(choice.seats) }) : missing('Enter how many seats, 1 to 500');
    case 'override': {
      const amountCents = dollarsToCents(choice.amount);
      if (amountCents === null) return missing('Enter the monthly price incl. GST, as 499.00');
      if (choice.note.trim().length < 3) return missing('Write the note: why, and with whom it was agreed');
      if (choice.expires !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(choice.expires)) return missing('Choose the day on which it runs out');
      return made({ kind, amountCents, note: choice.note.trim(), expiresAt: choice.expires === '' ? null : `${choice.expires}T00:00:00.000Z` });
    }
    case 'pause':
      return made({ kind, behaviour: choice.behaviour });
    case 'cancel_now':
      return made({ kind, invoiceNow: choice.invoiceNow, prorate: choice.prorate, ...why(choice.reason) });
    case 'cancel_at_period_end':
      return made({ kind, ...why(choice.reason) });
    default:
      return made({ kind });
  }
}
