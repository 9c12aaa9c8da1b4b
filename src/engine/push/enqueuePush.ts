// Makes the push of one approved invoice ready; a paused queue stays paused for what is approved later.
import type { EngineContext } from '../context.ts';
import { isPushPaused } from './isPushPaused.ts';
import { pushJobKey, pushJobKind } from './pushJobKind.ts';

export function enqueuePush(context: EngineContext, invoiceId: number): void {
  const { jobs } = context.store;
  jobs.enqueue({ kind: pushJobKind, uniqueKey: pushJobKey(invoiceId), lane: 'quickbooks', input: { invoiceId } });
  if (isPushPaused(context)) jobs.pauseKind(pushJobKind);
}
