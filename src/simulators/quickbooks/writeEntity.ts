// Create, update, void and delete of every entity: one pipeline, checks before the first change.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import { assertKnownProperties } from './entities/checks.ts';
import type { WriteContext } from './entities/checks.ts';
import { assertOpenPeriod } from './entities/checks.ts';
import { listContent } from './entities/lists.ts';
import { nameContent } from './entities/names.ts';
import { paymentContent } from './entities/payment.ts';
import { purchaseContent, transferContent } from './entities/purchase.ts';
import { isSalesEntity, salesContent, voidedContent } from './entities/salesDocument.ts';
import { specOf } from './entitySpecs.ts';
import type { EntityName } from './entitySpecs.ts';
import {
  deposited,
  objectNotFound,
  requiredParameter,
  staleObject,
  subscriptionLapsed,
  unsupportedOperation,
} from './faults.ts';
import { property, textProperty, withoutNulls } from './json.ts';
import type { JsonObject } from './json.ts';
import { autoApplyCredits } from './autoApply.ts';
import { contentOf, insertRecord, reviseRecord } from './records.ts';
import { refreshLinked, refreshSettlement, unlinkDocument } from './settlement.ts';
import { insertTransaction, removeTransaction, reviseTransaction } from './transactions.ts';

export interface WriteOptions {
  /** Back-dates MetaData (seeding history). */
  atMs?: number | undefined;
  /** A person in QuickBooks rather than the API: closed books and a lapsed subscription don't stop it. */
  isByPerson?: boolean;
}

function contextOf(company: Company, options: WriteOptions): WriteContext {
  const isByPerson = options.isByPerson ?? false;
  if (company.settings.isSubscriptionLapsed && !isByPerson) throw subscriptionLapsed();
  return { company, atMs: options.atMs ?? company.nowMs(), isByPerson };
}

interface BuiltContent {
  content: JsonObject;
  hidden: StoredRecord['hidden'];
}

function build(
  context: WriteContext,
  entity: EntityName,
  input: JsonObject,
  before: StoredRecord | undefined,
): BuiltContent {
  const hidden = before?.hidden ?? {};
  if (entity === 'Customer' || entity === 'Vendor' || entity === 'Employee') {
    return nameContent(context, entity, input, before);
  }
  if (entity === 'Item' || entity === 'Account' || entity === 'Term' || entity === 'PaymentMethod') {
    return { content: listContent(context, entity, input, before), hidden };
  }
  if (isSalesEntity(entity)) return { content: salesContent(context, entity, input, before), hidden };
  if (entity === 'Payment') return { content: paymentContent(context, input, before), hidden };
  if (entity === 'Purchase') return { content: purchaseContent(context, input, before), hidden };
  if (entity === 'Transfer') return { content: transferContent(context, input, before), hidden };
  throw unsupportedOperation(`create or update of ${entity}`);
}

/** TxnType of the entity in payment links, or undefined if payments don't settle it. */
function linkTypeOf(entity: EntityName): string | undefined {
  if (entity === 'Purchase') return 'Expense';
  return entity === 'Invoice' || entity === 'CreditMemo' ? entity : undefined;
}

function afterWrite(context: WriteContext, entity: EntityName, bodies: readonly JsonObject[], id: string): void {
  const { company, atMs } = context;
  if (entity === 'Payment') refreshLinked(company, bodies, atMs);
  const linkType = linkTypeOf(entity);
  if (linkType !== undefined && bodies.length > 1) refreshSettlement(company, linkType, id, atMs);
  if (company.settings.autoApplyCredit && bodies.length === 1) autoApplyCredits(company, entity, id, atMs);
}

/** The record as it stands now; it exists, or the simulator has a bug. */
function current(company: Company, entity: EntityName, id: string): StoredRecord {
  const record = company.store.get(entity, id);
  if (record === undefined) throw new Error(`${entity} ${id} vanished while it was written`);
  return record;
}

