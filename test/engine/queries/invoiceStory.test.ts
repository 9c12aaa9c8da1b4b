// invoices.get: the story of one invoice, from what was sold to the payout and the QuickBooks documents.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  insertActivity, insertAttempt, insertBalanceTransaction, insertCharge, insertDispute, insertInvoice, insertInvoiceLine, insertInvoicePayment,
  insertLedger, insertOrg, insertPayout, insertRefund, insertStep, insertStripeEvent,
} from '../../adapters/sqlite/reads/rows.ts';
import { makeQuestions, type Questions } from './questions.ts';

let questions: Questions;
beforeEach(() => {
  questions = makeQuestions('2026-04-30T14:30:00.000Z');
});
afterEach(() => questions.close());

const at = (time: string): string => `2026-04-10T${time}.000Z`;

test('an invoice that is not there', () => {
  expect(questions.codeOf('invoices.get', { invoiceId: 1 })).toBe('NOT_FOUND');
});

test('a bare invoice: nothing is made up', () => {
  const id = insertInvoice(questions.db, { stripe_invoice_id: 'in_1', status: 'draft', quarter: null, qb_sync_status: 'not_applicable' });
  const story = questions.ask('invoices.get', { invoiceId: id });
  expect(story).toMatchObject({ orgId: null, quarter: null, lines: [], payments: [], ledger: [], events: [] });
  expect(story.quickBooks).toMatchObject({ status: 'not_applicable', invoiceId: null, invoiceUrl: null, attempts: [] });
});

test('lines, payment, charge, balance transaction, payout, documents', () => {
  const { db } = questions;
  insertOrg(db, { id: 'a', name: 'Acme' });
  const id = insertInvoice(db, {
    stripe_invoice_id: 'in_1', org_id: 'a', client_name: 'Acme', invoice_number: 'RTP-0001', qb_sync_status: 'synced', qb_customer_id: '7', stripe_customer_id: 'cus_a',
    paid_at: at('01:00:00'), finalized_at: at('00:00:00'), stripe_fee_cents: 708, fee_state: 'known', qb_invoice_id: '10&x',
  });
  insertInvoiceLine(db, { invoice_id: id, position: 2, description: 'Second', amount_ex_gst: 100, gst_amount: 10, amount_total: 110 });
  insertInvoiceLine(db, { invoice_id: id, position: 1, description: 'First' });
  insertCharge(db, { id: 'ch_1', payment_intent_id: 'pi_1', balance_transaction_id: 'txn_1' });
  insertCharge(db, { id: 'ch_0', payment_intent_id: 'pi_1', is_paid: 0, status: 'failed' });
  insertBalanceTransaction(db, { id: 'txn_1', payout_id: 'po_1' });
  insertPayout(db, { id: 'po_1' });
  insertInvoicePayment(db, { id: 'inpay_1', stripe_invoice_id: 'in_1', payment_type: 'payment_intent', payment_intent_id: 'pi_1' });
  const story = questions.ask('invoices.get', { invoiceId: id });
  expect(story.invoice).toMatchObject({ number: 'RTP-0001', clientName: 'Acme', feeCents: 708, feeState: 'known' });
  expect(story.lines.map((line) => [line.description, line.totalCents])).toEqual([['First', 39900], ['Second', 110]]);
  expect(story.payments).toEqual([
    {
      chargeId: 'ch_1', paymentIntentId: 'pi_1', amountCents: 39900, paidAt: '2026-01-05T00:00:00.000Z', status: 'paid', cardBrand: 'visa', cardLast4: '1111',
      balanceTransactionId: 'txn_1', feeCents: 708, netCents: 39192, payout: { id: 'po_1', status: 'paid', arrivalDate: '2026-04-14' },
    },
  ]);
  expect(story.quickBooks).toMatchObject({ status: 'synced', customerId: '7', invoiceUrl: 'https://quickbooks.example/invoice?txnId=10%26x' });
});

