// What only the revenue metrics need of Stripe's invoices and subscriptions: tax and discount of each line, and reasons given.
import type { TaxCharged } from '../metrics/monthlyAmount.ts';
import { isJsonObject, type JsonObject } from './tolerantFields.ts';

export interface LineDetails {
  /** Tax within the amount; null: Stripe states no tax on the line. */
  readonly includedTaxCents: number | null;
  readonly discounts: readonly { readonly amountCents: number; readonly duration: string | null }[];
}

export interface InvoiceDetails {
  /** Stripe states that the client is exempt, or lives elsewhere than in the home country. */
  readonly isClientUntaxed: boolean;
  /** By the line's id. */
  readonly lines: ReadonlyMap<string, LineDetails>;
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
const integerOf = (value: unknown): number => (typeof value === 'number' && Number.isSafeInteger(value) ? value : 0);
const childOf = (json: unknown, key: string): unknown => (isJsonObject(json) ? json[key] : undefined);

export function invoiceDetails(json: JsonObject, homeCountry: string): InvoiceDetails {
  const durations = new Map<unknown, string>();
  for (const discount of objectsIn(json['discounts'])) {
    const coupon = childOf(discount['source'], 'coupon') ?? discount['coupon'];
    const duration = childOf(coupon, 'duration');
    if (typeof duration === 'string') durations.set(discount['id'], duration);
  }
  const country = childOf(json['customer_address'], 'country');
  const exemption = json['customer_tax_exempt'];
  const lines = objectsIn(childOf(json['lines'], 'data')).map((line): [string, LineDetails] => [
    String(line['id']),
    {
      includedTaxCents: includedTaxCents(line),
      discounts: objectsIn(line['discount_amounts']).map((off) => ({
        amountCents: integerOf(off['amount']),
        duration: durations.get(childOf(off['discount'], 'id') ?? off['discount']) ?? null,
      })),
    },
  ]);
  return {
    isClientUntaxed: exemption === 'exempt' || exemption === 'reverse' || (typeof country === 'string' && country !== '' && country !== homeCountry),
    lines: new Map(lines),
  };
}

/** `taxes` since 2025-03-31 (basil), `tax_amounts` before. */
function includedTaxCents(line: JsonObject): number | null {
  const taxes = objectsIn(line['taxes']);
  const older = objectsIn(line['tax_amounts']);
  if (taxes.length === 0 && older.length === 0) return null;
  const included = taxes.length > 0 ? taxes.filter((tax) => tax['tax_behavior'] === 'inclusive') : older.filter((tax) => tax['inclusive'] === true);
  return included.reduce((sum, tax) => sum + integerOf(tax['amount']), 0);
}

/**
 * The tax charged on a line as a fraction of what is left without it (D2). A cent from the rate in force is rounding. Where
 * Stripe states none, the rate in force is within the price, unless the client is untaxed.
 */
export function taxCharged(baseCents: number, details: LineDetails | undefined, isClientUntaxed: boolean, inForce: TaxCharged): TaxCharged {
  const none: TaxCharged = { numerator: 0, denominator: 1 };
  const stated = details?.includedTaxCents ?? null;
  if (stated === null || baseCents === 0) return isClientUntaxed ? none : { numerator: inForce.numerator, denominator: inForce.denominator };
  const wholes = (inForce.numerator + inForce.denominator) * stated - inForce.numerator * baseCents;
  if (stated !== 0 && Math.abs(wholes) <= inForce.numerator + inForce.denominator) return { numerator: inForce.numerator, denominator: inForce.denominator };
  return stated === 0 || baseCents - stated === 0 ? none : { numerator: Math.abs(stated), denominator: Math.abs(baseCents - stated) };
}

/** The client chose or wrote a reason when it cancelled. */
export function hasStatedReason(json: JsonObject): boolean {
  const details = json['cancellation_details'];
  return [childOf(details, 'feedback'), childOf(details, 'comment')].some((text) => typeof text === 'string' && text !== '');
}

/** A discount that is only named, so that what it takes off is not known. */
export function hasUnreadDiscounts(json: JsonObject): boolean {
  const isUnread = (discount: unknown): boolean => !isJsonObject(discount) || !isJsonObject(childOf(discount['source'], 'coupon') ?? discount['coupon']);
  const lists = [json['discounts'], ...objectsIn(childOf(json['items'], 'data')).map((item) => item['discounts'])];
  return lists.some((list) => Array.isArray(list) && list.some(isUnread));
}
