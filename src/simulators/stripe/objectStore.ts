// All objects of the simulated account, in listing order, with their JSON kept ready; changes are noted for persistence.
import type { Json, JsonObject } from './jsonShapes.ts';
import type { ObjectType, Shapes } from './shapes.ts';

export type Entry<T> = {
  readonly id: string;
  readonly created: number;
  readonly sequence: number;
  value: T;
  json: string | null;
};

export type StoredRow = { type: string; id: string; sequence: number; created: number; json: string };

type AnyValue = Shapes[ObjectType];

const TYPES: readonly ObjectType[] = [
  'balance_transaction',
  'charge',
  'checkout_session',
  'coupon',
  'credit_note',
  'customer',
  'dispute',
  'early_fraud_warning',
  'event',
  'idempotency',
  'invoice',
  'invoice_payment',
  'invoiceitem',
  'payment_intent',
  'payment_method',
  'payout',
  'price',
  'product',
  'refund',
  'subscription',
  'subscription_schedule',
  'task',
  'tax_rate',
];

const NESTED_LIST_LIMIT = 10;

export class Collection<T extends AnyValue> {
  readonly byId = new Map<string, Entry<T>>();
  /** Oldest first by (created, sequence); listings walk it backwards. */
  readonly order: Entry<T>[] = [];

  insert(entry: Entry<T>): void {
    this.byId.set(entry.id, entry);
    const last = this.order.at(-1);
    if (last === undefined || compare(last, entry) <= 0) this.order.push(entry);
    else this.order.splice(this.positionAfter(entry.created, entry.sequence), 0, entry);
  }

  /** The number of entries at or before (created, sequence). */
  positionAfter(created: number, sequence: number): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.order[middle];
      if (entry === undefined || entry.created > created || (entry.created === created && entry.sequence > sequence))
        high = middle;
      else low = middle + 1;
    }
    return low;
  }

  remove(id: string): void {
    const entry = this.byId.get(id);
    if (entry === undefined) return;
    this.byId.delete(id);
    this.order.splice(this.positionAfter(entry.created, entry.sequence) - 1, 1);
  }

  /** Forgets everything created before the instant; returns the ids. */
  removeBefore(created: number): string[] {
    const count = this.positionAfter(created - 1, Number.MAX_SAFE_INTEGER);
    const gone = this.order.splice(0, count).map((entry) => entry.id);
    for (const id of gone) this.byId.delete(id);
    return gone;
  }
}

function compare(a: Entry<AnyValue>, b: Entry<AnyValue>): number {
  return a.created - b.created || a.sequence - b.sequence;
}

function createdOf(value: AnyValue): number {
  return 'created' in value ? value.created : value.date;
}

type Collections = { [K in ObjectType]: Collection<Shapes[K]> };

export class ObjectStore {
  readonly #collections: Collections;
  readonly #dirty = new Map<string, { type: ObjectType; id: string }>();
  /** Switched on where a persistence writes the changes; else nothing is noted. */
  notesChanges = false;
  #nextSequence = 1;
  /** While an attempt runs: how to undo each of its changes. */
  #undo: (() => void)[] | null = null;

  constructor() {
    const made = Object.fromEntries(TYPES.map((type) => [type, new Collection()]));
    this.#collections = made as unknown as Collections;
  }

  collection<K extends ObjectType>(type: K): Collection<Shapes[K]> {
    return this.#collections[type];
  }

  find<K extends ObjectType>(type: K, id: string): Shapes[K] | undefined {
    return this.#collections[type].byId.get(id)?.value;
  }

  /** For ids that the simulator itself wrote down: absence is a bug. */
  get<K extends ObjectType>(type: K, id: string): Shapes[K] {
    const value = this.find(type, id);
    if (value === undefined) throw new Error(`simulator bug: ${type} ${id} is referred to but absent`);
    return value;
  }

