// Stripe invoices: the facts, and that every older shape reads to the same ones.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineTotals } from '../../../src/domain/stripe/lineTotals.ts';
import { readInvoice, type StripeInvoiceFacts } from '../../../src/domain/stripe/readInvoice.ts';
import { readInvoiceLine } from '../../../src/domain/stripe/readInvoiceLine.ts';
import {
  invoiceOf2017,
  invoiceOf2020,
  newestInvoice,
  newestLine,
  sampleInvoice,
  type Json,
  type SampleInvoice,
  type SampleLine,
} from './sampleObjects.ts';

function factsOf(json: unknown): StripeInvoiceFacts {
  const reading = readInvoice(json);
  if (!reading.ok) throw new Error(`not readable: ${reading.oddities.join('; ')}`);
  expect(reading.oddities).toEqual([]);
  return reading.value;
}

const id = (prefix: string): fc.Arbitrary<string> =>
  fc.stringMatching(/^[A-Za-z0-9]{4,14}$/).map((text) => `${prefix}_${text}`);
const seconds = fc.integer({ min: 1_500_000_000, max: 2_000_000_000 });
const metadata = fc
  .dictionary(
    fc.stringMatching(/^[a-z_]{1,12}$/).filter((key) => key !== '__proto__'),
    fc.string({ maxLength: 20 }).filter((text) => !text.includes('\u0000')),
    { maxKeys: 4 },
  )
  .map((entries) => ({ ...entries }));

const anyLine: fc.Arbitrary<SampleLine> = fc.record({
  id: id('il'),
  amount: fc.integer({ min: -500_000, max: 500_000 }),
  description: fc.option(fc.string({ maxLength: 40 }).filter((text) => !text.includes('\u0000'))),
  quantity: fc.option(fc.integer({ min: 0, max: 200 })),
  price: id('price'),
  product: id('prod'),
  isProration: fc.boolean(),
  fromSubscription: fc.boolean(),
  start: seconds,
  end: seconds,
  discount: fc.constantFrom(0, 0, 1000),
  taxOnTop: fc.constantFrom(0, 0, 350),
});

const anyInvoice: fc.Arbitrary<SampleInvoice> = fc
  .record({
    id: id('in'),
    status: fc.constantFrom('draft', 'open', 'paid', 'void', 'uncollectible'),
    total: fc.integer({ min: -500_000, max: 5_000_000 }),
    tax: fc.option(fc.integer({ min: 1, max: 50_000 })),
    created: seconds,
    subscription: fc.option(id('sub')),
    paymentIntent: fc.option(id('pi')),
    charge: id('ch'),
    lines: fc.array(anyLine, { maxLength: 6 }),
    metadata,
    subscriptionMetadata: metadata,
    livemode: fc.boolean(),
    isPaidOutOfBand: fc.boolean(),
  })
  .map(
    (invoice) =>
      ({
        ...invoice,
        charge: invoice.paymentIntent === null ? null : invoice.charge,
        subscriptionMetadata: invoice.subscription === null ? {} : invoice.subscriptionMetadata,
        isPaidOutOfBand: invoice.isPaidOutOfBand && invoice.status === 'paid',
      }) as SampleInvoice,
  );

