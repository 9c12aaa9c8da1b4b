// Division of whole cents with the rounding that tax offices and Stripe use; no floats.

/** round_half_up(numerator / denominator), symmetric for negative amounts (a credit is the mirror of its debit). */
export function divideHalfUp(numerator: number, denominator: number): number {
  const magnitude = Math.abs(numerator) * 2 + denominator;
  const doubled = denominator * 2;
  const quotient = (magnitude - (magnitude % doubled)) / doubled;
  return numerator < 0 && quotient !== 0 ? -quotient : quotient;
}

/** The tax inside a tax-inclusive amount: total − round_half_up(total / (1 + rate)). 39900 at 1000 basis points → 3627. */
export function inclusiveTax(totalCents: number, basisPoints: number): number {
  return totalCents - divideHalfUp(totalCents * 10_000, 10_000 + basisPoints);
}

/** The tax on top of a tax-exclusive amount. */
export function exclusiveTax(amountCents: number, basisPoints: number): number {
  return divideHalfUp(amountCents * basisPoints, 10_000);
}