export function createEntity(
  company: Company,
  entity: EntityName,
  given: JsonObject,
  options: WriteOptions = {},
): StoredRecord {
  const context = contextOf(company, options);
  assertKnownProperties(entity, given);
  const input = withoutNulls(given);
  const { content, hidden } = build(context, entity, input, undefined);
  const isTransaction = specOf(entity).kind === 'transaction';
  const record = isTransaction
    ? insertTransaction(company, entity, content, context.atMs)
    : insertRecord(company, entity, content, hidden, context.atMs);
  if (isTransaction) afterWrite(context, entity, [record.body], record.id);
  return current(company, entity, record.id);
}

/** The record that a write names, with the checks of id and sync token. */
function target(company: Company, entity: EntityName, input: JsonObject): StoredRecord {
  const id = textProperty(input, 'Id');
  if (id === undefined) throw requiredParameter('Id');
  const record = company.store.get(entity, id);
  if (record === undefined) throw objectNotFound();
  const syncToken = textProperty(input, 'SyncToken');
  if (syncToken === undefined) throw requiredParameter('SyncToken');
  if (syncToken !== textProperty(record.body, 'SyncToken')) throw staleObject();
  if (record.hidden.isDeposited === true) throw deposited();
  return record;
}

/** What a sparse update amounts to: the stored properties with the given ones on top; null clears one. */
function merged(before: StoredRecord, given: JsonObject): JsonObject {
  const base: JsonObject = { ...contentOf(before.body) };
  if (before.hidden.taxIdentifier !== undefined) base['PrimaryTaxIdentifier'] = before.hidden.taxIdentifier;
  // New lines or another tax mode mean new tax, unless the update pins it itself.
  if (property(given, 'Line') !== undefined || property(given, 'GlobalTaxCalculation') !== undefined) {
    delete base['TxnTaxDetail'];
  }
  const result: JsonObject = { ...base, ...contentOf(given) };
  for (const [key, value] of Object.entries(given)) if (value === null) delete result[key];
  return withoutNulls(result);
}

export function updateEntity(
  company: Company,
  entity: EntityName,
  given: JsonObject,
  options: WriteOptions = {},
): StoredRecord {
  const context = contextOf(company, options);
  assertKnownProperties(entity, given);
  const before = target(company, entity, given);
  const isSparse = property(given, 'sparse') === true;
  const input = isSparse ? merged(before, given) : withoutNulls(contentOf(given));
  const { content, hidden } = build(context, entity, input, before);
  if (specOf(entity).kind !== 'transaction') {
    return reviseRecord(company, entity, before, content, hidden, context.atMs);
  }
  const record = reviseTransaction(company, entity, before, content, context.atMs);
  afterWrite(context, entity, [record.body, before.body], record.id);
  return current(company, entity, record.id);
}

export function voidEntity(
  company: Company,
  entity: EntityName,
  given: JsonObject,
  options: WriteOptions = {},
): StoredRecord {
  const context = contextOf(company, options);
  if (!specOf(entity).canBeVoided) throw unsupportedOperation(`void of ${entity}`);
  const before = target(company, entity, given);
  assertOpenPeriod(context, textProperty(before.body, 'TxnDate'));
  const linkType = linkTypeOf(entity);
  if (linkType !== undefined) unlinkDocument(company, linkType, before.id, context.atMs);
  const content = voidedContent(before.body);
  if (entity === 'Payment') content['Line'] = [];
  else content['LinkedTxn'] = [];
  const hidden = { ...before.hidden, isVoided: true };
  const record = reviseTransaction(company, entity, before, content, context.atMs, hidden);
  if (entity === 'Payment') refreshLinked(company, [before.body], context.atMs);
  return record;
}

export function deleteEntity(
  company: Company,
  entity: EntityName,
  given: JsonObject,
  options: WriteOptions = {},
): string {
  const context = contextOf(company, options);
  if (specOf(entity).kind !== 'transaction') throw unsupportedOperation(`delete of ${entity}`);
  const before = target(company, entity, given);
  assertOpenPeriod(context, textProperty(before.body, 'TxnDate'));
  const linkType = linkTypeOf(entity);
  if (linkType !== undefined) unlinkDocument(company, linkType, before.id, context.atMs);
  removeTransaction(company, entity, before, context.atMs);
  if (entity === 'Payment') refreshLinked(company, [before.body], context.atMs);
  return before.id;
}
