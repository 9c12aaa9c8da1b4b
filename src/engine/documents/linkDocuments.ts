// Links refunds, fees and payouts to what stands in QuickBooks already (an earlier installation, a rebuilt mirror): every part found, compared to the cent.
import { AppError } from '../../contract/errors.ts';
import { instantFromText } from '../../domain/calendar.ts';
import { neededRefs, type DocumentRefs } from '../../domain/push/documentRefs.ts';
import { documentSteps, rolesOf, type DocumentRole } from '../../domain/push/documentSteps.ts';
import { isVoidedDocument, type PlannedDocument, type PlannedEntity } from '../../domain/push/plannedDocument.ts';
import { qboObject, qboText, type QboJson } from '../../domain/push/qboJson.ts';
import { escapeQueryText } from '../../domain/push/queryText.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import { resolveDocumentRefs } from '../push/accounts.ts';
import { makeStepRun } from '../push/pushRun.ts';
import { endDocumentSynced } from './endDocument.ts';
import { planPart, recipeOf } from './planDocument.ts';

const pageSize = 1000;

interface Held {
  readonly entity: QboJson;
  readonly digest: string;
  readonly intuitTid: string | undefined;
}
type Standing = ReadonlyMap<PlannedEntity, readonly Held[]>;
interface FoundPart {
  readonly plan: PlannedDocument;
  readonly held: Held;
}

/** Reads a few pages however many documents there are, writes nothing in QuickBooks. What differs stays in review. Answers how many were linked. */
export async function linkDocuments(context: EngineContext, signal: AbortSignal): Promise<number> {
  const { documents } = context.store;
  const waiting = documents.idsByStatus(['awaiting_review'], '').flatMap((id) => documents.get(id) ?? []);
  if (waiting.length === 0) return 0;
  const { accounts, documents: refs } = await resolveDocumentRefs(context, [], signal);
  const standing = await readStanding(context, waiting, signal);
  return context.store.transaction(() => waiting.filter((document) => link(context, document, accounts, refs, standing, signal)).length);
}

/** Everything that could be ours: by our prefixes, transfers by their dates. */
async function readStanding(context: EngineContext, waiting: readonly QbDocumentRecord[], signal: AbortSignal): Promise<Standing> {
  const dates = waiting.filter((document) => document.kind === 'payout').map((document) => document.localDate).toSorted();
  const refund = `LIKE '${escapeQueryText(context.profile().invoicePrefix)}%'`;
  const has = (kind: QbDocumentRecord['kind']): boolean => waiting.some((document) => document.kind === kind);
  const questions: readonly (readonly [PlannedEntity, string])[] = [
    ...(has('refund') ? ([['CreditMemo', `DocNumber ${refund}`], ['RefundReceipt', `DocNumber ${refund}`], ['Purchase', `DocNumber ${refund}`], ['Payment', `PaymentRefNum ${refund}`]] as const) : []),
    ...(has('fee') ? ([['Purchase', `DocNumber LIKE 'STRIPE-FEES-%'`]] as const) : []),
    ...(dates.length > 0 ? ([['Transfer', `TxnDate >= '${dates[0] ?? ''}' AND TxnDate <= '${dates.at(-1) ?? ''}'`]] as const) : []),
  ];
  const standing = new Map<PlannedEntity, Held[]>();
  for (const [entity, where] of questions) {
    const held = standing.get(entity) ?? [];
    for (let startPosition = 1; ; startPosition += pageSize) {
      if (signal.aborted) throw new AppError('CANCELLED');
      const page = await context.tokens.withAccess((access) => context.quickBooksApi.query(access, entity, where, { startPosition, maxResults: pageSize }, signal));
      held.push(...page.entities.filter((found) => !isVoidedDocument(found)).map((found) => ({ entity: found, digest: page.digest, intuitTid: page.intuitTid })));
      if (page.entities.length < pageSize) break;
    }
    standing.set(entity, held);
  }
  return standing;
}

/** True: every part of its recipe stands there and is equal; it is then synced with that evidence. */
function link(context: EngineContext, document: QbDocumentRecord, accounts: AccountRefs, refs: DocumentRefs, standing: Standing, signal: AbortSignal): boolean {
  const { store } = context;
  const recipe = recipeOf(document, context.profile());
  if (neededRefs[recipe].some((kind) => refs[kind] === undefined)) return false;
  const invoice = document.invoiceId === null ? undefined : store.invoices.get(document.invoiceId);
  if (document.kind === 'refund' && (invoice?.qbStatus !== 'synced' || invoice.qbCustomerId === null)) return false;
  const customer = invoice === undefined ? null : { id: invoice.qbCustomerId ?? '', name: invoice.clientName };
  const made: Partial<Record<DocumentRole, string>> = {};
  const parts: FoundPart[] = [];
  for (const role of rolesOf[recipe]) {
    const plan = planned(() => planPart(context, role, { document, accounts, documents: refs, customer, made }));
    if (plan === undefined) return false;
    const held = standing.get(plan.entity)?.find(({ entity }) => plan.isOurs(entity) && (plan.compare(entity).length === 0 || plan.second?.compare(entity).length === 0));
    if (held === undefined) return false;
    made[role] = qboText(held.entity, 'Id') ?? '';
    parts.push({ plan, held });
  }
  const realmId = store.connection.get()?.realmId ?? null;
  store.documents.patch(document.id, { status: 'pushing', recipe, approvedAt: context.now(), ...(customer === null ? {} : { qbCustomerId: customer.id }) });
  const attempt = store.push.beginDocumentAttempt(document.id, realmId);
  for (const part of parts) keepEvidence(context, document, attempt.id, recipe, part);
  const run = makeStepRun(context, { attemptId: attempt.id, steps: documentSteps(recipe), tell: () => undefined }, signal);
  endDocumentSynced(context, { documentId: document.id, attempt: attempt.attempt, recipe, run }, { linkedSince: standingSince(parts.at(-1)?.held.entity) });
  return true;
}

/** One that could not be pushed as it is stays in review; its preview says why. */
function planned(plan: () => PlannedDocument): PlannedDocument | undefined {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

function keepEvidence(context: EngineContext, document: QbDocumentRecord, attemptId: number, recipe: ReturnType<typeof recipeOf>, { plan, held }: FoundPart): void {
  const { store } = context;
  const qbId = qboText(held.entity, 'Id') ?? '';
  const at = context.now();
  const name = `${plan.role}_readback`;
  const step = documentSteps(recipe).find((known) => known.name === name)?.step ?? 0;
  store.documents.putPart(document.id, { role: plan.role, qbId, docNumber: plan.number, requestId: 'found', verifiedAt: at });
  store.push.putStep({
    attemptId, step, name, state: 'done', requestId: null, request: [['Looked for', plan.number]], responseDigest: held.digest, intuitTid: held.intuitTid ?? null, error: null, startedAt: at, endedAt: at,
    evidence: [['Verdict', 'found by its number; equal to the cent'], ['QuickBooks id', qbId]],
  });
}

/** When it was entered there, by QuickBooks' own record. */
function standingSince(entity: QboJson | undefined): string | undefined {
  const created = entity === undefined ? null : qboText(qboObject(entity, 'MetaData'), 'CreateTime');
  return (created === null ? null : instantFromText(created)) ?? undefined;
}
