// Reads Stripe's balance: what is available and what is pending, per currency.
import { isJsonObject, type JsonObject } from '../stripe/tolerantFields.ts';

export interface StripeBalanceReading {
  readonly currency: string;
  readonly availableCents: number;
  readonly pendingCents: number;
}

/** Sums each list by currency; whatever isn't an amount with a currency is passed over. Other kinds of balance (reserved, instant) are parts of these two. */
export function readBalanceObject(json: JsonObject): readonly StripeBalanceReading[] {
  const available = sums(json['available']);
  const pending = sums(json['pending']);
  return [...new Set([...available.keys(), ...pending.keys()])].sort().map((currency) => ({
    currency,
    availableCents: available.get(currency) ?? 0,
    pendingCents: pending.get(currency) ?? 0,
  }));
}

function sums(list: unknown): Map<string, number> {
  const byCurrency = new Map<string, number>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isJsonObject(entry)) continue;
    const { amount, currency } = entry as { amount?: unknown; currency?: unknown };
    if (typeof currency !== 'string' || !Number.isSafeInteger(amount)) continue;
    byCurrency.set(currency.toLowerCase(), (byCurrency.get(currency.toLowerCase()) ?? 0) + Number(amount));
  }
  return byCurrency;
}
