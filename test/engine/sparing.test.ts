// A dear figure is worked out only so often, and says when to ask again; a cheap one is worked out every time.
import { expect, it } from 'vitest';
import { sparing } from '../../src/engine/services/sparing.ts';

it.each([
  ['cheap', 0, [1, 2, 3], []],
  ['dear', 100, [1, 1, 2], [1_000]],
])('a %s one', (_name, costMs, expected, timers) => {
  let nowMs = 1_000;
  let times = 0;
  const waits: number[] = [];
  const ways = {
    clock: { nowMs: () => nowMs },
    timers: {
      after: (delayMs: number) => {
        waits.push(delayMs);
        return () => undefined;
      },
    },
    onRested: () => undefined,
  };
  const figure = sparing(ways, () => {
    nowMs += costMs;
    times += 1;
    return times;
  });
  const first = figure();
  nowMs += 4_000;
  const second = figure();
  nowMs += 2_000;
  expect([[first, second, figure()], waits]).toEqual([expected, timers]);
});
