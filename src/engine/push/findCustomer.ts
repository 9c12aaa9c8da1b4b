// Step 3: the QuickBooks customer of an organisation: found by stored id, by its old default name, by its name; else created.
import { AppError } from '../../contract/errors.ts';
import { buildCustomerDocument, customerChanges, nameCandidates, type CustomerIntent, type FieldChange } from '../../domain/push/customerDocument.ts';
import { fallbackDisplayName } from '../../domain/push/customerIntent.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import { canonicalJson, requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { QboAccess, QboAnswer, QboEntityName, QboJson } from '../ports/quickBooksGateway.ts';

export interface FoundCustomer {
  readonly existing: QboJson | undefined;
  /** `stored`: by the id we keep; `name`: an orphan that is linked again; `none`: it has to be created under `freeName`. */
  readonly by: 'stored' | 'name' | 'none';
  readonly freeName: string;
}

const isActive = (customer: QboJson): boolean => customer['Active'] !== false;

/** Reads only; the preview uses it too. `refused`: names that QuickBooks said are taken, although no query shows by whom. */
export async function findCustomer(context: EngineContext, access: QboAccess, invoice: InvoiceRecord, intent: CustomerIntent, signal?: AbortSignal, refused: ReadonlySet<string> = new Set()): Promise<FoundCustomer> {
  const stored = await storedCustomer(context, access, invoice, signal);
  if (stored !== undefined) return { existing: stored, by: 'stored', freeName: intent.displayName };
  const old = invoice.orgId === null ? undefined : await byName(context, access, 'Customer', fallbackDisplayName(invoice.orgId), signal);
  if (old !== undefined) return { existing: old, by: 'name', freeName: intent.displayName };
  for (const name of nameCandidates(intent.displayName, intent.rtoCode)) {
    if (refused.has(name)) {
      const sameButForCase = await byNameIgnoringCase(context, access, name, signal);
      if (sameButForCase !== undefined) return { existing: sameButForCase, by: 'name', freeName: name };
      continue;
    }
    const customer = await byName(context, access, 'Customer', name, signal);
    if (customer !== undefined) return { existing: customer, by: 'name', freeName: name };
    // Names are unique across customers, vendors and employees: one that is taken there gets a suffix.
    const isTaken = (await byName(context, access, 'Vendor', name, signal)) !== undefined || (await byName(context, access, 'Employee', name, signal)) !== undefined;
    if (!isTaken) return { existing: undefined, by: 'none', freeName: name };
  }
  throw new AppError('QB_DUPLICATE_NAME', intent.displayName);
}

async function storedCustomer(context: EngineContext, access: QboAccess, invoice: InvoiceRecord, signal?: AbortSignal): Promise<QboJson | undefined> {
  const known = invoice.stripeCustomerId === null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId);
  if (known?.qbCustomerId == null || known.qbRealmId !== access.realmId) return undefined;
  try {
    const { entity } = await context.quickBooksApi.get(access, 'Customer', known.qbCustomerId, signal);
    return entity;
  } catch (error) {
    // Merged or made inactive behind our back: the stored id is forgotten and the name is looked for.
    if (!(error instanceof AppError) || error.code !== 'QB_NOT_FOUND') throw error;
    context.store.orgs.linkQuickBooks(known.stripeCustomerId, { qbCustomerId: null, realmId: access.realmId });
    return undefined;
  }
}

async function byName(context: EngineContext, access: QboAccess, entity: QboEntityName, name: string, signal?: AbortSignal): Promise<QboJson | undefined> {
  const { entities } = await context.quickBooksApi.findBy(access, entity, 'DisplayName', [name], signal);
  return entities.find(isActive) ?? entities[0];
}

export interface EnsuredCustomer {
  readonly customerId: string;
  readonly displayName: string;
  /** `known`: up to date when it was last looked at, `checkedAt`. */
  readonly how: 'known' | 'linked' | 'found by name' | 'created';
  readonly checkedAt?: string;
  readonly changes: readonly FieldChange[];
  readonly answer: QboAnswer | undefined;
}

/** For so long a customer that held what it should is taken to hold it still; what people change in between, drift finds. */
const checkLastsMs = 24 * 3600_000;

/**
 * Finds or creates, brings the fields we own up to date by a sparse update, and stores the link. One that was found up to
 * date for the same fields within a day is not read again, unless `forgetAccounts` came in between.
 */
export async function ensureCustomer(context: EngineContext, access: QboAccess, invoice: InvoiceRecord, intent: CustomerIntent, signal?: AbortSignal): Promise<EnsuredCustomer> {
  const { customerChecks, orgs } = context.store;
  const intentHash = context.sha256Hex(canonicalJson(intent));
  const stored = invoice.stripeCustomerId === null ? undefined : orgs.customer(invoice.stripeCustomerId);
  if (stored?.qbCustomerId != null && stored.qbRealmId === access.realmId) {
    const check = customerChecks.get(access.realmId, stored.qbCustomerId);
    const ageMs = check === undefined ? Infinity : context.clock.nowMs() - msFromInstant(check.checkedAt);
    if (check?.intentHash === intentHash && ageMs >= 0 && ageMs < checkLastsMs) return { customerId: stored.qbCustomerId, displayName: intent.displayName, how: 'known', changes: [], answer: undefined, checkedAt: check.checkedAt };
  }
  const ensured = await findOrCreate(context, access, invoice, intent, signal);
  if (invoice.stripeCustomerId !== null) orgs.linkQuickBooks(invoice.stripeCustomerId, { qbCustomerId: ensured.customerId, realmId: access.realmId });
  customerChecks.put(access.realmId, ensured.customerId, intentHash);
  return ensured;
}

