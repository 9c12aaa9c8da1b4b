// Stripe's ledger: balance transactions with Australian fees, and the daily payouts that empty the balance.
import { addBusinessDays, DAY_SECONDS, isBusinessDay, startOfDay } from './calendar.ts';
import { divideHalfUp, inclusiveTax } from './integerArithmetic.ts';
import type { BalanceTransaction, Charge, FeeDetail, Payout } from './paymentShapes.ts';
import type { World } from './world.ts';

/** Australian fees include GST: 1/11 of them is tax. */
const GST_BASIS_POINTS = 1000;

function feeDetails(world: World, fee: number, description: string): FeeDetail[] {
  if (fee === 0) return [];
  const tax = inclusiveTax(fee, GST_BASIS_POINTS);
  const row = { application: null, currency: world.account.default_currency };
  return [
    { ...row, amount: fee - tax, description, type: 'stripe_fee' },
    { ...row, amount: tax, description: 'GST', type: 'tax' },
  ];
}

/** 1.7 % + 30 c for Australian cards, 3.5 % + 30 c for others, GST included (stripe.com/au/pricing). */
function processingFee(world: World, amountCents: number, cardCountry: string): number {
  const fee = cardCountry === world.account.country ? world.billing.domesticFee : world.billing.internationalFee;
  return divideHalfUp(amountCents * fee.basisPoints, 10_000) + fee.fixedCents;
}

type Draft = {
  amount: number;
  fee: number;
  feeDescription?: string;
  description: string | null;
  reportingCategory: string;
  type: string;
  source: string;
  availableOn: number;
  available: boolean;
};

function addBalanceTransaction(world: World, draft: Draft): BalanceTransaction {
  return world.store.add('balance_transaction', {
    id: world.newId('txn_3'),
    object: 'balance_transaction',
    amount: draft.amount,
    available_on: draft.availableOn,
    balance_type: 'payments',
    created: world.now(),
    currency: world.account.default_currency,
    description: draft.description,
    exchange_rate: null,
    fee: draft.fee,
    fee_details: feeDetails(world, draft.fee, draft.feeDescription ?? 'Stripe processing fees'),
    net: draft.amount - draft.fee,
    reporting_category: draft.reportingCategory,
    source: draft.source,
    status: draft.available ? 'available' : 'pending',
    type: draft.type,
    _: { payout: null },
  });
}

/** The late half of a charge: its balance transaction appears and `charge.updated` says so. */
export function settleCharge(world: World, chargeId: string): void {
  const charge = world.store.get('charge', chargeId);
  if (charge.balance_transaction !== null || charge.status !== 'succeeded') return;
  const transaction = addBalanceTransaction(world, {
    amount: charge.amount,
    fee: processingFee(world, charge.amount, charge.payment_method_details.card.country),
    description: charge.description,
    reportingCategory: 'charge',
    type: 'charge',
    source: charge.id,
    availableOn: addBusinessDays(charge.created, world.billing.payoutDelayBusinessDays),
    available: false,
  });
  world.change('charge', chargeId, { balance_transaction: transaction.id }, 'charge.updated');
}

export function refundTransaction(world: World, refundId: string, amount: number, charge: Charge): BalanceTransaction {
  return addBalanceTransaction(world, {
    amount: -amount,
    fee: 0,
    description: `REFUND FOR CHARGE${charge.description === null ? '' : ` (${charge.description})`}`,
    reportingCategory: 'refund',
    type: 'refund',
    source: refundId,
    availableOn: world.now(),
    available: true,
  });
}

export function refundFailureTransaction(world: World, refundId: string, amount: number): BalanceTransaction {
  return addBalanceTransaction(world, {
    amount,
    fee: 0,
    description: 'REFUND FAILURE',
    reportingCategory: 'refund_failure',
    type: 'refund_failure',
    source: refundId,
    availableOn: world.now(),
    available: true,
  });
}

