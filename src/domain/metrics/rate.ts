// A rate as the two whole numbers it is made of, and its per cent to a thousandth, half away from zero.
import { quotientHalfUp } from '../money.ts';

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  /** 3000 is 3.000 %; null: there is nothing to divide by. */
  readonly percentThousandths: number | null;
}

export function rateOf(numerator: number, denominator: number): Rate {
  const percentThousandths = denominator === 0 ? null : quotientHalfUp(BigInt(numerator) * 100_000n, BigInt(denominator));
  return { numerator, denominator, percentThousandths };
}

/** Whole minus the rate: retention from churn. */
export const complementOf = ({ numerator, denominator }: Rate): Rate => rateOf(denominator - numerator, denominator);
