// One object from Stripe into the mirror: kept raw (cleaned of card data), read tolerantly, its columns and facts written.
import { cleanStripeObject } from '../../domain/cardData.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { readBalanceTransaction, type BalanceTransactionFacts } from '../../domain/stripe/readBalanceTransaction.ts';
import { readCharge } from '../../domain/stripe/readCharge.ts';
import { readDispute } from '../../domain/stripe/readDispute.ts';
import type { StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import { readInvoicePayment } from '../../domain/stripe/readInvoicePayment.ts';
import { readPayout } from '../../domain/stripe/readPayout.ts';
import { readPrice } from '../../domain/stripe/readPrice.ts';
import { readProduct } from '../../domain/stripe/readProduct.ts';
import { readRefund, type StripeRefundFacts } from '../../domain/stripe/readRefund.ts';
import type { Reading } from '../../domain/stripe/tolerantFields.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveFee, deriveFeesOfCharge } from './deriveFee.ts';
import { mirrorCustomer } from './mirrorCustomer.ts';
import { mirrorInvoice } from './mirrorInvoice.ts';
import { mirrorSubscription } from './mirrorSubscription.ts';
import { noteOddities, noteOddity, type Via } from './observe.ts';

export interface Extras {
  /** Lines of an invoice beyond the first ten of its nested list. */
  readonly furtherLines?: readonly StripeInvoiceLineFacts[];
  /** The payout that a listed balance transaction belongs to (the object itself doesn't say). */
  readonly payoutId?: string;
}

type Writer = (context: EngineContext, raw: StripeJson, via: Via, extras: Extras) => void;

const writers: Readonly<Record<string, Writer>> = {
  customer: mirrorCustomer,
  subscription: mirrorSubscription,
  invoice: (context, raw, via, extras) => mirrorInvoice(context, raw, extras.furtherLines ?? [], via),
  product: reader('product', readProduct, (context, product) =>
    context.store.mirror.upsertProduct({ ...product, planTier: product.metadata['tieout_plan'] ?? null, revenueType: product.metadata['revenue_type'] ?? null }),
  ),
  price: reader('price', readPrice, (context, price) => context.store.mirror.upsertPrice({ ...price, planTier: price.metadata['tieout_plan'] ?? null })),
  charge: reader('charge', readCharge, (context, charge) => {
    context.store.mirror.upsertCharge(charge);
    if (charge.balanceTransaction !== null) context.store.mirror.upsertBalanceTransaction(charge.balanceTransaction);
    if (charge.stripeCustomerId !== null && charge.isPaid) context.store.orgs.setCard(charge.stripeCustomerId, { brand: charge.cardBrand, last4: charge.cardLast4 });
    deriveFeesOfCharge(context, charge.chargeId);
  }),
  invoice_payment: reader('invoice_payment', readInvoicePayment, (context, payment) => {
    context.store.mirror.upsertInvoicePayment(payment);
    const invoice = context.store.invoices.byStripeId(payment.stripeInvoiceId);
    if (invoice !== undefined) deriveFee(context, invoice.id);
  }),
  balance_transaction: (context, raw, via, extras) => {
    const reading = readBalanceTransaction(raw);
    noteOddities(context, 'balance_transaction', reading, via);
    if (reading.ok) writeBalanceTransaction(context, { ...reading.value, payoutId: extras.payoutId ?? reading.value.payoutId });
  },
  refund: reader('refund', readRefund, (context, refund, via) => {
    context.store.mirror.upsertRefund(refund);
    queueRefundFacts(context, refund, via);
  }),
  dispute: reader('dispute', readDispute, (context, dispute) => context.store.mirror.upsertDispute(dispute)),
  payout: reader('payout', readPayout, (context, payout) =>
    // Stripe gives the arrival as midnight UTC of the date that the bank is told.
    context.store.mirror.upsertPayout({ ...payout, arrivalLocalDate: localDateOf(payout.arrivalDate ?? payout.createdAt, 'UTC') }),
  ),
};

export const isMirrored = (objectType: string): boolean => objectType in writers;

/**
 * Applies one object inside the caller's transaction. An object of the other mode (live in test) is refused and counted; one
 * that can't be read is kept raw and counted.
 */
export function applyObject(context: EngineContext, raw: StripeJson, via: Via, extras: Extras = {}): 'applied' | 'wrong_mode' | 'ignored' {
  const type = typeof raw['object'] === 'string' ? raw['object'] : 'unknown';
  const id = typeof raw['id'] === 'string' ? raw['id'] : null;
  const livemode = raw['livemode'];
  if (typeof livemode === 'boolean' && livemode !== (context.config.environment === 'live')) {
    noteOddity(context, type, livemode ? 'a live object among test data; refused' : 'a test object among live data; refused', via, id);
    return 'wrong_mode';
  }
  const write = writers[type];
  if (write === undefined) {
    noteOddity(context, type, 'an object of a kind that is not mirrored', via, id);
    return 'ignored';
  }
  if (id !== null) context.store.mirror.putRaw({ id, type, apiVersion: context.stripe().apiVersion, json: JSON.stringify(cleanStripeObject(raw)) });
  write(context, raw, via, extras);
  return 'applied';
}

function reader<T>(objectType: string, read: (json: unknown) => Reading<T>, write: (context: EngineContext, value: T, via: Via) => void): Writer {
  return (context, raw, via) => {
    const reading = read(raw);
    noteOddities(context, objectType, reading, via);
    if (reading.ok) write(context, reading.value, via);
  };
}

function writeBalanceTransaction(context: EngineContext, transaction: BalanceTransactionFacts): void {
  context.store.mirror.upsertBalanceTransaction(transaction);
  if (transaction.sourceId !== null) deriveFeesOfCharge(context, transaction.sourceId);
}

export const refundFactKey = (refundId: string): string => `${refundId} refunded`;
export const refundFailedFactKey = (refundId: string): string => `${refundId} failed`;

/**
 * Both facts follow from Stripe's object alone, whenever it is read: a refund that failed after it had moved money was made
 * and came back. One that never moved money leaves no trace in the books.
 */
function queueRefundFacts(context: EngineContext, refund: StripeRefundFacts, via: Via): void {
  const { facts, ledger } = context.store;
  const eventId = via?.eventId ?? null;
  const isUndone = refund.status === 'failed' || refund.status === 'canceled';
  const isBooked = ledger.has(refundFactKey(refund.refundId));
  const hasMovedMoney = refund.status === 'succeeded' || (isUndone && refund.balanceTransactionId !== null);
  if (hasMovedMoney && !isBooked) {
    facts.enqueue({ effectiveAt: refund.createdAt, rank: 3, kind: 'refund.succeeded', sourceId: refund.refundId, eventId });
  }
  if (isUndone && (hasMovedMoney || isBooked) && !ledger.has(refundFailedFactKey(refund.refundId))) {
    facts.enqueue({ effectiveAt: refund.failedAt ?? context.now(), rank: 4, kind: 'refund.failed', sourceId: refund.refundId, eventId });
  }
}
