// Into the mirror: payment methods, payment intents, credit notes, fraud warnings and schedules.
import { readCreditNote } from '../../domain/stripe/readCreditNote.ts';
import { readFraudWarning, type StripeFraudWarningFacts } from '../../domain/stripe/readFraudWarning.ts';
import { readPaymentIntent } from '../../domain/stripe/readPaymentIntent.ts';
import { readPaymentMethod } from '../../domain/stripe/readPaymentMethod.ts';
import { readSubscriptionSchedule } from '../../domain/stripe/readSubscriptionSchedule.ts';
import type { EngineContext } from '../context.ts';
import { queueCreditNoteFacts } from './queueCreditNoteFacts.ts';
import { deriveStanding } from './deriveStanding.ts';
import { objectWriter, type ObjectWriter } from './objectWriter.ts';

/** Told once, while there is something left to prevent. */
function mirrorFraudWarning(context: EngineContext, warning: StripeFraudWarningFacts): void {
  const { stripeRecords, log } = context.store;
  const known = warning.chargeId === null ? [] : stripeRecords.fraudWarningsOf(warning.chargeId);
  stripeRecords.upsertFraudWarning(warning);
  if (!warning.isActionable || known.some(({ fraudWarningId }) => fraudWarningId === warning.fraudWarningId)) return;
  log.append({ source: 'stripe', kind: 'fraud', result: 'warning', summary: 'A card’s bank warns that a payment may be fraud', detail: 'Ask the client; refund it before it becomes a dispute. See Refunds & disputes' });
}

export const stripeRecordWriters: Readonly<Record<string, ObjectWriter>> = {
  payment_method: objectWriter('payment_method', readPaymentMethod, (context, method) => context.store.stripeRecords.upsertPaymentMethod(method)),
  credit_note: objectWriter('credit_note', readCreditNote, (context, note, via) => {
    context.store.stripeRecords.upsertCreditNote(note);
    queueCreditNoteFacts(context, note, via);
  }),
  payment_intent: objectWriter('payment_intent', readPaymentIntent, (context, intent, via) => {
    context.store.stripeRecords.upsertPaymentIntent(intent);
    // Whether the client has to confirm a payment at the bank is told here only.
    const orgId = intent.stripeCustomerId === null ? undefined : context.store.orgs.customer(intent.stripeCustomerId)?.orgId;
    if (orgId !== undefined) deriveStanding(context, orgId, via);
  }),
  'radar.early_fraud_warning': objectWriter('radar.early_fraud_warning', readFraudWarning, mirrorFraudWarning),
  subscription_schedule: objectWriter('subscription_schedule', readSubscriptionSchedule, (context, schedule) => context.store.stripeRecords.upsertSchedule(schedule)),
};
