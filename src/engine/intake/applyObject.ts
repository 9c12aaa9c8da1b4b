// One object from Stripe into the mirror: kept raw (cleaned of card data), read tolerantly, its columns and facts written.
import { cleanStripeObject } from '../../domain/cardData.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { readBalanceTransaction } from '../../domain/stripe/readBalanceTransaction.ts';
import { readCharge, type StripeChargeFacts } from '../../domain/stripe/readCharge.ts';
import { readDispute } from '../../domain/stripe/readDispute.ts';
import { readInvoicePayment } from '../../domain/stripe/readInvoicePayment.ts';
import { readPayout } from '../../domain/stripe/readPayout.ts';
import { readPrice } from '../../domain/stripe/readPrice.ts';
import { readProduct } from '../../domain/stripe/readProduct.ts';
import { isJsonObject } from '../../domain/stripe/tolerantFields.ts';
import { readRefund, type StripeRefundFacts } from '../../domain/stripe/readRefund.ts';
import { cameBackAt } from '../clearing/cameBackAt.ts';
import { queuePayoutFacts } from '../clearing/payoutFacts.ts';
import { postBalanceTransaction } from '../clearing/postBalanceTransaction.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveFee, deriveFeesOfCharge } from './deriveFee.ts';
import { refundFactKey, refundFailedFactKey } from './factKeys.ts';
import { deriveStanding } from './deriveStanding.ts';
import { mirrorCustomer } from './mirrorCustomer.ts';
import { mirrorDispute } from './mirrorDispute.ts';
import { mirrorInvoice } from './mirrorInvoice.ts';
import { mirrorSubscription } from './mirrorSubscription.ts';
import { objectWriter, writeBalanceTransaction, type Extras, type ObjectWriter } from './objectWriter.ts';
import { noteOddities, noteOddity, type Via } from './observe.ts';
import { stripeRecordWriters } from './stripeRecordWriters.ts';

const writers: Readonly<Record<string, ObjectWriter>> = {
  ...stripeRecordWriters,
  customer: mirrorCustomer,
  subscription: mirrorSubscription,
  invoice: (context, raw, via, extras) => mirrorInvoice(context, raw, extras.furtherLines ?? [], via),
  // A deleted product answers with nothing but its id; what was sold under it keeps its name.
  product: objectWriter('product', readProduct, (context, product) =>
    product.isDeleted ? context.store.stripeRecords.markGone('product', product.stripeProductId) : context.store.mirror.upsertProduct({ ...product, planTier: product.metadata['tieout_plan'] ?? null, revenueType: product.metadata['revenue_type'] ?? null }),
  ),
  price: objectWriter('price', readPrice, (context, price) => context.store.mirror.upsertPrice({ ...price, planTier: price.metadata['tieout_plan'] ?? null })),
  charge: objectWriter('charge', readCharge, (context, charge, via) => {
    context.store.mirror.upsertCharge(charge);
    if (charge.balanceTransaction !== null) postBalanceTransaction(context, charge.balanceTransaction);
    rememberCard(context, charge);
    deriveFeesOfCharge(context, charge.chargeId);
    // When it was tried last is told by the charge that failed.
    const orgId = charge.isPaid || charge.stripeCustomerId === null ? undefined : context.store.orgs.customer(charge.stripeCustomerId)?.orgId;
    if (orgId !== undefined) deriveStanding(context, orgId, via);
  }),
  invoice_payment: objectWriter('invoice_payment', readInvoicePayment, (context, payment) => {
    context.store.mirror.upsertInvoicePayment(payment);
    const invoice = context.store.invoices.byStripeId(payment.stripeInvoiceId);
    if (invoice !== undefined) deriveFee(context, invoice.id);
  }),
  balance_transaction: (context, raw, via, extras) => {
    const reading = readBalanceTransaction(raw);
    noteOddities(context, 'balance_transaction', reading, via, raw);
    if (reading.ok) writeBalanceTransaction(context, { ...reading.value, payoutId: extras.payoutId ?? reading.value.payoutId });
  },
  refund: objectWriter('refund', readRefund, (context, refund, via, raw) => {
    writeNested(context, [raw['balance_transaction'], raw['failure_balance_transaction']], via);
    context.store.mirror.upsertRefund(refund);
    queueRefundFacts(context, refund, via, raw);
  }),
  dispute: objectWriter('dispute', readDispute, (context, dispute, via, raw, extras) => {
    writeNested(context, Array.isArray(raw['balance_transactions']) ? raw['balance_transactions'] : [], via);
    mirrorDispute(context, dispute, via, extras.closedAt ?? null);
  }),
  payout: objectWriter('payout', readPayout, (context, payout, via, raw, { areMembersListed }) => {
    writeNested(context, [raw['balance_transaction'], raw['failure_balance_transaction']], via);
    // Stripe gives the arrival as midnight UTC of the date that the bank is told.
    context.store.mirror.upsertPayout({ ...payout, arrivalLocalDate: localDateOf(payout.arrivalDate ?? payout.createdAt, 'UTC') });
    queuePayoutFacts(context, payout, via, raw);
    if (areMembersListed === true) context.store.stripeRecords.payoutMembersListed(payout.payoutId);
  }),
};

