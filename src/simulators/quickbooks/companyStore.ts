// The records of one company file, in memory, with indexes; every change is also told to the journal.
import type { EntityName } from './entitySpecs.ts';
import { objectsProperty, property, referenceId, textProperty } from './json.ts';
import type { JsonObject } from './json.ts';

export interface StoredRecord {
  id: string;
  /** The entity as the API shows it. Never changed in place. */
  body: JsonObject;
  createdMs: number;
  updatedMs: number;
  /** What the API does not show. */
  hidden: { taxIdentifier?: string; isDeposited?: boolean; isVoided?: boolean };
}

export interface Deletion {
  entity: EntityName;
  id: string;
  atMs: number;
}

export interface StoredAnswer {
  status: number;
  text: string;
}

/** Receives every change so that it can be written to disk; value null means removed. */
export type Journal = (kind: string, key: string, value: unknown) => void;

/** Properties with an index; the values of one record may be several. */
const INDEXED: Readonly<Record<string, (body: JsonObject) => string[]>> = {
  DocNumber: (body) => present(textProperty(body, 'DocNumber')),
  DisplayName: (body) => present(textProperty(body, 'DisplayName')),
  Name: (body) => present(textProperty(body, 'Name')),
  PaymentRefNum: (body) => present(textProperty(body, 'PaymentRefNum')),
  CustomerRef: (body) => present(referenceId(body, 'CustomerRef')),
  linkedTo: (body) =>
    objectsProperty(body, 'Line').flatMap((line) =>
      objectsProperty(line, 'LinkedTxn').map(
        (link) => `${textProperty(link, 'TxnType')}:${textProperty(link, 'TxnId')}`,
      ),
    ),
};

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value.toLowerCase()];
}

class Table {
  readonly records = new Map<string, StoredRecord>();
  private readonly indexes = new Map<string, Map<string, Set<string>>>();

  put(record: StoredRecord): void {
    const before = this.records.get(record.id);
    if (before !== undefined) this.index(before, false);
    this.records.set(record.id, record);
    this.index(record, true);
  }

  remove(id: string): void {
    const before = this.records.get(id);
    if (before !== undefined) this.index(before, false);
    this.records.delete(id);
  }

  /** Records whose indexed property has the value, ignoring case, in the order of their ids. */
  find(field: string, value: string): StoredRecord[] {
    const ids = this.indexes.get(field)?.get(value.toLowerCase()) ?? [];
    return [...ids]
      .map((id) => this.records.get(id))
      .filter((record) => record !== undefined)
      .sort((left, right) => Number(left.id) - Number(right.id));
  }

  private index(record: StoredRecord, isAdded: boolean): void {
    for (const [field, values] of Object.entries(INDEXED)) {
      for (const value of values(record.body)) {
        const byValue = this.indexes.get(field) ?? new Map<string, Set<string>>();
        this.indexes.set(field, byValue);
        const key = value.toLowerCase();
        const ids = byValue.get(key) ?? new Set<string>();
        if (isAdded) byValue.set(key, ids.add(record.id));
        else if (ids.delete(record.id) && ids.size === 0) byValue.delete(key);
      }
    }
  }
}

export class CompanyStore {
  readonly deletions: Deletion[] = [];
  private readonly tables = new Map<EntityName, Table>();
  private readonly sequences = new Map<string, number>();
  private readonly answers = new Map<string, StoredAnswer>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  get(entity: EntityName, id: string): StoredRecord | undefined {
    return this.table(entity).records.get(id);
  }

  list(entity: EntityName): StoredRecord[] {
    return [...this.table(entity).records.values()];
  }

  count(entity: EntityName): number {
    return this.table(entity).records.size;
  }

  find(entity: EntityName, field: string, value: string): StoredRecord[] {
    return this.table(entity).find(field, value);
  }

  hasIndex(field: string): boolean {
    return field !== 'linkedTo' && Object.hasOwn(INDEXED, field);
  }

  put(entity: EntityName, record: StoredRecord): void {
    this.table(entity).put(record);
    this.journal('record', `${entity}:${record.id}`, record);
  }

  remove(entity: EntityName, id: string, atMs: number): void {
    this.table(entity).remove(id);
    this.journal('record', `${entity}:${id}`, null);
    const deletion: Deletion = { entity, id, atMs };
    this.deletions.push(deletion);
    this.journal('deletion', `${entity}:${id}`, deletion);
  }

  /** The next id of a sequence, as text. Ids are never used again. */
  nextId(sequence: string): string {
    const next = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, next);
    this.journal('sequence', sequence, next);
    return String(next);
  }

  /** Moves a sequence on, so that ids do not start at 1 for every kind. */
  startSequence(sequence: string, after: number): void {
    this.sequences.set(sequence, after);
    this.journal('sequence', sequence, after);
  }

  answerTo(requestId: string): StoredAnswer | undefined {
    return this.answers.get(requestId);
  }

  keepAnswer(requestId: string, answer: StoredAnswer): void {
    this.answers.set(requestId, answer);
    this.journal('answer', requestId, answer);
  }

  /** Puts one journalled row back in place after a restart, without telling the journal. */
  restore(kind: string, key: string, value: unknown): void {
    if (kind === 'record') this.table(key.slice(0, key.indexOf(':')) as EntityName).put(value as StoredRecord);
    else if (kind === 'deletion') this.deletions.push(value as Deletion);
    else if (kind === 'sequence') this.sequences.set(key, value as number);
    else if (kind === 'answer') this.answers.set(key, value as StoredAnswer);
  }

  private table(entity: EntityName): Table {
    const found = this.tables.get(entity);
    if (found !== undefined) return found;
    const made = new Table();
    this.tables.set(entity, made);
    return made;
  }
}

/** Cents or text by a dotted path, such as MetaData.LastUpdatedTime. */
export function valueAt(body: JsonObject, path: string): unknown {
  let value: unknown = body;
  for (const part of path.split('.')) value = property(value as JsonObject, part);
  return value;
}
