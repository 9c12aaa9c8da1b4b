// The other Stripe objects: their facts and their older shapes.
import { describe, expect, it } from 'vitest';
import { readBalanceTransaction } from '../../../src/domain/stripe/readBalanceTransaction.ts';
import { readCharge } from '../../../src/domain/stripe/readCharge.ts';
import { readCustomer } from '../../../src/domain/stripe/readCustomer.ts';
import { isDisputeOpen, readDispute } from '../../../src/domain/stripe/readDispute.ts';
import { readEvent } from '../../../src/domain/stripe/readEvent.ts';
import { readInvoicePayment } from '../../../src/domain/stripe/readInvoicePayment.ts';
import { readPayout } from '../../../src/domain/stripe/readPayout.ts';
import { readPrice } from '../../../src/domain/stripe/readPrice.ts';
import { readProduct } from '../../../src/domain/stripe/readProduct.ts';
import { readRefund } from '../../../src/domain/stripe/readRefund.ts';
import { readSubscription } from '../../../src/domain/stripe/readSubscription.ts';
import type { Reading } from '../../../src/domain/stripe/tolerantFields.ts';
import { newestCharge, newestSubscription, subscriptionOf2020, type Json } from './sampleObjects.ts';

function valueOf<T>(reading: Reading<T>): T {
  if (!reading.ok) throw new Error(`not readable: ${reading.oddities.join('; ')}`);
  expect(reading.oddities).toEqual([]);
  return reading.value;
}

describe('readSubscription', () => {
  const facts = valueOf(readSubscription(newestSubscription));

  it('reads the newest shape, with the local spelling of cancelled', () => {
    expect(facts).toMatchObject({
      stripeSubscriptionId: 'sub_1',
      stripeCustomerId: 'cus_1',
      status: 'cancelled',
      currentPeriodStart: '2026-04-01T00:00:00.000Z',
      currentPeriodEnd: '2026-05-01T00:00:00.000Z',
      latestInvoiceId: 'in_1',
      isCancelScheduled: false,
      pauseBehaviour: null,
      itemsHasMore: false,
      discounts: [
        {
          couponId: 'TWENTY',
          percentOffBasisPoints: 2000,
          amountOffCents: null,
          duration: 'forever',
          startsAt: '2023-11-14T22:13:20.000Z',
          endsAt: null,
        },
      ],
    });
    expect(
      facts.items.map((item) => [item.id, item.stripePriceId, item.unitAmountCents, item.quantity, item.interval]),
    ).toEqual([
      ['si_1', 'price_1', 39900, 1, 'month'],
      ['si_2', 'price_2', 3500, 5, 'month'],
    ]);
  });

  it('reads the same facts from the shape of 2020', () => {
    expect(valueOf(readSubscription(subscriptionOf2020))).toEqual(facts);
  });

  it.each<[string, Json, object]>([
    ['scheduled by flag', { cancel_at_period_end: true }, { isCancelScheduled: true, cancelAt: null }],
    [
      'scheduled by date',
      { cancel_at: 1_777_593_600 },
      { isCancelScheduled: true, cancelAt: '2026-05-01T00:00:00.000Z' },
    ],
    ['paused', { pause_collection: { behavior: 'void', resumes_at: null } }, { pauseBehaviour: 'void' }],
    ['discount ids that were not expanded', { discounts: ['di_1'] }, { discounts: [] }],
    [
      'one plan, no items',
      {
        items: null,
        plan: {
          id: 'plan_1',
          object: 'plan',
          amount: 39900,
          currency: 'aud',
          interval: 'year',
          interval_count: 1,
          product: 'prod_1',
        },
        quantity: 3,
      },
      { items: [{ id: 'sub_1', stripePriceId: 'plan_1', unitAmountCents: 39900, quantity: 3, interval: 'year' }] },
    ],
    [
      '25.5 per cent',
      { discounts: [{ source: { coupon: { id: 'C', percent_off: 25.5 } } }] },
      { discounts: [{ percentOffBasisPoints: 2550 }] },
    ],
  ])('%s', (_name, change, expected) => {
    expect(valueOf(readSubscription({ ...newestSubscription, ...change }))).toMatchObject(expected);
  });
});

