// Sends one stored write and settles it by what Stripe shows; safe to run again after any crash, timeout or lost answer.
import { AppError, errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { applyObject } from '../intake/applyObject.ts';
import { drainFacts } from '../intake/drainFacts.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import type { OutboxRow } from '../ports/stripeWriteTables.ts';
import type { StripeAct, StripeLook } from './stripeAct.ts';
import { stripeActs } from './stripeActs.ts';

/** `blocked`: refused before it was looked at (the key itself); the row stays open, because an earlier try may have landed. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly answerId: string | null }
  /** Nothing was sent; asked again later. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed' | 'blocked'; readonly code: ErrorCode; readonly sentence: string };

/** Stripe may forget a key after 24 hours; from then on a repeat would be a second write. Source: Stripe, *Idempotent requests*. */
const replayableMs = 23 * 60 * 60_000;

/** Says nothing about the request itself. */
const blocking: ReadonlySet<ErrorCode> = new Set(['STRIPE_KEY_INVALID', 'STRIPE_NOT_CONFIGURED']);

/**
 * Within 23 hours a repeat has the same key and Stripe answers it with the first result; older rows, deletions (which have no
 * key at Stripe) and rows whose key an event has shown are settled by reading. Throws AppError for what the runner retries:
 * offline, throttled, no or no clear answer, cancelled.
 */
export async function performWrite(context: EngineContext, row: OutboxRow, signal: AbortSignal): Promise<WriteOutcome> {
  const act = stripeActs[row.act];
  if (act === undefined) throw new Error(`there is no act ${row.act}`);
  if (act.waits !== undefined) return awaitIt(context, act, row, signal);
  const request = act.send(row);
  const wasSent = row.sentAt !== null;
  const isTooOld = context.clock.nowMs() - msFromInstant(row.createdAt) > replayableMs;
  if (isTooOld || (wasSent && (row.seenInEventId !== null || request.method === 'DELETE'))) {
    const look = await act.look(context, row, undefined, signal);
    if (look.kind === 'landed') return settleLanded(context, act, row, look, 'look');
    if (isTooOld) return settleFailed(context, row, 'STRIPE_WRITE_NOT_SHOWN', 'It could not be sent, or was not answered, for more than 23 hours; Stripe does not show it', 'look');
  }
  context.store.outbox.markSent(row.idempotencyKey);
  let answer: StripeJson;
  try {
    answer = await context.stripe().write(request, row.idempotencyKey, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED' || errorCatalogue[error.code].retry === 'auto') throw error;
    if (blocking.has(error.code)) return { kind: 'blocked', code: error.code, sentence: errorCatalogue[error.code].sentence };
    // An earlier try may have landed, and this one be refused because of it.
    const look = wasSent ? await act.look(context, row, undefined, signal) : undefined;
    if (look?.kind === 'landed') return settleLanded(context, act, row, look, 'look');
    return settleFailed(context, row, error.code, sentenceOf(error), 'answer');
  }
  const look = await act.look(context, row, answer, signal);
  if (look.kind === 'landed') return settleLanded(context, act, row, look, 'answer');
  return settleFailed(context, row, 'STRIPE_WRITE_NOT_SHOWN', errorCatalogue.STRIPE_WRITE_NOT_SHOWN.sentence, 'look');
}

async function awaitIt(context: EngineContext, act: StripeAct, row: OutboxRow, signal: AbortSignal): Promise<WriteOutcome> {
  const look = await act.look(context, row, undefined, signal);
  if (look.kind === 'landed') return settleLanded(context, act, row, look, 'look');
  return look.kind === 'hopeless' ? settleFailed(context, row, 'STRIPE_WRITE_NOT_SHOWN', look.sentence, 'look') : { kind: 'waiting' };
}

function sentenceOf(error: AppError): string {
  const { sentence } = errorCatalogue[error.code];
  return error.detail === undefined ? sentence : `${sentence} (${error.detail})`;
}

/** The write, its step, the mirror and what follows, in one transaction. */
function settleLanded(context: EngineContext, act: StripeAct, row: OutboxRow, look: Extract<StripeLook, { kind: 'landed' }>, by: 'answer' | 'look'): WriteOutcome {
  const { store } = context;
  const { answerId } = look;
  store.transaction(() => {
    store.outbox.settle(row.idempotencyKey, { state: 'done', by, answerId, code: null, sentence: null });
    if (row.changeId !== null && row.stepPosition !== null) store.changes.setStep(row.changeId, row.stepPosition, { state: 'done', ...(answerId === null ? {} : { answerId }) });
    for (const { raw, extras } of look.objects) applyObject(context, raw, null, extras);
    act.landed?.(context, row, answerId);
    drainFacts(context, 1000);
  });
  return { kind: 'done', answerId };
}

function settleFailed(context: EngineContext, row: OutboxRow, code: ErrorCode, sentence: string, by: 'answer' | 'look'): WriteOutcome {
  const { store } = context;
  store.transaction(() => {
    store.outbox.settle(row.idempotencyKey, { state: 'failed', by, answerId: null, code, sentence });
    if (row.changeId !== null && row.stepPosition !== null) {
      store.changes.setStep(row.changeId, row.stepPosition, { state: 'failed' });
      store.changes.setState(row.changeId, { state: 'paused', errorCode: code, errorSentence: sentence });
    }
  });
  return { kind: 'failed', code, sentence };
}
