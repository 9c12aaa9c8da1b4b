// Minimum, median, maximum and percentiles of what was measured.

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Null where there are too few values to speak of one. */
  readonly p95: number | null;
}

const fewestForPercentile = 20;

/** Nearest-rank percentile of values in rising order; `share` in (0, 1]. */
function atShare(sorted: readonly number[], share: number): number {
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[index] ?? Number.NaN;
}

/** Throws where nothing was measured. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  return {
    min: atShare(sorted, 0.000_001),
    median: atShare(sorted, 0.5),
    max: atShare(sorted, 1),
    p95: sorted.length < fewestForPercentile ? null : atShare(sorted, 0.95),
  };
}