describe('payments of other shapes', () => {
  test('not settled yet: the fee is not known', () => {
    const id = insertInvoice(questions.db, { stripe_invoice_id: 'in_1', fee_state: 'pending' });
    insertCharge(questions.db, { id: 'ch_1' });
    insertInvoicePayment(questions.db, { id: 'inpay_1', stripe_invoice_id: 'in_1', charge_id: 'ch_1' });
    expect(questions.ask('invoices.get', { invoiceId: id }).payments).toMatchObject([{ chargeId: 'ch_1', feeCents: null, netCents: null, payout: null }]);
  });

  test('one charge for two invoices: each shows its share, the shares sum to the fee', () => {
    const { db } = questions;
    const ids = ['in_1', 'in_2', 'in_3'].map((stripeId) => insertInvoice(db, { stripe_invoice_id: stripeId }));
    insertCharge(db, { id: 'ch_1', balance_transaction_id: 'txn_1', amount: 30000 });
    insertBalanceTransaction(db, { id: 'txn_1', amount: 30000, fee: 101, net: 29899, payout_id: 'po_unknown' });
    for (const stripeId of ['in_1', 'in_2', 'in_3']) insertInvoicePayment(db, { id: `inpay_${stripeId}`, stripe_invoice_id: stripeId, charge_id: 'ch_1', amount_paid: 10000 });
    const payments = ids.map((invoiceId) => questions.ask('invoices.get', { invoiceId }).payments[0]);
    expect(payments.map((payment) => payment?.feeCents)).toEqual([35, 33, 33]);
    expect(payments.map((payment) => payment?.netCents)).toEqual([9965, 9967, 9967]);
    expect(payments[0]?.payout).toEqual({ id: 'po_unknown', status: 'unknown', arrivalDate: null });
  });

  test('an older invoice that only names its charge; a payment outside Stripe', () => {
    const { db } = questions;
    insertCharge(db, { id: 'ch_1', balance_transaction_id: 'txn_1', amount: 5000 });
    insertBalanceTransaction(db, { id: 'txn_1' });
    const older = insertInvoice(db, { stripe_invoice_id: 'in_1', stripe_charge_id: 'ch_1' });
    expect(questions.ask('invoices.get', { invoiceId: older }).payments).toMatchObject([{ chargeId: 'ch_1', amountCents: 5000, feeCents: 708, netCents: 39192 }]);
    const outside = insertInvoice(db, { stripe_invoice_id: 'in_2' });
    insertInvoicePayment(db, { id: 'inpay_2', stripe_invoice_id: 'in_2', payment_type: 'payment_record' });
    expect(questions.ask('invoices.get', { invoiceId: outside }).payments).toMatchObject([{ chargeId: null, paymentIntentId: null, feeCents: null, netCents: null }]);
  });
});

