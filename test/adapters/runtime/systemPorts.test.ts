// The small system ports: clock, randomness, timers, SHA-256, and Retry-After.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { retryAfterMsOf } from '../../../src/adapters/runtime/retryAfter.ts';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';

afterEach(() => void vi.useRealTimers());

describe('system ports', () => {
  it('sha256Hex digests UTF-8 (FIPS 180-4 examples, and a text with two-byte characters)', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });

  it('random values have their form and do not repeat', () => {
    const uuids = new Set(Array.from({ length: 100 }, () => systemRandom.uuid()));
    const tokens = new Set(Array.from({ length: 100 }, () => systemRandom.token()));
    expect([uuids.size, tokens.size]).toEqual([100, 100]);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const token of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    }
    const unit = systemRandom.unit();
    expect(unit >= 0 && unit < 1).toBe(true);
  });

  it('the clock is the wall clock', () => {
    vi.useFakeTimers({ now: 1_776_000_000_123 });
    expect(systemClock.nowMs()).toBe(1_776_000_000_123);
  });

  it('a wait longer than setTimeout holds (24.8 days) neither fires at once nor is forgotten', () => {
    vi.useFakeTimers();
    const run = vi.fn<() => void>();
    const thirtyDaysMs = 30 * 86_400_000;
    systemTimers.after(thirtyDaysMs, run);
    vi.advanceTimersByTime(thirtyDaysMs - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('a wait is cancelled, in its second leg too', () => {
    vi.useFakeTimers();
    const run = vi.fn<() => void>();
    const cancel = systemTimers.after(30 * 86_400_000, run);
    vi.advanceTimersByTime(26 * 86_400_000);
    cancel();
    vi.advanceTimersByTime(30 * 86_400_000);
    expect(run).not.toHaveBeenCalled();
  });

  const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
  it.each([
    ['7', 7_000],
    ['0', 0],
    [' 12 ', 12_000],
    ['999999999', 3_600_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After %j means %j ms', (header, expected) => {
    expect(retryAfterMsOf(header === undefined ? {} : { 'retry-after': header }, nowMs)).toBe(expected);
  });
});