describe('readInvoice', () => {
  it('reads the facts of the newest shape', () => {
    expect(factsOf(newestInvoice(sampleInvoice))).toEqual({
      stripeInvoiceId: 'in_1',
      livemode: false,
      stripeCustomerId: 'cus_A1',
      customerName: 'Harbour Training',
      customerEmail: 'accounts@example.com',
      stripeSubscriptionId: 'sub_1',
      status: 'paid',
      currency: 'aud',
      totalCents: 39900,
      amountPaidCents: 39900,
      amountDueCents: 39900,
      taxCents: 3627,
      createdAt: '2026-04-01T00:00:00.000Z',
      finalizedAt: '2026-04-01T01:00:00.000Z',
      paidAt: '2026-04-01T01:00:00.000Z',
      voidedAt: null,
      periodStart: '2026-04-01T00:00:00.000Z',
      periodEnd: '2026-05-01T00:00:00.000Z',
      dueAt: null,
      hostedInvoiceUrl: 'https://invoice.stripe.com/i/acct_1/test_1',
      billingReason: 'subscription_cycle',
      collectionMethod: 'charge_automatically',
      attemptCount: 1,
      nextPaymentAttemptAt: null,
      metadata: { org_id: 'org_1' },
      subscriptionMetadata: { rto_code: '45123' },
      lines: [
        {
          stripeLineId: 'il_1',
          description: '1 × RTOpacks Essential (at $399.00 / month)',
          amountCents: 39900,
          discountCents: 0,
          taxOnTopCents: 0,
          quantity: 1,
          stripePriceId: 'price_1',
          stripeProductId: 'prod_1',
          stripeSubscriptionId: 'sub_1',
          stripeSubscriptionItemId: 'si_1',
          isProration: false,
          periodStart: '2026-04-01T00:00:00.000Z',
          periodEnd: '2026-05-01T00:00:00.000Z',
          metadata: {},
        },
      ],
      linesHasMore: false,
      chargeIds: ['ch_1'],
      paymentIntentIds: ['pi_1'],
      isPaidOutOfBand: false,
    });
  });

  it('reads the same facts from the shapes of 2020 and 2017', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const newest = factsOf(newestInvoice(invoice));
        expect(factsOf(invoiceOf2020(invoice))).toEqual(newest);
        // In 2017 there was no draft, and closed stood for void.
        const oldest = invoice.status === 'draft' ? newest : factsOf(invoiceOf2017(invoice));
        expect(oldest).toEqual(newest);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Json, Partial<StripeInvoiceFacts>]>([
    ['expanded references', { customer: { id: 'cus_X', object: 'customer' } }, { stripeCustomerId: 'cus_X' }],
    ['a deleted customer', { customer: { id: 'cus_X', deleted: true } }, { stripeCustomerId: 'cus_X' }],
    ['no customer', { customer: null }, { stripeCustomerId: null }],
    ['the subscription of the first line that has one', { parent: null }, { stripeSubscriptionId: 'sub_1' }],
    ['no tax stated', { total_taxes: null, total_excluding_tax: 39900 }, { taxCents: null }],
    ['tax stated as zero', { total_taxes: [{ amount: 0 }] }, { taxCents: 0 }],
    ['several taxes', { total_taxes: [{ amount: 3000 }, { amount: 627 }] }, { taxCents: 3627 }],
    ['tax by difference', { total_taxes: null, total_excluding_tax: 36273 }, { taxCents: 3627 }],
    ['upper case currency', { currency: 'AUD' }, { currency: 'aud' }],
    [
      'a charge without a payment intent',
      { payments: { data: [{ status: 'paid', payment: { type: 'charge', charge: 'ch_9' } }] } },
      { chargeIds: ['ch_9'], paymentIntentIds: [] },
    ],
    [
      'cancelled payments left out',
      { payments: { data: [{ status: 'canceled', payment: { payment_intent: 'pi_9' } }] } },
      { chargeIds: [], paymentIntentIds: [] },
    ],
    [
      'more lines than the list holds',
      { lines: { data: [], has_more: true } },
      { linesHasMore: true, lines: [], periodStart: '2026-04-01T00:00:00.000Z' },
    ],
    ['lines as a bare array', { lines: [] }, { lines: [], linesHasMore: false }],
    ['paid outside Stripe, by an old shape', { paid_out_of_band: true }, { isPaidOutOfBand: true }],
    [
      'paid outside Stripe, by the newest',
      { payments: { data: [{ status: 'paid', payment: { type: 'payment_record', payment_record: 'prec_1' } }] } },
      { isPaidOutOfBand: true, chargeIds: [], paymentIntentIds: [] },
    ],
    [
      'a payment record that is still open',
      { payments: { data: [{ status: 'open', payment: { type: 'payment_record' } }] } },
      { isPaidOutOfBand: false },
    ],
    [
      'nothing said of amounts and attempts',
      { amount_paid: undefined, amount_due: null, attempt_count: null },
      { amountPaidCents: 0, amountDueCents: 0, attemptCount: 0 },
    ],
    ['metadata null', { metadata: null }, { metadata: {} }],
  ])('%s', (_name, change, expected) => {
    expect(factsOf({ ...newestInvoice(sampleInvoice), ...change })).toMatchObject(expected);
  });

  it('keeps a status that it does not know, and says so', () => {
    const reading = readInvoice({ ...newestInvoice(sampleInvoice), status: 'pending_review' });
    expect(reading).toMatchObject({
      ok: true,
      value: { status: 'pending_review' },
      oddities: ['status: a word that is not known'],
    });
  });

  it.each(['id', 'livemode', 'status', 'currency', 'total', 'created'])('can not be read without %s', (field) => {
    const json = newestInvoice(sampleInvoice);
    delete json[field];
    const reading = readInvoice(json);
    expect(reading).toMatchObject({ ok: false, id: field === 'id' ? null : 'in_1' });
    expect(reading.oddities.join()).toContain(field);
  });

  it('tells oddities by path and kind, never by value', () => {
    const reading = readInvoice({
      ...newestInvoice(sampleInvoice),
      attempt_count: 'SECRET',
      customer_email: 5,
      hosted_invoice_url: ['SECRET'],
      metadata: { a: { b: 'SECRET' } },
      lines: 'SECRET',
    });
    expect(reading.ok).toBe(true);
    expect(reading.oddities.toSorted()).toEqual([
      'attempt_count: integer expected, string found',
      'customer_email: text expected, number found',
      'hosted_invoice_url: text expected, array found',
      'lines: list expected, string found',
      'metadata.*: text expected, object found',
    ]);
  });
});

describe('readInvoiceLine', () => {
  it('reads a line of a further page as a line within the invoice', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const reading = readInvoiceLine(newestLine(line, sampleInvoice));
        const within = factsOf(newestInvoice({ ...sampleInvoice, lines: [line] })).lines[0];
        expect(reading).toEqual({ ok: true, value: within, oddities: [] });
      }),
    );
  });
});

describe('lineTotals', () => {
  it.each<[number, [number, number, number][], number[]]>([
    [39900, [[39900, 0, 0]], [39900]],
    [29900, [[39900, 10000, 0]], [29900]],
    [43890, [[39900, 0, 3990]], [43890]],
    [
      40400,
      [
        [3500, 0, 0],
        [36400, 0, 0],
      ],
      [3500, 36900],
    ],
    [500, [], []],
    [
      0,
      [
        [39900, 0, 0],
        [-39900, 0, 0],
      ],
      [39900, -39900],
    ],
  ])('%i over %j', (total, lines, expected) => {
    const given = lines.map(([amountCents, discountCents, taxOnTopCents]) => ({
      amountCents,
      discountCents,
      taxOnTopCents,
    }));
    expect(lineTotals(total, given)).toEqual(expected);
  });
});
