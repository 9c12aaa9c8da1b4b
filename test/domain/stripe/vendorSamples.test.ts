// The vendor's own published samples: every reader takes them without an oddity.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBalanceTransaction } from '../../../src/domain/stripe/readBalanceTransaction.ts';
import { readCharge } from '../../../src/domain/stripe/readCharge.ts';
import { readCustomer } from '../../../src/domain/stripe/readCustomer.ts';
import { readEvent } from '../../../src/domain/stripe/readEvent.ts';
import { readInvoicePayment } from '../../../src/domain/stripe/readInvoicePayment.ts';
import { readCreditNote } from '../../../src/domain/stripe/readCreditNote.ts';
import { readFraudWarning } from '../../../src/domain/stripe/readFraudWarning.ts';
import { readPaymentIntent } from '../../../src/domain/stripe/readPaymentIntent.ts';
import { readPaymentMethod } from '../../../src/domain/stripe/readPaymentMethod.ts';
import { readPayout } from '../../../src/domain/stripe/readPayout.ts';
import { readPrice } from '../../../src/domain/stripe/readPrice.ts';
import { readProduct } from '../../../src/domain/stripe/readProduct.ts';
import { readRefund } from '../../../src/domain/stripe/readRefund.ts';
import { readSubscription } from '../../../src/domain/stripe/readSubscription.ts';
import { readSubscriptionSchedule } from '../../../src/domain/stripe/readSubscriptionSchedule.ts';
import { readInvoice } from '../../../src/domain/stripe/readInvoice.ts';
import { readInvoiceLine } from '../../../src/domain/stripe/readInvoiceLine.ts';
import { readDispute } from '../../../src/domain/stripe/readDispute.ts';
import type { Reading } from '../../../src/domain/stripe/tolerantFields.ts';

const samplesFile = new URL('../../../../shared/fixtures/stripe/fixtures-2026-03-25.dahlia.json', import.meta.url);
const hasSamples = existsSync(samplesFile);
if (!hasSamples)
  process.stdout.write(
    "Skipped: Stripe's published samples are not beside this checkout (../shared/fixtures/stripe).\n",
  );

describe.skipIf(!hasSamples)("Stripe's published samples of the pinned version", () => {
  const resources = hasSamples
    ? (JSON.parse(readFileSync(samplesFile, 'utf8')) as { resources: Record<string, unknown> }).resources
    : {};
  it.each<[string, (json: unknown) => Reading<object>]>([
    ['invoice', readInvoice],
    ['line_item', readInvoiceLine],
    ['invoice_payment', readInvoicePayment],
    ['charge', readCharge],
    ['balance_transaction', readBalanceTransaction],
    ['customer', readCustomer],
    ['deleted_customer', readCustomer],
    ['subscription', readSubscription],
    ['price', readPrice],
    ['plan', readPrice],
    ['product', readProduct],
    ['deleted_product', readProduct],
    ['refund', readRefund],
    ['dispute', readDispute],
    ['payout', readPayout],
    ['event', readEvent],
    ['payment_method', readPaymentMethod],
    ['payment_intent', readPaymentIntent],
    ['credit_note', readCreditNote],
    ['radar.early_fraud_warning', readFraudWarning],
    ['subscription_schedule', readSubscriptionSchedule],
  ])('%s is read without an oddity', (name, read) => {
    expect(resources[name]).toBeTypeOf('object');
    expect(read(resources[name])).toMatchObject({ ok: true, oddities: [] });
  });
});
