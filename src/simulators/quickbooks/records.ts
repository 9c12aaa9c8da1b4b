// Writing records: ids, sync tokens and times, as every entity has them.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import { specOf } from './entitySpecs.ts';
import type { EntityName } from './entitySpecs.ts';
import { textProperty } from './json.ts';
import type { JsonObject } from './json.ts';
import { metaTime } from './timestamps.ts';

function metaData(createdMs: number, updatedMs: number): JsonObject {
  return { CreateTime: metaTime(createdMs), LastUpdatedTime: metaTime(updatedMs) };
}

function withHeader(
  content: JsonObject,
  id: string,
  syncToken: string,
  createdMs: number,
  updatedMs: number,
): JsonObject {
  return {
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: syncToken,
    MetaData: metaData(createdMs, updatedMs),
    ...content,
  };
}

/** The content without the properties that every entity gets from here. */
export function contentOf(body: JsonObject): JsonObject {
  const { domain: _domain, sparse: _sparse, Id: _id, SyncToken: _token, MetaData: _meta, ...content } = body;
  return content;
}

/** Adds a record with the next id of its family. `atMs` back-dates it (seeding). */
export function insertRecord(
  company: Company,
  entity: EntityName,
  content: JsonObject,
  hidden: StoredRecord['hidden'] = {},
  atMs = company.nowMs(),
): StoredRecord {
  const id = company.store.nextId(specOf(entity).idSequence);
  const body = withHeader(content, id, '0', atMs, atMs);
  const record: StoredRecord = { id, body, createdMs: atMs, updatedMs: atMs, hidden };
  company.store.put(entity, record);
  return record;
}

/** Replaces a record's content; the sync token goes up by one. */
export function reviseRecord(
  company: Company,
  entity: EntityName,
  record: StoredRecord,
  content: JsonObject,
  hidden: StoredRecord['hidden'] = record.hidden,
  atMs = company.nowMs(),
): StoredRecord {
  const updatedMs = Math.max(atMs, record.createdMs);
  const syncToken = String(Number(textProperty(record.body, 'SyncToken')) + 1);
  const body = withHeader(contentOf(content), record.id, syncToken, record.createdMs, updatedMs);
  const revised: StoredRecord = { ...record, body, hidden, updatedMs };
  company.store.put(entity, revised);
  return revised;
}

/**
 * Changes a derived figure such as a balance: the time moves, the sync token does not
 * (recorded: an invoice moved its customer's LastUpdatedTime and left SyncToken "0").
 */
export function touchRecord(
  company: Company,
  entity: EntityName,
  record: StoredRecord,
  derived: JsonObject,
  atMs = company.nowMs(),
): StoredRecord {
  const updatedMs = Math.max(atMs, record.updatedMs);
  const body = { ...record.body, ...derived, MetaData: metaData(record.createdMs, updatedMs) };
  const touched: StoredRecord = { ...record, body, updatedMs };
  company.store.put(entity, touched);
  return touched;
}
