// The one source of chance of a simulation run: everything that happens follows from its seed.

export interface Chance {
  /** Uniform in 0 … below − 1. */
  int(below: number): number;
  /** Uniform in from … to, both included. */
  between(from: number, to: number): number;
  /** True in so many of a hundred cases. */
  percent(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** A stream of its own, so that drawing more here changes nothing there. */
  fork(name: string): Chance;
  /** Uniform in [0, 1), for the engine's jitter. */
  unit(): number;
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}

/** Mulberry32: small, fast, and good enough to spread faults. */
export function seededChance(seed: number | string): Chance {
  let state = hashOf(`chance ${seed}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number): number => next() % Math.max(1, below);
  return {
    int,
    between: (from, to) => from + int(to - from + 1),
    percent: (percent) => int(100) < percent,
    pick: (items) => {
      const item = items[int(items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = int(entries.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('nothing to choose from');
    },
    fork: (name) => seededChance(`${seed} ${name}`),
    unit: () => next() / 2 ** 32,
  };
}
