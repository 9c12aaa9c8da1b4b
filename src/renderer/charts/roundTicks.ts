// Round numbers for an amount axis.

/** Ticks at round steps from zero up to just above the highest bar, about five of them. */
export function roundTicks(highestCents: number): readonly number[] {
  const steps = [
    100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000,
    500_000_000, 1_000_000_000,
  ];
  const step = steps.find((candidate) => candidate * 5 >= highestCents) ?? 5_000_000_000;
  return Array.from({ length: Math.max(1, Math.ceil(highestCents / step)) + 1 }, (_, index) => index * step);
}
