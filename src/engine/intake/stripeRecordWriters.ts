// Into the mirror: payment methods, payment intents, credit notes, fraud warnings and schedules.
import { readCreditNote } from '../../domain/stripe/readCreditNote.ts';
import { readFraudWarning } from '../../domain/stripe/readFraudWarning.ts';
import { readPaymentIntent } from '../../domain/stripe/readPaymentIntent.ts';
import { readPaymentMethod } from '../../domain/stripe/readPaymentMethod.ts';
import { readSubscriptionSchedule } from '../../domain/stripe/readSubscriptionSchedule.ts';
import { queueCreditNoteFacts } from './queueCreditNoteFacts.ts';
import { deriveStanding } from './deriveStanding.ts';
import { objectWriter, type ObjectWriter } from './objectWriter.ts';

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
  'radar.early_fraud_warning': objectWriter('radar.early_fraud_warning', readFraudWarning, (context, warning) => context.store.stripeRecords.upsertFraudWarning(warning)),
  subscription_schedule: objectWriter('subscription_schedule', readSubscriptionSchedule, (context, schedule) => context.store.stripeRecords.upsertSchedule(schedule)),
};