export const isMirrored = (objectType: string): boolean => Object.hasOwn(writers, objectType);

/**
 * Applies one object inside the caller's transaction. An object of the other mode (live in test) is refused and counted; one
 * that can't be read is kept raw and counted.
 */
export function applyObject(context: EngineContext, raw: StripeJson, via: Via, extras: Extras = {}): 'applied' | 'wrong_mode' | 'ignored' {
  const type = typeof raw['object'] === 'string' ? raw['object'] : 'unknown';
  const id = typeof raw['id'] === 'string' ? raw['id'] : null;
  const livemode = raw['livemode'];
  if (typeof livemode === 'boolean' && livemode !== (context.config.environment === 'live')) {
    noteOddity(context, type, livemode ? 'a live object among test data; refused' : 'a test object among live data; refused', via, id, raw);
    return 'wrong_mode';
  }
  const write = Object.hasOwn(writers, type) ? writers[type] : undefined;
  if (write === undefined) {
    noteOddity(context, type, 'an object of a kind that is not mirrored', via, id, raw);
    return 'ignored';
  }
  if (id !== null) context.store.mirror.putRaw({ id, type, apiVersion: context.stripe().apiVersion, json: JSON.stringify(cleanStripeObject(raw)) });
  write(context, raw, via, extras);
  return 'applied';
}

/** Balance transactions that came inside the object whose money they move; an id alone is left to the listing. */
function writeNested(context: EngineContext, nested: readonly unknown[], via: Via): void {
  for (const raw of nested) if (isJsonObject(raw)) applyObject(context, { object: 'balance_transaction', ...raw }, via);
}

/** The card of the last payment stands in where no default payment method is known. */
function rememberCard(context: EngineContext, charge: StripeChargeFacts): void {
  const { stripeCustomerId } = charge;
  if (stripeCustomerId === null || !charge.isPaid || context.store.stripeRecords.defaultPaymentMethodOf(stripeCustomerId) !== null) return;
  context.store.orgs.setCard(stripeCustomerId, { brand: charge.cardBrand, last4: charge.cardLast4 });
}

/**
 * Both facts follow from Stripe's object alone, whenever it is read: a refund that failed after it had moved money was made
 * and came back. One that never moved money leaves no trace in the books.
 */
function queueRefundFacts(context: EngineContext, refund: StripeRefundFacts, via: Via, raw: StripeJson): void {
  const { facts, ledger } = context.store;
  const eventId = via?.eventId ?? null;
  const isUndone = refund.status === 'failed' || refund.status === 'canceled';
  const isBooked = ledger.has(refundFactKey(refund.refundId));
  const hasMovedMoney = refund.status === 'succeeded' || (isUndone && refund.balanceTransactionId !== null);
  if (hasMovedMoney && !isBooked) {
    facts.enqueue({ effectiveAt: refund.createdAt, rank: 3, kind: 'refund.succeeded', sourceId: refund.refundId, eventId });
  }
  if (isUndone && (hasMovedMoney || isBooked) && !ledger.has(refundFailedFactKey(refund.refundId))) {
    const failedAt = cameBackAt(context, refund.refundId, refund.failedAt, raw);
    if (failedAt !== null) facts.enqueue({ effectiveAt: failedAt, rank: 4, kind: 'refund.failed', sourceId: refund.refundId, eventId });
  }
}
