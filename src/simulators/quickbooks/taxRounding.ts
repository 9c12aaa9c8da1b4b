// How QuickBooks rounds tax: per line, half up, in whole cents. Pure integer arithmetic.

/** n ÷ d rounded half up (away from zero for negatives); n and d are safe integers, d > 0. */
export function divideHalfUp(numerator: number, divisor: number): number {
  const absolute = Math.abs(numerator);
  const remainder = absolute % divisor;
  const quotient = (absolute - remainder) / divisor + (2 * remainder >= divisor ? 1 : 0);
  return numerator < 0 && quotient !== 0 ? -quotient : quotient;
}

/** Tax on a net amount: 10 % is 1000 basis points. 4455 → 446 (445.5 rounds up). */
export function taxOnNetCents(netCents: number, rateBasisPoints: number): number {
  return divideHalfUp(netCents * rateBasisPoints, 10_000);
}

/** Tax contained in a gross amount: 4900 at 10 % → 445. */
export function taxInGrossCents(grossCents: number, rateBasisPoints: number): number {
  return divideHalfUp(grossCents * rateBasisPoints, 10_000 + rateBasisPoints);
}