describe('readCharge', () => {
  const facts = valueOf(readCharge(newestCharge));

  it('reads the newest shape with its balance transaction', () => {
    expect(facts).toMatchObject({
      chargeId: 'ch_1',
      paymentIntentId: 'pi_1',
      stripeInvoiceId: null,
      amountCents: 39900,
      status: 'succeeded',
      isPaid: true,
      isDisputed: false,
      balanceTransactionId: 'txn_1',
      cardBrand: 'amex',
      cardLast4: '0005',
      cardCountry: 'AU',
      balanceTransaction: {
        id: 'txn_1',
        feeCents: 708,
        netCents: 39192,
        sourceId: 'ch_1',
        payoutId: null,
        feeDetails: [
          { type: 'stripe_fee', amountCents: 644 },
          { type: 'tax', amountCents: 64 },
        ],
      },
    });
  });

  it('never carries expiry or fingerprint', () => {
    expect(JSON.stringify(facts)).not.toMatch(/2030|abc/);
  });

  it('reads the same facts from an old shape: the card as source, the balance transaction as id', () => {
    const { payment_method_details: _details, ...rest } = newestCharge;
    const old = {
      ...rest,
      balance_transaction: 'txn_1',
      source: {
        id: 'card_1',
        object: 'card',
        brand: 'American Express',
        last4: '0005',
        country: 'AU',
        exp_month: 8,
        exp_year: 2030,
      },
    };
    expect(valueOf(readCharge(old))).toEqual({ ...facts, balanceTransaction: null });
  });

  it('knows a fee that is still pending', () => {
    expect(valueOf(readCharge({ ...newestCharge, balance_transaction: null }))).toMatchObject({
      balanceTransactionId: null,
      balanceTransaction: null,
    });
  });

  it('names the invoice where an old shape still does, and a dispute by its id', () => {
    const { disputed: _disputed, ...rest } = newestCharge;
    expect(valueOf(readCharge({ ...rest, invoice: { id: 'in_1' }, dispute: 'dp_1' }))).toMatchObject({
      stripeInvoiceId: 'in_1',
      isDisputed: true,
    });
  });
});

describe('readEvent', () => {
  const event = {
    id: 'evt_1',
    object: 'event',
    api_version: '2026-03-25.dahlia',
    created: 1_775_001_600,
    livemode: false,
    type: 'invoice.paid',
    data: { object: { id: 'in_1', object: 'invoice' }, previous_attributes: { status: 'open', attempt_count: 0 } },
    request: { id: 'req_1', idempotency_key: 'refund re_1' },
  };

  it('reads the newest shape', () => {
    expect(valueOf(readEvent(event))).toEqual({
      eventId: 'evt_1',
      type: 'invoice.paid',
      createdAt: '2026-04-01T00:00:00.000Z',
      createdSeconds: 1_775_001_600,
      apiVersion: '2026-03-25.dahlia',
      objectId: 'in_1',
      objectType: 'invoice',
      previousAttributesKeys: ['status', 'attempt_count'],
      idempotencyKey: 'refund re_1',
      livemode: false,
      object: { id: 'in_1', object: 'invoice' },
    });
  });

  it.each<[string, Json, object]>([
    [
      'an object without id',
      { type: 'invoice.upcoming', data: { object: { object: 'invoice' } } },
      { objectId: null, objectType: 'invoice', previousAttributesKeys: [] },
    ],
    ['the request as text', { request: 'req_1' }, { idempotencyKey: null }],
    ['no request', { request: null }, { idempotencyKey: null }],
    ['no version', { api_version: null }, { apiVersion: null }],
  ])('%s', (_name, change, expected) => {
    expect(valueOf(readEvent({ ...event, ...change }))).toMatchObject(expected);
  });

  it.each(['id', 'type', 'created', 'livemode'])('can not be read without %s', (field) => {
    expect(readEvent({ ...event, [field]: undefined }).ok).toBe(false);
  });
});

