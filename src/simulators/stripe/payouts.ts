// Payouts: the automatic ones that empty the balance by the account's schedule, manual ones, and those that fail after all.
import { addBalanceTransaction } from './balance.ts';
import { addBusinessDays, DAY_SECONDS, isBusinessDay, startOfDay } from './calendar.ts';
import type { BalanceTransaction, Payout } from './paymentShapes.ts';
import type { World } from './world.ts';

const BANK_ACCOUNT_ID = 'ba_1SimulatedAustralianBank';

/** Pays out, on business days, everything that has become available; schedules itself for the next day. */
export function runDailyPayout(world: World): void {
  world.schedule(world.now() + DAY_SECONDS, 'daily-payout', 'account');
  for (const transaction of world.store.all('balance_transaction')) {
    if (transaction.status === 'pending' && transaction.available_on <= world.now()) {
      world.store.update('balance_transaction', transaction.id, { status: 'available' });
    }
  }
  if (!isPayoutDay(world)) return;
  // What a manual payout took is gone: its own row is taken along by the next automatic one.
  const due = world.newestFirst('balance_transaction', (row) => row.status === 'available' && row._.payout === null);
  const amount = due.reduce((sum, row) => sum + row.net, 0);
  if (amount <= 0) return;
  createPayout(world, amount, due, true);
}

function isPayoutDay(world: World): boolean {
  const { payoutSchedule } = world.billing;
  if (payoutSchedule === 'manual' || !isBusinessDay(world.now())) return false;
  return payoutSchedule === 'daily' || new Date(world.now() * 1000).getUTCDay() === 1;
}

/** The owner asks for part of the available balance by hand. */
export function createManualPayout(world: World, amountCents: number): Payout {
  return createPayout(world, amountCents, [], false);
}

function createPayout(
  world: World,
  amount: number,
  due: readonly BalanceTransaction[],
  isAutomatic: boolean,
): Payout {
  const id = world.newId('po_1');
  const arrival = addBusinessDays(world.now(), 1);
  const own = addBalanceTransaction(world, {
    amount: -amount,
    fee: 0,
    description: 'STRIPE PAYOUT',
    reportingCategory: 'payout',
    type: 'payout',
    source: id,
    availableOn: isAutomatic ? arrival : world.now(),
    available: !isAutomatic,
  });
  for (const row of isAutomatic ? [...due, own] : []) world.store.update('balance_transaction', row.id, { _: { payout: id } });
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
    automatic: isAutomatic,
    balance_transaction: own.id,
    currency: world.account.default_currency,
    description: 'STRIPE PAYOUT',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    metadata: {},
    reconciliation_status: isAutomatic ? 'in_progress' : 'not_applicable',
    status: 'in_transit',
  });
  world.emit('payout.created', 'payout', id);
  world.schedule(arrival, 'payout-arrival', id);
  return world.store.get('payout', id);
}

export function payoutArrives(world: World, id: string): void {
  if (world.store.get('payout', id).status !== 'in_transit') return;
  const isAutomatic = world.store.get('payout', id).automatic;
  const reconciled = isAutomatic ? { reconciliation_status: 'completed' as const } : {};
  world.change('payout', id, { status: 'paid', ...reconciled }, 'payout.updated');
  world.emit('payout.paid', 'payout', id);
  if (isAutomatic) world.emit('payout.reconciliation_completed', 'payout', id);
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