test('every attempt has eight steps, those not begun yet waiting', () => {
  const { db } = questions;
  const id = insertInvoice(db, { stripe_invoice_id: 'in_1', qb_sync_status: 'failed', qb_sync_error: '[step4_invoice] no', qb_consecutive_failures: 1 });
  const first = insertAttempt(db, { invoice_id: id, attempt: 1, state: 'failed', started_at: at('02:00:00'), ended_at: at('02:00:09'), error_code: 'QB_VALIDATION', error_message: 'no' });
  const second = insertAttempt(db, { invoice_id: id, attempt: 2, started_at: at('03:00:00') });
  insertStep(db, { attempt_id: first, step: 1, name: 'token', ended_at: at('02:00:01') });
  insertStep(db, {
    attempt_id: first, step: 4, name: 'invoice', state: 'failed', request: '[["Number","RTP-0001"],["Total","399.00"]]', evidence: '[]', request_id: 'r-1', intuit_tid: 't-1', response_digest: 'd', error: 'no',
  });
  insertStep(db, { attempt_id: second, step: 1, name: 'token', state: 'running' });
  const { attempts, error, consecutiveFailures } = questions.ask('invoices.get', { invoiceId: id }).quickBooks;
  expect([error, consecutiveFailures]).toEqual(['[step4_invoice] no', 1]);
  expect(attempts.map((attempt) => [attempt.attempt, attempt.state, attempt.errorCode, attempt.steps.map((step) => step.state)])).toEqual([
    [1, 'failed', 'QB_VALIDATION', ['done', 'waiting', 'waiting', 'failed', 'waiting', 'waiting', 'waiting', 'waiting']],
    [2, 'running', null, ['running', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting']],
  ]);
  expect(attempts[0]?.steps[3]).toEqual({
    step: 4, name: 'invoice', title: 'Create the invoice', state: 'failed', startedAt: '2026-01-05T00:00:00.000Z', endedAt: null, requestId: 'r-1',
    request: [{ label: 'Number', value: 'RTP-0001' }, { label: 'Total', value: '399.00' }], evidence: [], responseDigest: 'd', intuitTid: 't-1', error: 'no',
  });
});

test('the timeline: every source, in the order in which it happened', () => {
  const { db } = questions;
  const id = insertInvoice(db, { stripe_invoice_id: 'in_1' });
  const other = insertInvoice(db, { stripe_invoice_id: 'in_other' });
  insertCharge(db, { id: 'ch_1', payment_intent_id: 'pi_1' });
  insertInvoicePayment(db, { id: 'inpay_1', stripe_invoice_id: 'in_1', payment_intent_id: 'pi_1' });
  insertRefund(db, { id: 're_1', charge_id: 'ch_1' });
  insertDispute(db, { id: 'dp_1', charge_id: 'ch_1' });
  const event = (eventId: string, type: string, object: string | null, time: string): number => insertStripeEvent(db, { id: eventId, type, object_id: object, created_at: at(time) });
  event('evt_1', 'invoice.finalized', 'in_1', '00:00:00');
  event('evt_2', 'payment_intent.succeeded', 'pi_1', '00:00:01');
  event('evt_3', 'charge.succeeded', 'ch_1', '00:00:02');
  event('evt_4', 'refund.created', 're_1', '05:00:00');
  event('evt_5', 'charge.dispute.created', 'dp_1', '06:00:00');
  event('evt_6', 'invoice.some_new_thing', 'in_1', '07:00:00');
  event('evt_7', 'invoice.paid', 'in_other', '00:00:03');
  event('evt_8', 'invoice.upcoming', null, '00:00:04');
  insertLedger(db, { fact_key: 'in_1 paid', invoice_id: id, amount_total: 39900, description: 'Paid', effective_at: at('00:00:02'), source_id: 'in_1' });
  insertLedger(db, { fact_key: 'in_other paid', invoice_id: other, amount_total: 39900, effective_at: at('00:00:02') });
  insertActivity(db, { invoice_id: id, at: at('01:00:00'), source: 'person', kind: 'approval', summary: 'Approved', detail: 'by hand' });
  insertActivity(db, { invoice_id: other, at: at('01:00:00') });
  insertAttempt(db, { invoice_id: id, attempt: 1, state: 'synced', started_at: at('02:00:00'), ended_at: at('02:00:05') });
  const story = questions.ask('invoices.get', { invoiceId: id });
  expect(story.events.map((one) => [one.at.slice(11, 19), one.source, one.title, one.reference])).toEqual([
    ['00:00:00', 'stripe', 'Invoice finalised and sent', 'in_1'],
    ['00:00:01', 'stripe', 'Payment succeeded', 'pi_1'],
    ['00:00:02', 'stripe', 'Card charged', 'ch_1'],
    ['00:00:02', 'ledger', 'Paid', 'in_1'],
    ['01:00:00', 'person', 'Approved', null],
    ['02:00:00', 'quickbooks', 'Push attempt 1 began', null],
    ['02:00:05', 'quickbooks', 'Push attempt 1 ended: synced and read back', null],
    ['05:00:00', 'stripe', 'Refund made', 're_1'],
    ['06:00:00', 'stripe', 'Dispute opened', 'dp_1'],
    ['07:00:00', 'stripe', 'Invoice some new thing', 'in_1'],
  ]);
  expect(story.ledger).toHaveLength(1);
});