/** Money withdrawn for a dispute (with its fee), or given back when it is won (the fee is not returned). */
export function disputeTransaction(
  world: World,
  disputeId: string,
  charge: Charge,
  kind: 'withdrawn' | 'reinstated',
): BalanceTransaction {
  const withdrawn = kind === 'withdrawn';
  return addBalanceTransaction(world, {
    amount: withdrawn ? -charge.amount : charge.amount,
    fee: withdrawn ? world.billing.disputeFeeCents : 0,
    feeDescription: 'Dispute fee',
    description: `Chargeback ${withdrawn ? 'withdrawal' : 'reversal'} for ${charge.id}`,
    reportingCategory: withdrawn ? 'dispute' : 'dispute_reversal',
    type: 'adjustment',
    source: disputeId,
    availableOn: world.now(),
    available: true,
  });
}

const BANK_ACCOUNT_ID = 'ba_1SimulatedAustralianBank';

/** Pays out, on business days, everything that has become available; schedules itself for the next day. */
export function runDailyPayout(world: World): void {
  world.schedule(world.now() + DAY_SECONDS, 'daily-payout', 'account');
  for (const transaction of world.store.all('balance_transaction')) {
    if (transaction.status === 'pending' && transaction.available_on <= world.now()) {
      world.store.update('balance_transaction', transaction.id, { status: 'available' });
    }
  }
  if (!isBusinessDay(world.now())) return;
  const due = world.newestFirst(
    'balance_transaction',
    (row) => row.status === 'available' && row._.payout === null && row.type !== 'payout',
  );
  const amount = due.reduce((sum, row) => sum + row.net, 0);
  if (amount <= 0) return;
  createPayout(world, amount, due);
}

function createPayout(world: World, amount: number, due: readonly BalanceTransaction[]): Payout {
  const id = world.newId('po_1');
  const arrival = addBusinessDays(world.now(), 1);
  const own = addBalanceTransaction(world, {
    amount: -amount,
    fee: 0,
    description: 'STRIPE PAYOUT',
    reportingCategory: 'payout',
    type: 'payout',
    source: id,
    availableOn: arrival,
    available: false,
  });
  for (const row of [...due, own]) world.store.update('balance_transaction', row.id, { _: { payout: id } });
  const constants = {
    application_fee: null,
    application_fee_amount: null,
    destination: BANK_ACCOUNT_ID,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    trace_id: null,
    type: 'bank_account',
  };
  world.store.add('payout', {
    ...constants,
    id,
    object: 'payout',
    ...world.base(),
    amount,
    arrival_date: arrival,
    automatic: true,
    balance_transaction: own.id,
    currency: world.account.default_currency,
    description: 'STRIPE PAYOUT',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    metadata: {},
    reconciliation_status: 'in_progress',
    status: 'in_transit',
  });
  world.emit('payout.created', 'payout', id);
  world.schedule(arrival, 'payout-arrival', id);
  return world.store.get('payout', id);
}

export function payoutArrives(world: World, id: string): void {
  if (world.store.get('payout', id).status !== 'in_transit') return;
  world.change('payout', id, { status: 'paid', reconciliation_status: 'completed' }, 'payout.updated');
  world.emit('payout.paid', 'payout', id);
  world.emit('payout.reconciliation_completed', 'payout', id);
}

/** A paid payout may still turn into a failed one; its money comes back as a row of its own. */
export function failPayout(world: World, id: string): Payout {
  const payout = world.store.get('payout', id);
  const back = addBalanceTransaction(world, {
    amount: payout.amount,
    fee: 0,
    description: 'PAYOUT FAILURE',
    reportingCategory: 'payout_reversal',
    type: 'payout_failure',
    source: id,
    availableOn: world.now(),
    available: true,
  });
  world.store.update('payout', id, {
    failure_balance_transaction: back.id,
    failure_code: 'account_closed',
    failure_message: 'The bank account has been closed',
    status: 'failed',
  });
  world.emit('payout.failed', 'payout', id);
  return world.store.get('payout', id);
}

/** The first payout run: 06:00 in Brisbane (20:00 UTC) of the coming day. */
export function scheduleFirstPayout(world: World): void {
  const today = startOfDay(world.now()) + 20 * 3600;
  world.schedule(today > world.now() ? today : today + DAY_SECONDS, 'daily-payout', 'account');
}
