// Which service answers which operation about changes made in QuickBooks.
import type { DriftRow } from '../../contract/drift.ts';
import { errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import type { DriftRecord } from '../ports/driftTables.ts';
import type { JobRecord } from '../ports/records.ts';
import { acceptDrift, restoreDrift } from './decideDrift.ts';
import { acceptEffect, restoreEffect } from './driftEffects.ts';
import { driftTitle } from './judgeFound.ts';
import { driftLookKey, enqueueDriftLook, type DriftLook } from './lookForDrift.ts';

type Answers = Pick<Handlers, 'drift.list' | 'drift.look' | 'drift.accept' | 'drift.restore'>;

const mostShown = 500;
/** Waiting to be tried again after a failure is no looking. */
const isLooking = (job: JobRecord | undefined): boolean => job?.state === 'running' || (job?.state === 'ready' && job.lastCode === null);

export function driftHandlers(context: EngineContext): Answers {
  const { store } = context;
  return {
    'drift.list': ({ states }) => ({
      rows: store.drift.list(states, mostShown).map((finding) => driftRow(context, finding)),
      openCount: store.drift.count(['open', 'restoring']),
      decidedCount: store.drift.count(['accepted', 'restored', 'resolved']),
      lastLookedAt: lastLookedAt(context),
      isLooking: isLooking(store.jobs.byKey('quickbooks.drift')),
      failure: failureOf(store.jobs.byKey('quickbooks.drift')),
    }),
    'drift.look': () => lookNow(context),
    'drift.accept': (input) => acceptDrift(context, input),
    'drift.restore': (input) => restoreDrift(context, input),
  };
}

const lastLookedAt = (context: EngineContext): string | null => (context.store.state.sync(driftLookKey) as DriftLook | null | undefined)?.at ?? null;

/** Throws QB_NOT_CONNECTED, QB_RECONNECT_NEEDED and what keeps a token from being had. */
async function lookNow(context: EngineContext): Promise<OperationOutput<'drift.look'>> {
  await context.tokens.access();
  enqueueDriftLook(context);
  context.kick();
  context.changed('reconcile');
  return { started: true };
}

function failureOf(job: JobRecord | undefined): string | null {
  if (job?.lastCode == null || job.state === 'done') return null;
  const known = errorCatalogue[job.lastCode as ErrorCode];
  return `${known.sentence} ${known.nextAction}`;
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
