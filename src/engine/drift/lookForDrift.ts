// Finds what was changed in QuickBooks after it was pushed: by change data since the last look, else by reading everything again by its ids.
import { AppError } from '../../contract/errors.ts';
import { instantFromMs, msFromInstant } from '../../domain/calendar.ts';
import { canonicalJson } from '../../domain/push/requestId.ts';
import { qboText, type QboJson } from '../../domain/push/qboJson.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { PushedObject } from '../ports/driftTables.ts';
import type { JobRecord } from '../ports/records.ts';
import type { QboEntityName } from '../ports/quickBooksGateway.ts';
import { driftRefs, driftTitle, entityOfRole, judgeFound, keepAsPushed, type DriftRefs } from './judgeFound.ts';

export const driftLookKey = 'quickbooks.drift';
export interface DriftLook {
  readonly realmId: string;
  readonly at: string;
}

/** Intuit keeps change data for 30 days; a day's margin for clocks. */
const furthestBackMs = 29 * 24 * 3600_000;
/** Changes that were committed while the last look was under way, and clocks that differ, are looked at twice. */
const overlapMs = 10 * 60_000;
/** Ids in one query: its text must stay within what a URL bears. */
const idsAtOnce = 100;
const watched: readonly QboEntityName[] = ['Invoice', 'Payment', 'Customer', 'CreditMemo', 'RefundReceipt', 'Purchase', 'Transfer'];

export function enqueueDriftLook(context: EngineContext): void {
  context.store.jobs.enqueue({ kind: 'quickbooks.drift', uniqueKey: 'quickbooks.drift', lane: 'quickbooks', input: {} });
}

/** Job `quickbooks.drift`. Writes nothing in QuickBooks. */
export async function lookForDrift(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const connection = context.store.connection.get();
  if (connection === undefined || connection.state !== 'connected') return done;
  const work = context.work.begin({ id: 'quickbooks.drift', kind: 'check', doing: 'Looking for changes in QuickBooks', cancellable: true }, signal);
  try {
    await look(context, connection.realmId, work.signal);
    return done;
  } finally {
    work.end();
    context.changed('reconcile', 'quickbooks', 'invoices', 'activity');
  }
}

async function look(context: EngineContext, realmId: string, signal: AbortSignal): Promise<void> {
  const { store } = context;
  const startedAt = context.now();
  const openBefore = store.drift.count(['open']);
  const last = store.state.sync(driftLookKey) as DriftLook | null | undefined;
  const sinceMs = last?.realmId === realmId ? msFromInstant(last.at) - overlapMs : null;
  const refs = await driftRefs(context, realmId, signal);
  const seen = new Set<string>();
  const isByChanges = sinceMs !== null && context.clock.nowMs() - sinceMs < furthestBackMs && (await lookByChanges(context, refs, instantFromMs(sinceMs), seen, signal));
  if (!isByChanges) for (const kind of ['invoice', 'payment', 'customer', 'part'] as const) await walk(context, refs, kind, seen, signal);
  await lookAgain(context, refs, seen, signal);
  const raised = store.drift.count(['open']) - openBefore;
  store.transaction(() => {
    store.state.saveSync(driftLookKey, { realmId, at: startedAt } satisfies DriftLook);
    if (raised > 0) store.log.append({ source: 'quickbooks', kind: 'drift', result: 'warning', summary: raised === 1 ? 'Something was changed in QuickBooks after it was pushed' : `${raised} things were changed in QuickBooks after they were pushed`, detail: 'See Reconcile, Changed in QuickBooks' });
  });
}

/** False: there was more than one answer holds. */
async function lookByChanges(context: EngineContext, refs: DriftRefs, since: string, seen: Set<string>, signal: AbortSignal): Promise<boolean> {
  const { changes, isCut } = await context.tokens.withAccess((access) => context.quickBooksApi.changes(access, watched, since, signal));
  if (isCut) return false;
  context.store.transaction(() => {
    for (const { entity, id, found } of changes) for (const pushed of pushedUnder(context, entity, id)) note(context, refs, pushed, found, seen);
  });
  return true;
}

/** A payment may be an invoice's or link a refund's documents; a purchase a refund's or the month's fees. */
function pushedUnder(context: EngineContext, entity: QboEntityName, qbId: string): readonly PushedObject[] {
  const { drift } = context.store;
  if (entity === 'Invoice') return [drift.pushedUnder('invoice', qbId)].filter((pushed) => pushed !== undefined);
  if (entity === 'Customer') return [drift.pushedUnder('customer', qbId)].filter((pushed) => pushed !== undefined);
  const roles = Object.entries(entityOfRole).flatMap(([role, of]) => (of === entity && role !== 'payment' ? [role] : []));
  return [entity === 'Payment' ? drift.pushedUnder('payment', qbId) : undefined, drift.pushedUnder(roles, qbId)].filter((pushed) => pushed !== undefined);
}

