// Stripe's time, by which its events are stamped: this machine's clock less what it is ahead. The cursor knows no other.
import type { EngineContext } from '../context.ts';

/** Whole Unix seconds. Before Stripe has answered once, our own clock stands in. */
export function stripeNowSeconds(context: EngineContext): number {
  return Math.floor((context.clock.nowMs() - (context.stripe().clockAheadMs?.() ?? 0)) / 1000);
}

/** Further apart, webhooks are refused and dates of "today" may be wrong. */
const tellBeyondMs = 5 * 60_000;
const toldKey = 'stripe.clockTold';

/** Says in Activity that the clocks are apart, once until they agree again. */
export function noteClockSkew(context: EngineContext): void {
  const { state, log } = context.store;
  const aheadMs = context.stripe().clockAheadMs?.() ?? 0;
  const isApart = Math.abs(aheadMs) > tellBeyondMs;
  if (isApart === (state.sync(toldKey) === true)) return;
  state.saveSync(toldKey, isApart);
  if (!isApart) return;
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  log.append({
    source: 'program',
    kind: 'clock',
    result: 'warning',
    summary: `This machine’s clock is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} Stripe’s`,
    detail: 'Nothing is missed: events are followed by Stripe’s time. Set the clock right, or webhooks are refused and what is due may show on the wrong day.',
  });
}
