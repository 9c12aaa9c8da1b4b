// Into the mirror: payment methods, payment intents, credit notes, fraud warnings and schedules.
import { readCreditNote } from '../../domain/stripe/readCreditNote.ts';
import { readFraudWarning } from '../../domain/stripe/readFraudWarning.ts';
import { readPaymentIntent } from '../../domain/stripe/readPaymentIntent.ts';
import { readPaymentMethod } from '../../domain/stripe/readPaymentMethod.ts';
import { readSubscriptionSchedule } from '../../domain/stripe/readSubscriptionSchedule.ts';
import { queueCreditNoteFacts } from './queueCreditNoteFacts.ts';
import { objectWriter, type ObjectWriter } from './objectWriter.ts';

export const stripeRecordWriters: Readonly<Record<string, ObjectWriter>> = {
  payment_method: objectWriter('payment_method', readPaymentMethod, (context, method) => context.store.stripeRecords.upsertPaymentMethod(method)),
  payment_intent: objectWriter('payment_intent', readPaymentIntent, (context, intent) => context.store.stripeRecords.upsertPaymentIntent(intent)),
  credit_note: objectWriter('credit_note', readCreditNote, (context, note, via) => {
    context.store.stripeRecords.upsertCreditNote(note);
    queueCreditNoteFacts(context, note, via);
  }),
  'radar.early_fraud_warning': objectWriter('radar.early_fraud_warning', readFraudWarning, (context, warning) => context.store.stripeRecords.upsertFraudWarning(warning)),
  subscription_schedule: objectWriter('subscription_schedule', readSubscriptionSchedule, (context, schedule) => context.store.stripeRecords.upsertSchedule(schedule)),
};