async function walk(context: EngineContext, refs: DriftRefs, kind: 'invoice' | 'payment' | 'customer' | 'part', seen: Set<string>, signal: AbortSignal): Promise<void> {
  for (let after = 0; ; ) {
    const page = context.store.drift.pushed(kind, after, idsAtOnce);
    await readAndNote(context, refs, page, seen, signal);
    const last = page.at(-1);
    if (last === undefined || page.length < idsAtOnce) return;
    after = last.rowId;
  }
}

/** What stands open is read again even if nothing was reported: it may have been put right before the last look, or be ours no more. */
async function lookAgain(context: EngineContext, refs: DriftRefs, seen: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  const { drift } = context.store;
  const open = drift.list(['open'], 5000).filter((finding) => finding.realmId === refs.realmId && !seen.has(`${finding.entity} ${finding.qbId}`));
  const gone = open.filter((finding) => !pushedUnder(context, finding.entity as QboEntityName, finding.qbId).some((pushed) => pushed.role === finding.role));
  context.store.transaction(() => {
    for (const { id } of gone) drift.patch(id, { state: 'resolved', decidedAt: context.now() });
  });
  const left = open.filter((finding) => !gone.includes(finding));
  for (let from = 0; from < left.length; from += idsAtOnce) await readAndNote(context, refs, left.slice(from, from + idsAtOnce), new Set(), signal);
}

async function readAndNote(context: EngineContext, refs: DriftRefs, pushed: readonly PushedObject[], seen: Set<string>, signal: AbortSignal): Promise<void> {
  for (const entity of watched) {
    const ofEntity = pushed.filter(({ role }) => entityOfRole[role] === entity);
    if (ofEntity.length === 0) continue;
    const found = await readByIds(context, entity, [...new Set(ofEntity.map(({ qbId }) => qbId))], signal);
    context.store.transaction(() => {
      for (const one of ofEntity) note(context, refs, one, found.get(one.qbId) ?? null, seen);
    });
  }
}

/** What is not among the answers was deleted. */
export async function readByIds(context: EngineContext, entity: QboEntityName, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, QboJson>> {
  if (signal.aborted) throw new AppError('CANCELLED');
  const { entities } = await context.tokens.withAccess((access) => context.quickBooksApi.findBy(access, entity, 'Id', ids, signal));
  return new Map(entities.map((found) => [qboText(found, 'Id') ?? '', found]));
}

/** Raised once for the same facts, resolved when everything is as pushed again; what a person decided stands until the facts change. */
export function note(context: EngineContext, refs: DriftRefs, pushed: PushedObject, found: QboJson | null, seen: Set<string>): void {
  const { drift } = context.store;
  const judgement = judgeFound(context, pushed, found, refs);
  if (judgement === undefined) return;
  const { entity, kind, fields, foundValue } = judgement;
  seen.add(`${entity} ${pushed.qbId}`);
  const present = drift.of(refs.realmId, entity, pushed.qbId);
  if (kind === null) {
    const name = pushed.role === 'customer' ? foundValue : null;
    if (name !== null) drift.keepCustomerName(refs.realmId, pushed.qbId, name);
    keepAsPushed(context, pushed, refs);
    // Accepting another customer or name makes it ours: it stays accepted.
    const isOver = present?.state === 'open' || (present?.state === 'accepted' && present.kind !== 'relinked' && present.kind !== 'renamed');
    if (present !== undefined && isOver) drift.patch(present.id, { state: 'resolved', decidedAt: context.now() });
    return;
  }
  const factsHash = context.sha256Hex(canonicalJson([kind, fields.filter((field) => field.differs).map(({ label, found: actual }) => [label, actual])]));
  const isKnown = present?.factsHash === factsHash && ['open', 'accepted', 'restoring'].includes(present.state);
  if (isKnown) return;
  drift.raise({ realmId: refs.realmId, entity, qbId: pushed.qbId, invoiceId: pushed.invoiceId, documentId: pushed.documentId, role: pushed.role, kind, syncToken: found === null ? null : qboText(found, 'SyncToken'), factsHash, fields, foundValue });
  context.store.log.append({ source: 'quickbooks', kind: 'drift', result: 'warning', summary: `${driftTitle(context, pushed)} was ${kindWords[kind]} in QuickBooks after it was pushed`, invoiceId: pushed.invoiceId });
}

const kindWords = { edited: 'edited', voided: 'voided', deleted: 'deleted', relinked: 'put on another customer', renamed: 'renamed', deactivated: 'made inactive', merged: 'merged into another' } as const;
