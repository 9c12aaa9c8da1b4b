// Refunds of charges: money goes back, the processing fee does not.
import { refundFailureTransaction, refundTransaction } from './balance.ts';
import { DAY_SECONDS } from './calendar.ts';
import { settleFraudWarnings } from './fraudWarnings.ts';
import type { Metadata } from './jsonShapes.ts';
import type { Refund } from './paymentShapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

export function createRefund(
  world: World,
  draft: { charge: string; amount: number | undefined; reason: string | null; metadata: Metadata },
): Refund {
  const charge = world.store.get('charge', draft.charge);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = draft.amount ?? left;
  if (charge.status !== 'succeeded')
    throw invalidRequest('This charge has not been captured and cannot be refunded.', 'charge');
  const openDispute = world.newestFirst(
    'dispute',
    (dispute) => dispute.charge === charge.id && !dispute.is_charge_refundable,
  )[0];
  if (openDispute !== undefined && openDispute.status !== 'won') {
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  }
  if (left <= 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  if (amount <= 0)
    throw invalidRequest('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
  }
  const id = world.newId('re_3');
  const transaction = refundTransaction(world, id, amount, charge);
  const constants = {
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
  };
  world.store.add('refund', {
    ...constants,
    id,
    object: 'refund',
    created: world.now(),
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    currency: charge.currency,
    customer: charge.customer,
    metadata: draft.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: draft.reason,
    status: 'succeeded',
  });
  const refunded = charge.amount_refunded + amount;
  world.emit('refund.created', 'refund', id);
  world.change(
    'charge',
    charge.id,
    { amount_refunded: refunded, refunded: refunded === charge.amount },
    'charge.refunded',
  );
  if (refunded === charge.amount) settleFraudWarnings(world, charge.id);
  if (charge._.outcome === 'refund_fails') world.schedule(world.now() + DAY_SECONDS, 'refund-failure', id);
  return world.store.get('refund', id);
}

/** The customer's bank sends the money back: the refund fails after it had succeeded. */
export function refundFails(world: World, id: string): void {
  const refund = world.store.get('refund', id);
  if (refund.status !== 'succeeded') return;
  const back = refundFailureTransaction(world, id, refund.amount);
  const charge = world.store.get('charge', refund.charge);
  world.store.update('refund', id, {
    failure_balance_transaction: back.id,
    failure_reason: 'lost_or_stolen_card',
    status: 'failed',
  });
  world.change(
    'charge',
    charge.id,
    { amount_refunded: charge.amount_refunded - refund.amount, refunded: false },
    'charge.updated',
  );
  world.emit('refund.failed', 'refund', id);
}
