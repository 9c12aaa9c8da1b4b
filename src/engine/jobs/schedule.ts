// What runs by itself: the poll every couple of minutes, the sweep and the heartbeat once a day.
import { localDateOf, instantAtLocalTime, msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { remindOfDisputes } from '../refunds/remindOfDisputes.ts';
import { tellOfExpiredOverrides } from '../subscriptions/tellOfExpiredOverrides.ts';

export interface Schedule {
  start(): void;
  /** After sleep or when the window comes to the front: what is overdue is due now. */
  catchUp(): void;
  stop(): void;
}

/** A heartbeat older than this is made up for at start and after sleep. */
const heartbeatOverdueMs = 20 * 3600_000;
const checkEveryMs = 60_000;

export function makeSchedule(context: () => EngineContext): Schedule {
  let cancelPoll: () => void = () => undefined;
  let cancelDaily: () => void = () => undefined;
  let isStopped = false;

  const poll = (): void => {
    const { flags, config, store, timers } = context();
    cancelPoll();
    if (isStopped) return;
    tolerateDisk(context(), () => {
      if (flags.hasStripeKey) store.jobs.enqueue({ kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} });
    });
    context().kick();
    cancelPoll = timers.after(flags.isFocused ? config.pollIntervalFocusedMs : config.pollIntervalMs, poll);
  };

  const daily = (): void => {
    cancelDaily();
    if (isStopped) return;
    tolerateDisk(context(), () => enqueueDaily(context()));
    tolerateDisk(context(), () => remindOfDisputes(context()));
    tolerateDisk(context(), () => tellOfExpiredOverrides(context()));
    // A timer of a day would drift through sleep and clock changes; looking once a minute does not.
    cancelDaily = context().timers.after(checkEveryMs, daily);
  };

  return {
    start: () => {
      poll();
      daily();
    },
    catchUp: () => {
      poll();
      daily();
    },
    stop: () => {
      isStopped = true;
      cancelPoll();
      cancelDaily();
    },
  };
}

/** A tick that can't write because the disk is full is made up for by the next one. */
function tolerateDisk(context: EngineContext, tick: () => void): void {
  try {
    tick();
  } catch (error) {
    const known = context.store.failure(error);
    if (known === undefined) throw error;
    context.log.error('the schedule could not be written', { code: known.code });
  }
}

/** At 06:00 of the business's day; missed ones are made up for, each once a day. */
function enqueueDaily(context: EngineContext): void {
  const { store, flags } = context;
  const now = context.now();
  const { timeZone } = context.profile();
  const today = localDateOf(now, timeZone);
  const sixToday = instantAtLocalTime(today, '06:00', timeZone);
  const connection = store.connection.get();
  if (connection?.state === 'connected') {
    const last = connection.lastHeartbeatAt;
    const isOverdue = last === null || context.clock.nowMs() - msFromInstant(last) > heartbeatOverdueMs;
    const isDueToday = now >= sixToday && (last === null || last < sixToday);
    if (isOverdue || isDueToday) store.jobs.enqueue({ kind: 'quickbooks.heartbeat', uniqueKey: `quickbooks.heartbeat ${today}`, lane: 'quickbooks', input: {} });
  }
  if (store.state.sync('backup.date') !== today) {
    store.state.saveSync('backup.date', today);
    store.jobs.enqueue({ kind: 'local.backup', uniqueKey: 'local.backup', lane: 'background', input: {} });
  }
  if (flags.hasStripeKey && store.state.sync('sweep.date') !== today && now >= sixToday) {
    store.state.saveSync('sweep.date', today);
    store.jobs.enqueue({ kind: 'stripe.sweep', uniqueKey: 'stripe.sweep', lane: 'background', input: {} });
  }
  context.kick();
}