  add<K extends ObjectType>(type: K, value: Shapes[K]): Shapes[K] {
    const entry = { id: value.id, created: createdOf(value), sequence: this.#nextSequence, value, json: null };
    this.#nextSequence += 1;
    this.#collections[type].insert(entry);
    this.#mark(type, value.id);
    this.#undo?.push(() => {
      this.#collections[type].remove(value.id);
      this.#mark(type, value.id);
    });
    return value;
  }

  /** Replaces an object by its changed version. Values are never changed in place, so snapshots stay true. */
  update<K extends ObjectType>(type: K, id: string, change: Partial<Shapes[K]>): Shapes[K] {
    const entry = this.#collections[type].byId.get(id);
    if (entry === undefined) throw new Error(`simulator bug: ${type} ${id} is updated but absent`);
    const before = entry.value;
    entry.value = { ...before, ...change };
    entry.json = null;
    this.#mark(type, id);
    this.#undo?.push(() => {
      entry.value = before;
      entry.json = null;
      this.#mark(type, id);
    });
    return entry.value;
  }

  remove(type: ObjectType, id: string): void {
    this.#collections[type].remove(id);
    this.#mark(type, id);
  }

  removeBefore(type: ObjectType, created: number): void {
    for (const id of this.#collections[type].removeBefore(created)) this.#mark(type, id);
  }

  *all<K extends ObjectType>(type: K): Generator<Shapes[K]> {
    for (const entry of this.#collections[type].order) yield entry.value;
  }

  /** All or nothing: where the work throws an error that `isUndone`, its changes are taken back. */
  attempt<T>(work: () => T, isUndone: (error: unknown) => boolean): T {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return work();
    } catch (error) {
      this.#undo = null;
      if (isUndone(error)) for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  count(type: ObjectType): number {
    return this.#collections[type].order.length;
  }

  json<K extends ObjectType>(type: K, id: string): string {
    const entry = this.#collections[type].byId.get(id);
    if (entry === undefined) throw new Error(`simulator bug: ${type} ${id} is rendered but absent`);
    return entryJson(entry);
  }

  #mark(type: ObjectType, id: string): void {
    if (this.notesChanges) this.#dirty.set(`${type} ${id}`, { type, id });
  }

  /** What changed since the last call: rows to write, and keys that are gone. */
  takeChanges(): { upserts: StoredRow[]; deletions: { type: string; id: string }[] } {
    const upserts: StoredRow[] = [];
    const deletions: { type: string; id: string }[] = [];
    for (const { type, id } of this.#dirty.values()) {
      const entry = this.#collections[type].byId.get(id);
      if (entry === undefined) deletions.push({ type, id });
      else
        upserts.push({ type, id, sequence: entry.sequence, created: entry.created, json: JSON.stringify(entry.value) });
    }
    this.#dirty.clear();
    return { upserts, deletions };
  }

  forgetChanges(): void {
    this.#dirty.clear();
  }

  /** Loads rows of an earlier run; they must come in (created, sequence) order for speed, any order is right. */
  load(rows: Iterable<StoredRow>): void {
    for (const row of rows) {
      const type = TYPES.find((candidate) => candidate === row.type);
      if (type === undefined) continue;
      const value: AnyValue = JSON.parse(row.json);
      const entry = { id: row.id, created: row.created, sequence: row.sequence, value, json: null };
      (this.#collections[type] as Collection<AnyValue>).insert(entry);
      this.#nextSequence = Math.max(this.#nextSequence, row.sequence + 1);
    }
  }
}

export function entryJson(entry: Entry<AnyValue>): string {
  entry.json ??= JSON.stringify(rendered(entry.value));
  return entry.json;
}

/**
 * The object as the API answers it: internals left out, nested lists cut to their first ten with `has_more`
 * (https://docs.stripe.com/api/invoices/invoice_lines; the rest is paged at the list's own URL).
 */
export function rendered(value: AnyValue): JsonObject {
  const { _: _internal, ...rest } = value as unknown as JsonObject;
  if (rest['deleted'] === true) return { id: value.id, object: rest['object'] ?? null, deleted: true };
  for (const key of ['lines', 'items']) {
    const list = rest[key];
    if (list !== null && typeof list === 'object' && !Array.isArray(list) && Array.isArray(list['data'])) {
      const data: Json[] = list['data'];
      if (data.length > NESTED_LIST_LIMIT)
        rest[key] = { ...list, data: data.slice(0, NESTED_LIST_LIMIT), has_more: true };
    }
  }
  if (rest['object'] === 'dispute' && Array.isArray(rest['balance_transactions'])) {
    rest['balance_transactions'] = rest['balance_transactions'].map((transaction) => withoutInternals(transaction));
  }
  return rest;
}

function withoutInternals(value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const { _: _internal, ...rest } = value;
  return rest;
}
