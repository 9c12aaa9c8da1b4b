// Inserting, revising and removing transactions together with their postings.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import type { EntityName } from './entitySpecs.ts';
import type { JsonObject } from './json.ts';
import { applyPostings } from './ledger.ts';
import { insertRecord, reviseRecord } from './records.ts';

export function insertTransaction(
  company: Company,
  entity: EntityName,
  content: JsonObject,
  atMs: number,
): StoredRecord {
  const record = insertRecord(company, entity, content, {}, atMs);
  applyPostings(company, entity, undefined, record, atMs);
  return record;
}

export function reviseTransaction(
  company: Company,
  entity: EntityName,
  before: StoredRecord,
  content: JsonObject,
  atMs: number,
  hidden: StoredRecord['hidden'] = before.hidden,
): StoredRecord {
  const record = reviseRecord(company, entity, before, content, hidden, atMs);
  applyPostings(company, entity, before, record, atMs);
  return record;
}

export function removeTransaction(company: Company, entity: EntityName, before: StoredRecord, atMs: number): void {
  company.store.remove(entity, before.id, atMs);
  applyPostings(company, entity, before, undefined, atMs);
}
