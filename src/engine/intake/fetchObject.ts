// Fetches an object that an event pointed at, under the pinned version, with what belongs to it.
import { readInvoicePayment } from '../../domain/stripe/readInvoicePayment.ts';
import { readPayout } from '../../domain/stripe/readPayout.ts';
import { readSubscription } from '../../domain/stripe/readSubscription.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson, StripeListType } from '../ports/stripeGateway.ts';
import { disputesClosedAt } from './disputeClosedAt.ts';
import { plain, type Fetched } from './fetched.ts';
import { fetchInvoice } from './fetchInvoice.ts';
import { fetchCustomer, fetchUnknownCatalogue, fetchUnknownCustomer, withCoupons, withMovement } from './fetchNamed.ts';
import { unlessUnreadable, type Expansion, type FetchRun } from './fetchRun.ts';

type Fetch = (context: EngineContext, id: string, run: FetchRun) => Promise<Fetched>;

const alone =
  (type: StripeListType, ...expansions: readonly Expansion[]): Fetch =>
  async (_context, id, run) => ({ objects: [plain(await run.retrieve(type, id, ...expansions))] });

const fetches: Readonly<Record<string, Fetch>> = {
  invoice: fetchInvoice,
  invoice_payment: async (context, id, run) => {
    const raw = await run.retrieve('invoice_payments', id);
    const reading = readInvoicePayment(raw);
    return reading.ok ? fetchInvoice(context, reading.value.stripeInvoiceId, run) : { objects: [plain(raw)] };
  },
  subscription: fetchSubscription,
  customer: async (_context, id, run) => ({ objects: [plain(await fetchCustomer(id, run))] }),
  charge: alone('charges', withMovement),
  refund: fetchRefund,
  payout: fetchPayout,
  product: alone('products'),
  price: alone('prices'),
  payment_method: alone('payment_methods'),
  payment_intent: alone('payment_intents'),
  credit_note: alone('credit_notes'),
  dispute: fetchDispute,
  'radar.early_fraud_warning': alone('radar/early_fraud_warnings'),
  subscription_schedule: alone('subscription_schedules'),
};

/** Retrieves one object. Throws AppError NOT_FOUND when it is gone. Undefined: a kind that is not fetched by itself. */
export async function fetchObject(context: EngineContext, objectType: string, id: string, run: FetchRun): Promise<Fetched | undefined> {
  return Object.hasOwn(fetches, objectType) ? fetches[objectType]?.(context, id, run) : undefined;
}

async function fetchSubscription(context: EngineContext, id: string, run: FetchRun): Promise<Fetched> {
  const raw = await run.retrieve('subscriptions', id, withCoupons);
  const customerId = raw['customer'];
  const customer = await fetchUnknownCustomer(context, typeof customerId === 'string' ? customerId : null, run);
  const reading = readSubscription(raw);
  const catalogue = reading.ok ? await fetchUnknownCatalogue(context, reading.value.items, run) : [];
  return { objects: [...customer, ...catalogue, raw].map(plain) };
}

const refundMovements = { paths: ['balance_transaction', 'failure_balance_transaction'], needs: 'balance_transactions' } as const;

/** The refund with the movements of money that it made, its charge, and the charge's other refunds: the GST in one depends on those before it. */
async function fetchRefund(_context: EngineContext, id: string, run: FetchRun): Promise<Fetched> {
  const refund = await run.retrieve('refunds', id, refundMovements);
  const charges = await fetchCharge(refund['charge'], run);
  const [charge] = charges;
  const isOnly = charge === undefined || charge['amount_refunded'] === refund['amount'];
  const others = isOnly ? [] : (await run.listAll('refunds', { limit: 100, filter: { charge: String(charge['id']) } })).filter((each) => each['id'] !== id);
  return { objects: [...charges, ...others.toReversed(), refund].map(plain) };
}

async function fetchDispute(context: EngineContext, id: string, run: FetchRun): Promise<Fetched> {
  const dispute = await run.retrieve('disputes', id);
  const closedAt = (await disputesClosedAt(context, [dispute], run)).get(id) ?? null;
  return { objects: [...(await fetchCharge(dispute['charge'], run)).map(plain), { raw: dispute, extras: { closedAt } }] };
}

const fetchCharge = async (chargeId: unknown, run: FetchRun): Promise<readonly StripeJson[]> =>
  typeof chargeId === 'string' ? unlessUnreadable(async () => [await run.retrieve('charges', chargeId, withMovement)], []) : [];

/** A balance transaction doesn't say which payout it went with; listing by payout does, once Stripe has put the payout together. */
async function fetchPayout(context: EngineContext, id: string, run: FetchRun): Promise<Fetched> {
  const raw = await run.retrieve('payouts', id, { paths: ['balance_transaction', 'failure_balance_transaction'], needs: 'balance_transactions' });
  const reading = readPayout(raw);
  const isReady = reading.ok && reading.value.isAutomatic && (reading.value.reconciliationStatus ?? 'completed') === 'completed';
  if (!isReady || context.store.stripeRecords.arePayoutMembersListed(id)) return { objects: [plain(raw)] };
  const members = await unlessUnreadable(() => fetchPayoutMembers(id, run), undefined);
  if (members === undefined) return { objects: [plain(raw)] };
  return { objects: [...members.map((member) => ({ raw: member, extras: { payoutId: id } })), { raw, extras: { areMembersListed: true } }] };
}

const fetchPayoutMembers = (payoutId: string, run: FetchRun): Promise<readonly StripeJson[]> =>
  run.listAll('balance_transactions', { limit: 100, filter: { payout: payoutId } });