describe('the smaller objects', () => {
  it.each<[string, (json: unknown) => Reading<object>, Json, object]>([
    [
      'invoice payment',
      readInvoicePayment,
      {
        id: 'inpay_1',
        invoice: { id: 'in_1' },
        status: 'paid',
        created: 1_775_001_600,
        amount_paid: 100,
        is_default: true,
        payment: { type: 'payment_intent', payment_intent: 'pi_1' },
        status_transitions: { paid_at: 1_775_001_600 },
      },
      {
        stripeInvoiceId: 'in_1',
        type: 'payment_intent',
        paymentIntentId: 'pi_1',
        chargeId: null,
        amountPaidCents: 100,
        paidAt: '2026-04-01T00:00:00.000Z',
        isDefault: true,
      },
    ],
    [
      'invoice payment, expanded',
      readInvoicePayment,
      {
        id: 'inpay_1',
        invoice: 'in_1',
        status: 'open',
        created: 1_775_001_600,
        amount_paid: null,
        payment: { type: 'payment_intent', payment_intent: { id: 'pi_1', latest_charge: { id: 'ch_1' } } },
      },
      { paymentIntentId: 'pi_1', chargeId: 'ch_1', amountPaidCents: null, paidAt: null, isDefault: false },
    ],
    [
      'balance transaction of a payout',
      readBalanceTransaction,
      {
        id: 'txn_1',
        type: 'payout',
        amount: -100,
        fee: 0,
        net: -100,
        currency: 'aud',
        created: 1_775_001_600,
        source: 'po_1',
        reporting_category: 'payout',
      },
      { payoutId: 'po_1', amountCents: -100, balanceType: null, feeDetails: [] },
    ],
    [
      'customer',
      readCustomer,
      {
        id: 'cus_1',
        created: 1_775_001_600,
        livemode: true,
        name: 'A',
        email: 'a@example.com',
        metadata: { org_id: '1' },
        default_source: 'card_1',
        invoice_settings: { default_payment_method: { id: 'pm_1' } },
      },
      { stripeCustomerId: 'cus_1', isDeleted: false, defaultPaymentMethodId: 'pm_1', metadata: { org_id: '1' } },
    ],
    [
      'deleted customer',
      readCustomer,
      { id: 'cus_1', object: 'customer', deleted: true },
      { isDeleted: true, createdAt: null, livemode: null, name: null },
    ],
    [
      'one-off price',
      readPrice,
      { id: 'price_1', currency: 'AUD', unit_amount: 99000, product: { id: 'prod_1' }, recurring: null },
      { isRecurring: false, interval: null, unitAmountCents: 99000, currency: 'aud', stripeProductId: 'prod_1' },
    ],
    [
      'price in fractions of a cent',
      readPrice,
      {
        id: 'price_1',
        currency: 'aud',
        unit_amount: null,
        unit_amount_decimal: '0.5',
        recurring: { interval: 'month', usage_type: 'metered' },
      },
      { unitAmountCents: null, isMetered: true },
    ],
    [
      'price with a whole decimal',
      readPrice,
      { id: 'price_1', currency: 'aud', unit_amount: null, unit_amount_decimal: '500.0' },
      { unitAmountCents: 500 },
    ],
    [
      'plan',
      readPrice,
      {
        id: 'plan_1',
        object: 'plan',
        currency: 'aud',
        amount: 500,
        interval: 'week',
        interval_count: 2,
        usage_type: 'licensed',
      },
      { unitAmountCents: 500, interval: 'week', intervalCount: 2, isRecurring: true },
    ],
    [
      'product',
      readProduct,
      { id: 'prod_1', name: 'RTOpacks Pro', active: true },
      { name: 'RTOpacks Pro', isActive: true, isDeleted: false },
    ],
    ['deleted product', readProduct, { id: 'prod_1', deleted: true }, { isActive: false, isDeleted: true }],
    [
      'refund',
      readRefund,
      {
        id: 're_1',
        amount: 500,
        currency: 'aud',
        created: 1_775_001_600,
        status: 'pending',
        charge: { id: 'ch_1' },
        payment_intent: 'pi_1',
        balance_transaction: null,
        reason: 'requested_by_customer',
      },
      { refundId: 're_1', chargeId: 'ch_1', paymentIntentId: 'pi_1', status: 'pending', balanceTransactionId: null },
    ],
    [
      'refund of the oldest kind',
      readRefund,
      { id: 're_1', amount: 500, currency: 'aud', created: 1_775_001_600, charge: 'ch_1' },
      { status: 'succeeded' },
    ],
    [
      'dispute',
      readDispute,
      {
        id: 'dp_1',
        amount: 500,
        currency: 'aud',
        created: 1_775_001_600,
        status: 'needs_response',
        charge: 'ch_1',
        evidence_details: { due_by: 1_775_001_600, has_evidence: true },
      },
      { dueBy: '2026-04-01T00:00:00.000Z', hasEvidence: true },
    ],
    [
      'payout',
      readPayout,
      {
        id: 'po_1',
        amount: 500,
        currency: 'aud',
        created: 1_775_001_600,
        arrival_date: 1_775_088_000,
        status: 'in_transit',
        automatic: false,
        method: 'standard',
        balance_transaction: { id: 'txn_1' },
      },
      { arrivalDate: '2026-04-02T00:00:00.000Z', isAutomatic: false, balanceTransactionId: 'txn_1', failureCode: null },
    ],
  ])('%s', (_name, read, json, expected) => {
    expect(valueOf(read(json))).toMatchObject(expected);
  });

  it.each([
    ['payout', false],
    ['payout_cancel', false],
    ['payout_failure', false],
    ['payout_minimum_balance_hold', true],
    ['payout_minimum_balance_release', true],
    ['adjustment', true],
  ])('a balance transaction of type %s that names no source can be taken in: %s', (type, canBeTaken) => {
    const reading = readBalanceTransaction({ id: 'txn_1', type, amount: -100, fee: 0, net: -100, currency: 'aud', created: 1_775_001_600, source: null });
    expect(reading.ok).toBe(canBeTaken);
  });

  it.each([
    ['warning_needs_response', true],
    ['needs_response', true],
    ['under_review', true],
    ['something_new', true],
    ['won', false],
    ['lost', false],
    ['prevented', false],
    ['warning_closed', false],
  ])('a dispute that is %s is open: %s', (status, isOpen) => {
    expect(isDisputeOpen(status)).toBe(isOpen);
  });
});