async function findOrCreate(context: EngineContext, access: QboAccess, invoice: InvoiceRecord, intent: CustomerIntent, signal?: AbortSignal): Promise<EnsuredCustomer> {
  const refused = new Set<string>();
  for (;;) {
    const found = await findCustomer(context, access, invoice, intent, signal, refused);
    if (found.existing !== undefined) return update(context, access, found.existing, found.by === 'stored' ? 'linked' : 'found by name', intent, signal);
    try {
      return await create(context, access, invoice, { ...intent, displayName: found.freeName }, signal);
    } catch (error) {
      // Uniqueness ignores case, a query may not: the name is looked for among all customers, else the next one is tried.
      if (!(error instanceof AppError) || error.code !== 'QB_DUPLICATE_NAME' || refused.has(found.freeName)) throw error;
      refused.add(found.freeName);
    }
  }
}

const pageSize = 1000;

/** Walks every customer, inactive ones too: only where QuickBooks refused a name that no query finds. */
async function byNameIgnoringCase(context: EngineContext, access: QboAccess, name: string, signal?: AbortSignal): Promise<QboJson | undefined> {
  const wanted = name.toLowerCase();
  for (let startPosition = 1; ; startPosition += pageSize) {
    const { entities } = await context.quickBooksApi.query(access, 'Customer', 'Active IN (true, false)', { startPosition, maxResults: pageSize }, signal);
    const found = entities.find((customer) => String(customer['DisplayName']).toLowerCase() === wanted);
    if (found !== undefined || entities.length < pageSize) return found;
  }
}

/** Creating a customer is not idempotent and customers can't be deleted: after any doubt the name is looked for first. */
async function create(context: EngineContext, access: QboAccess, invoice: InvoiceRecord, intent: CustomerIntent, signal?: AbortSignal): Promise<EnsuredCustomer> {
  const body = buildCustomerDocument(intent);
  const requestId = requestIdFor(context.sha256Hex, { realmId: access.realmId, number: `customer ${invoice.orgId}`, step: 3, body });
  const made = (answer: QboAnswer): EnsuredCustomer => ({ customerId: String(answer.entity['Id']), displayName: intent.displayName, how: 'created', changes: [], answer });
  try {
    return made(await context.quickBooksApi.create(access, 'Customer', body, requestId, signal));
  } catch (error) {
    if (!(error instanceof AppError) || !(error.ambiguous || error.code === 'QB_DUPLICATE_NAME')) throw error;
    const landed = await byName(context, access, 'Customer', intent.displayName, signal);
    if (landed !== undefined) return update(context, access, landed, 'created', intent, signal);
    if (!error.ambiguous) throw error;
    return made(await context.quickBooksApi.create(access, 'Customer', body, requestId, signal));
  }
}

async function update(context: EngineContext, access: QboAccess, existing: QboJson, how: EnsuredCustomer['how'], intent: CustomerIntent, signal?: AbortSignal): Promise<EnsuredCustomer> {
  const customerId = String(existing['Id']);
  const displayName = typeof existing['DisplayName'] === 'string' ? existing['DisplayName'] : intent.displayName;
  const first = sparseBody(existing, intent);
  if (first.body === null) return { customerId, displayName, how, changes: [], answer: undefined };
  const send = (body: QboJson): Promise<QboAnswer> =>
    context.quickBooksApi.sparseUpdate(access, 'Customer', body, requestIdFor(context.sha256Hex, { realmId: access.realmId, number: `customer ${customerId}`, step: 3, body }), signal);
  try {
    return { customerId, displayName, how, changes: first.changes, answer: await send(first.body) };
  } catch (error) {
    // Changed at the same moment, or an answer lost: read again, apply again, once.
    const isNameTaken = error instanceof AppError && error.code === 'QB_DUPLICATE_NAME';
    if (!(error instanceof AppError) || !(error.code === 'QB_STALE' || error.ambiguous || isNameTaken)) throw error;
    const present = (await context.quickBooksApi.get(access, 'Customer', customerId, signal)).entity;
    // A new name that somebody else holds must not hold up the money: the customer keeps the name it has.
    const again = sparseBody(present, isNameTaken ? { ...intent, displayName: displayName } : intent);
    return { customerId, displayName, how, changes: first.changes, answer: again.body === null ? undefined : await send(again.body) };
  }
}

/** An inactive customer that we link again is made active; a document can't refer to an inactive one. */
function sparseBody(existing: QboJson, intent: CustomerIntent): { body: QboJson | null; changes: readonly FieldChange[] } {
  const { body, changes } = customerChanges(existing, intent);
  if (isActive(existing)) return { body, changes };
  const base = body ?? { Id: existing['Id'], SyncToken: existing['SyncToken'], sparse: true };
  return { body: { ...base, Active: true }, changes: [...changes, { field: 'Active', from: 'false', to: 'true' }] };
}
