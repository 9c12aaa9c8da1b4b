// Which service answers which operation about changes made in QuickBooks.
import type { DriftRow } from '../../contract/drift.ts';
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import type { DriftRecord } from '../ports/driftTables.ts';
import { acceptDrift, restoreDrift } from './decideDrift.ts';
import { acceptEffect, restoreEffect } from './driftEffects.ts';
import { driftTitle } from './judgeFound.ts';
import { driftLookKey, enqueueDriftLook, type DriftLook } from './lookForDrift.ts';

type Answers = Pick<Handlers, 'drift.list' | 'drift.look' | 'drift.accept' | 'drift.restore'>;

const mostShown = 500;

export function driftHandlers(context: EngineContext, idle: () => Promise<void>): Answers {
  const { store } = context;
  return {
    'drift.list': ({ states }) => ({
      rows: store.drift.list(states, mostShown).map((finding) => driftRow(context, finding)),
      openCount: store.drift.count(['open', 'restoring']),
      decidedCount: store.drift.count(['accepted', 'restored', 'resolved']),
      lastLookedAt: lastLookedAt(context),
      isLooking: context.work.list().some(({ id }) => id === 'quickbooks.drift'),
    }),
    'drift.look': () => lookNow(context, idle),
    'drift.accept': (input) => acceptDrift(context, input),
    'drift.restore': (input) => restoreDrift(context, input),
  };
}

const lastLookedAt = (context: EngineContext): string | null => (context.store.state.sync(driftLookKey) as DriftLook | null | undefined)?.at ?? null;

/** Throws QB_NOT_CONNECTED, QB_RECONNECT_NEEDED, and what stopped the look. */
async function lookNow(context: EngineContext, idle: () => Promise<void>): Promise<OperationOutput<'drift.look'>> {
  await context.tokens.access();
  enqueueDriftLook(context);
  context.kick();
  await idle();
  const job = context.store.jobs.byKey('quickbooks.drift');
  if (job?.state !== 'done' && job?.lastCode != null) throw new AppError(job.lastCode as AppError['code']);
  return { open: context.store.drift.count(['open', 'restoring']), lastLookedAt: lastLookedAt(context) };
}

export function driftRow(context: EngineContext, finding: DriftRecord): DriftRow {
  const { id, version, kind, state, entity, qbId, invoiceId, documentId, fields, reason, error, foundAt, decidedAt } = finding;
  return {
    id, version, kind, state, entity, invoiceId, documentId, reason, error, foundAt, decidedAt,
    quickBooksId: qbId,
    title: driftTitle(context, finding),
    fields: [...fields],
    acceptEffect: acceptEffect(finding),
    restoreEffect: restoreEffect(finding),
  };
}
