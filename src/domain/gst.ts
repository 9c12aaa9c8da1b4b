// GST: the rate as data with its date, the split of a price that includes it, and its allocation to lines.
import { scaleHalfUp, sumCents } from './money.ts';

/** A rate as a fraction of the price without GST: 1/10 is 10 %. */
export interface GstRate {
  readonly numerator: number;
  readonly denominator: number;
  /** Local date from which it holds, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

export interface GstSplit {
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
}

/** 10 % since GST began (A New Tax System (Goods and Services Tax) Act 1999, from 1 July 2000). */
export const australianGst: readonly GstRate[] = [{ numerator: 1, denominator: 10, effectiveFrom: '2000-07-01' }];

/** For sales on which no GST is charged: exports, and dates before the tax. */
export const gstFree: GstRate = { numerator: 0, denominator: 1, effectiveFrom: '0001-01-01' };

/** The rate in force on a local date; `gstFree` before the first. `rates` may be in any order. */
export function gstRateOn(date: string, rates: readonly GstRate[] = australianGst): GstRate {
  let inForce: GstRate = gstFree;
  for (const rate of rates) {
    if (rate.effectiveFrom <= date && rate.effectiveFrom >= inForce.effectiveFrom) inForce = rate;
  }
  return inForce;
}

/**
 * The rate that a sale is booked at. One in another currency than the books' is taken as an export: it is in no total and in
 * no quarter, and no GST of ours may be read off it.
 */
export const saleGstRate = (localDate: string, currency: string, homeCurrency: string): GstRate =>
  currency === homeCurrency ? gstRateOn(localDate) : gstFree;

/**
 * Splits a price that includes GST: ex = total / (1 + rate), half up to whole cents, gst = total − ex.
 * Symmetric: a refund of −39900 is exactly the mirror of a sale of 39900.
 */
export function splitGstInclusive(totalCents: number, rate: GstRate): GstSplit {
  const exGstCents = scaleHalfUp(totalCents, rate.denominator, rate.denominator + rate.numerator);
  return { exGstCents, gstCents: totalCents - exGstCents, totalCents };
}

/**
 * Splits an invoice's ex-GST amount over its lines (totals including GST). The parts sum to `exGstCents` exactly and each
 * is within a cent of the line's own rounding: every line is rounded down and the cents left over go to the largest
 * remainders, the earlier line first. Where the amount doesn't belong to the rate (partly taxable sales, say), it is split
 * in proportion to the totals instead. Mirrored amounts give mirrored parts.
 */
export function allocateExGst(lineTotalsCents: readonly number[], exGstCents: number, rate: GstRate): number[] {
  if (lineTotalsCents.length === 0) return [];
  const byRate = largestRemainder(lineTotalsCents, exGstCents, rate.denominator, rate.denominator + rate.numerator);
  if (byRate !== null) return byRate;
  const sum = sumCents(lineTotalsCents);
  if (sum !== 0) {
    const inProportion = largestRemainder(lineTotalsCents, exGstCents, exGstCents, sum);
    if (inProportion !== null) return inProportion;
  }
  return restOnLargest(lineTotalsCents, exGstCents, rate);
}

/** Parts `amount × multiplier / divisor` that sum to the target; null where no choice of rounding down or up reaches it. */
function largestRemainder(
  amounts: readonly number[],
  target: number,
  multiplier: number,
  divisor: number,
): number[] | null {
  // Working on the positive side makes a refund's parts the mirror of the sale's.
  const sign = target < 0 || (target === 0 && (amounts.find((amount) => amount !== 0) ?? 0) < 0) ? -1n : 1n;
  const bottom = BigInt(divisor < 0 ? -divisor : divisor);
  const factor = BigInt(divisor < 0 ? -multiplier : multiplier) * sign;
  const remainders: bigint[] = [];
  const parts = amounts.map((amount, index) => {
    const product = BigInt(amount) * factor;
    const remainder = ((product % bottom) + bottom) % bottom;
    remainders[index] = remainder;
    return (product - remainder) / bottom;
  });
  const missing = parts.reduce((left, part) => left - part, BigInt(target) * sign);
  const candidates = remainders.map((_, index) => index).filter((index) => remainders[index] !== 0n);
  if (missing < 0n || missing > BigInt(candidates.length)) return null;
  candidates.sort((a, b) => {
    const difference = (remainders[b] ?? 0n) - (remainders[a] ?? 0n);
    return difference === 0n ? a - b : Number(difference > 0n) * 2 - 1;
  });
  const roundedUp = new Set(candidates.slice(0, Number(missing)));
  return parts.map((part, index) => Number(sign * (roundedUp.has(index) ? part + 1n : part)) + 0);
}

/** Last resort (totals that cancel out): each line's own rounding, and the rest on the line that is largest in size. */
function restOnLargest(lineTotalsCents: readonly number[], exGstCents: number, rate: GstRate): number[] {
  const parts = lineTotalsCents.map((total) => splitGstInclusive(total, rate).exGstCents);
  let largest = 0;
  for (let index = 1; index < lineTotalsCents.length; index += 1) {
    if (Math.abs(lineTotalsCents[index] ?? 0) > Math.abs(lineTotalsCents[largest] ?? 0)) largest = index;
  }
  parts[largest] = (parts[largest] ?? 0) + exGstCents - sumCents(parts);
  return parts;
}
