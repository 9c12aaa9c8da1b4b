// The loopback webhook: checks who signed it and when, notes the event once, and lets a job do the work after the answer.
// It only saves the wait for the next poll; the poll brings the same events whether a webhook came or not.
import { AppError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { readEvent } from '../../domain/stripe/readEvent.ts';
import { shapeSample } from '../../domain/stripe/shapeSample.ts';
import { verifyWebhook, type SignatureVerdict } from '../../domain/stripe/webhookSignature.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { noteEventOddities } from './observe.ts';
import { processEvents } from './processEvents.ts';
import { queueSubscriptionSteps } from './queueSubscriptionFacts.ts';
import { syncKeys } from './syncState.ts';

type Refusal = Exclude<SignatureVerdict, 'valid'> | 'too_large' | 'not_text' | 'no_secret' | 'not_json' | 'not_an_event' | 'wrong_mode';

const refusals: Readonly<Record<Refusal, { readonly code: ErrorCode; readonly sentence: string }>> = {
  no_secret: { code: 'WEBHOOK_NOT_SET_UP', sentence: 'no signing secret is stored' },
  too_large: { code: 'TOO_LARGE', sentence: 'the body is larger than any event of Stripe' },
  not_text: { code: 'BAD_INPUT', sentence: 'the body is not UTF-8 text' },
  no_header: { code: 'WEBHOOK_REFUSED', sentence: 'the Stripe-Signature header is missing' },
  unreadable_header: { code: 'WEBHOOK_REFUSED', sentence: 'the Stripe-Signature header can not be read' },
  wrong_signature: { code: 'WEBHOOK_REFUSED', sentence: 'the signature is not that of the stored secret' },
  too_old: { code: 'WEBHOOK_REFUSED', sentence: 'it was signed more than five minutes ago' },
  too_new: { code: 'WEBHOOK_REFUSED', sentence: 'it was signed more than five minutes ahead of this machine’s clock' },
  not_json: { code: 'BAD_INPUT', sentence: 'the body is not JSON' },
  not_an_event: { code: 'BAD_INPUT', sentence: 'the body is not an event' },
  wrong_mode: { code: 'STRIPE_WRONG_MODE', sentence: 'it is an event of the other mode, live or test' },
};

/** Of refusals of one kind, one an hour is told in Activity; all are counted. */
const toldEverySeconds = 3_600;

/** Throws AppError with the code of the refusal, which the shell answers as its HTTP status. */
export async function receiveWebhook(context: EngineContext, input: OperationParsedInput<'stripe.webhook'>): Promise<OperationOutput<'stripe.webhook'>> {
  const secret = await context.secrets.get('stripe.webhookSecret');
  if (secret === undefined) throw refuse(context, 'no_secret');
  if (input.refused !== null) throw refuse(context, input.refused);
  const nowSeconds = Math.floor(context.clock.nowMs() / 1000);
  const verdict = verifyWebhook({ body: input.body, header: input.signature, secret, nowSeconds, hmacSha256Hex: context.hmacSha256Hex });
  if (verdict !== 'valid') throw refuse(context, verdict);
  const raw = parseJson(input.body);
  if (raw === undefined) throw refuse(context, 'not_json');
  const reading = readEvent(raw);
  noteEventOddities(context, raw, reading);
  if (!reading.ok) throw refuse(context, 'not_an_event', raw);
  if (reading.value.livemode !== (context.config.environment === 'live')) throw refuse(context, 'wrong_mode', raw);
  return context.store.transaction(() => {
    const isNew = context.store.events.insertIfAbsent(reading.value, 'webhook');
    if (isNew) {
      queueSubscriptionSteps(context, reading.value, raw as StripeJson);
      context.store.jobs.enqueue({ kind: 'stripe.applyEvents', uniqueKey: 'stripe.applyEvents', lane: 'stripe', input: {} });
    }
    context.store.state.saveSync(syncKeys.webhookAt, context.now());
    return { received: true as const, isNew };
  });
}

/** Job `stripe.applyEvents`: what webhooks noted. Before the first read of everything there is nothing to apply them to. */
export async function applyEvents(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  if (typeof context.store.state.sync(syncKeys.cursorSeconds) !== 'number') return done;
  const processed = await processEvents(context, signal, () => undefined);
  if (processed > 0) context.changed('overview', 'invoices', 'ledger', 'gst', 'activity', 'billing');
  return done;
}

function refuse(context: EngineContext, refusal: Refusal, raw?: unknown): AppError {
  const { code, sentence } = refusals[refusal];
  const toldKey = `webhook.told ${refusal}`;
  const nowSeconds = Math.floor(context.clock.nowMs() / 1000);
  context.store.transaction(() => {
    context.store.log.canary({
      objectType: 'webhook', eventType: null, apiVersion: context.stripe().apiVersion, problem: `refused: ${sentence}`, objectId: null, sample: raw === undefined ? null : shapeSample(raw),
    });
    const told = context.store.state.sync(toldKey);
    if (typeof told === 'number' && Math.abs(nowSeconds - told) < toldEverySeconds) return;
    context.store.state.saveSync(toldKey, nowSeconds);
    context.store.log.append({
      source: 'stripe', kind: 'webhook', result: 'warning', summary: `A webhook was refused: ${sentence}`, detail: 'Nothing was taken from it; the poll brings what happened. Further ones of this kind are only counted for an hour.',
    });
  });
  context.changed('activity');
  return new AppError(code, sentence);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
