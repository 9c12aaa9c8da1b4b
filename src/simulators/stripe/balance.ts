// Stripe's ledger: balance transactions of charges, refunds, disputes and products, with Australian fees.
import { addBusinessDays, addMonths, startOfMonth } from './calendar.ts';
import { divideHalfUp, exclusiveTax, inclusiveTax } from './integerArithmetic.ts';
import type { BalanceTransaction, Charge, FeeDetail } from './paymentShapes.ts';
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

/** Units of the account's currency for a thousand units of another, as Stripe might have had it: fixed, for tests and demos. */
const PER_THOUSAND: { readonly [currency: string]: number } = { usd: 1_520, nzd: 910, gbp: 1_950, eur: 1_650, jpy: 10, kwd: 4_950, isk: 11, ugx: 1 };
const MINOR_DIGITS: { readonly [currency: string]: number } = { jpy: 0, kwd: 3 };

type Settled = { amount: number; exchangeRate: number | null };

/** A payment in another currency arrives on the balance in the account's own. */
function settled(world: World, amount: number, currency: string): Settled {
  if (currency === world.account.default_currency) return { amount, exchangeRate: null };
  const perThousand = PER_THOUSAND[currency] ?? 1_000;
  const minorUnits = 10 ** (MINOR_DIGITS[currency] ?? 2);
  return { amount: divideHalfUp(amount * perThousand * 100, 1_000 * minorUnits), exchangeRate: perThousand / 1_000 };
}

type Draft = {
  exchangeRate?: number | null;
  amount: number;
  fee: number;
  feeDescription?: string;
  description: string | null;
  reportingCategory: string;
  type: string;
  source: string | null;
  availableOn: number;
  available: boolean;
};

export function addBalanceTransaction(world: World, draft: Draft): BalanceTransaction {
  return world.store.add('balance_transaction', {
    id: world.newId('txn_3'),
    object: 'balance_transaction',
    amount: draft.amount,
    available_on: draft.availableOn,
    balance_type: 'payments',
    created: world.now(),
    currency: world.account.default_currency,
    description: draft.description,
    exchange_rate: draft.exchangeRate ?? null,
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
  const { amount, exchangeRate } = settled(world, charge.amount, charge.currency);
  const transaction = addBalanceTransaction(world, {
    amount,
    exchangeRate,
    fee: processingFee(world, amount, charge.payment_method_details.card.country),
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
  const back = settled(world, amount, charge.currency);
  return addBalanceTransaction(world, {
    amount: -back.amount,
    exchangeRate: back.exchangeRate,
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
  const { amount, exchangeRate } = settled(world, charge.amount, charge.currency);
  return addBalanceTransaction(world, {
    amount: withdrawn ? -amount : amount,
    exchangeRate,
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

/** What Stripe bills for its other products: GST is added on top, as a row of its own. */
export function productFee(world: World, product: string, amountCents: number): BalanceTransaction[] {
  const row = { fee: 0, source: null, availableOn: world.now(), available: true };
  const fee = addBalanceTransaction(world, {
    ...row,
    amount: -amountCents,
    description: product,
    reportingCategory: 'fee',
    type: 'stripe_fee',
  });
  const tax = exclusiveTax(amountCents, GST_BASIS_POINTS);
  if (tax === 0) return [fee];
  const added = addBalanceTransaction(world, {
    ...row,
    amount: -tax,
    description: `GST - ${product}`,
    reportingCategory: 'tax',
    type: 'tax_fee',
  });
  return [fee, added];
}

/** Money that Stripe moved for a reason of its own, under whatever category it names. */
export function adjustment(world: World, amountCents: number, reportingCategory: string): BalanceTransaction {
  return addBalanceTransaction(world, {
    amount: amountCents,
    fee: 0,
    description: 'Adjustment',
    reportingCategory,
    type: 'adjustment',
    source: null,
    availableOn: world.now(),
    available: true,
  });
}

/** On the first of each month Stripe bills Radar for the charges that it screened in the month before. */
export function runMonthlyFees(world: World): void {
  const first = startOfMonth(world.now());
  world.schedule(addMonths(first, 1), 'monthly-fees', 'account');
  const from = addMonths(first, -1);
  const screened = world.newestFirst('charge', (charge) => charge.created >= from && charge.created < first).length;
  const amount = screened * world.billing.radarFeeCents;
  if (amount > 0) productFee(world, 'Radar for Fraud Teams', amount);
}

export function scheduleFirstMonthlyFees(world: World): void {
  if (world.billing.radarFeeCents > 0) world.schedule(addMonths(startOfMonth(world.now()), 1), 'monthly-fees', 'account');
}
