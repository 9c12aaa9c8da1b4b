// The limiter: never more starts in any window than allowed, first come first served, cancellable, indifferent to clock changes.
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { makeCallLimiter } from '../../../src/adapters/runtime/callLimiter.ts';
import type { CallWindow } from '../../../src/adapters/runtime/callLimiter.ts';
import { caught } from './caught.ts';
import { manualTime } from './manualTime.ts';

const mostStartsInAnyWindow = (startsMs: readonly number[], windowMs: number): number =>
  Math.max(0, ...startsMs.map((fromMs) => startsMs.filter((ms) => ms >= fromMs && ms < fromMs + windowMs).length));

describe('call limiter', () => {
  it('keeps every window and starts in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ starts: fc.integer({ min: 1, max: 6 }), windowMs: fc.integer({ min: 10, max: 2_000 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.array(fc.record({ gapMs: fc.nat(300), durationMs: fc.nat(700) }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (windows: CallWindow[], calls, concurrent) => {
          const time = manualTime();
          const limiter = makeCallLimiter({ windows, concurrent, clock: time.clock, timers: time.timers });
          const startsMs: number[] = [];
          const order: number[] = [];
          let running = 0;
          let mostRunning = 0;
          for (const [index, call] of calls.entries()) {
            void limiter.run(async () => {
              startsMs.push(time.clock.nowMs());
              order.push(index);
              running += 1;
              mostRunning = Math.max(mostRunning, running);
              await new Promise<void>((resolve) => time.timers.after(call.durationMs, resolve));
              running -= 1;
            });
            await time.advance(call.gapMs);
          }
          await time.advance(200_000);
          expect(order).toEqual(calls.map((_call, index) => index));
          expect(mostRunning).toBeLessThanOrEqual(concurrent);
          for (const window of windows)
            expect(mostStartsInAnyWindow(startsMs, window.windowMs)).toBeLessThanOrEqual(window.starts);
          expect(time.pending()).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('uses the whole allowance: 30 calls at 8 a second take three waits, not more', async () => {
    const time = manualTime();
    const limiter = makeCallLimiter({ windows: [{ starts: 8, windowMs: 1_000 }], concurrent: 100, ...time });
    let started = 0;
    for (let call = 0; call < 30; call += 1) void limiter.run(async () => void (started += 1));
    const seen: number[] = [];
    for (let second = 0; second < 4; second += 1) {
      await time.advance(second === 0 ? 0 : 1_000);
      seen.push(started);
    }
    expect(seen).toEqual([8, 16, 24, 30]);
  });

  it('an abort while waiting rejects with CANCELLED, runs nothing and frees the place', async () => {
    const time = manualTime();
    const limiter = makeCallLimiter({ windows: [{ starts: 1, windowMs: 1_000 }], concurrent: 5, ...time });
    const ran: string[] = [];
    const abort = new AbortController();
    await limiter.run(async () => void ran.push('first'));
    const second = limiter.run(async () => void ran.push('second'), abort.signal);
    const third = limiter.run(async () => void ran.push('third'));
    abort.abort();
    expect((await caught(second)).code).toBe('CANCELLED');
    await time.advance(1_000);
    await third;
    expect(ran).toEqual(['first', 'third']);
    expect((await caught(limiter.run(async () => void ran.push('late'), abort.signal))).code).toBe('CANCELLED');
  });

  it('a failed call frees its place', async () => {
    const time = manualTime();
    const limiter = makeCallLimiter({ windows: [], concurrent: 1, ...time });
    await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limiter.run(async () => 'yes')).resolves.toBe('yes');
  });

  it('holds until told, and a clock set back by a day does not stretch the wait', async () => {
    const time = manualTime();
    const limiter = makeCallLimiter({ windows: [{ starts: 1, windowMs: 1_000 }], concurrent: 5, ...time });
    await limiter.run(async () => undefined);
    limiter.hold(time.clock.nowMs() + 5_000);
    let isDone = false;
    void limiter.run(async () => void (isDone = true));
    await time.advance(4_999);
    expect(isDone).toBe(false);
    time.setBack(86_400_000);
    await time.advance(5_001);
    expect(isDone).toBe(true);
  });

  it('sends back every call that waits', async () => {
    const time = manualTime();
    const limiter = makeCallLimiter({ windows: [{ starts: 1, windowMs: 1_000 }], concurrent: 5, ...time });
    await limiter.run(async () => undefined);
    const waiting = [limiter.run(async () => 1), limiter.run(async () => 2)];
    limiter.rejectWaiting(() => new Error('stopped'));
    for (const call of waiting) await expect(call).rejects.toThrow('stopped');
  });
});
