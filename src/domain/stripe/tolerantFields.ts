// Tolerant field access for Stripe's JSON: never throws, coerces references, and notes by path and kind what did not fit.
import { instantFromUnixSeconds } from '../calendar.ts';

export type JsonObject = { readonly [key: string]: unknown };

/**
 * What a reader makes of one object. `oddities` tell what did not fit, by field path and kind only, never by value;
 * `id` is the object's id where the object as a whole could not be read.
 */
export type Reading<T> =
  | { readonly ok: true; readonly value: T; readonly oddities: string[] }
  | { readonly ok: false; readonly oddities: string[]; readonly id: string | null };

/** 9999-12-31T23:59:59Z in Unix seconds: later instants don't sort as text. */
const lastUnixSecond = 253_402_300_799;
/** No list within a Stripe object comes near this; a forged one must not keep the program busy. */
const mostNestedItems = 10_000;

export const emptyObject: JsonObject = Object.freeze({});

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of a value, for oddities: `number`, `object`, `array`, `null` … */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return 'number that is no safe integer';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function noteOddity(oddities: string[], path: string, wanted: string, value: unknown): void {
  oddities.push(`${path}: ${wanted} expected, ${kindOf(value)} found`);
}

/** Text that SQLite and UTF-8 hold unchanged: lone surrogates replaced, NUL removed. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '') : wellFormed;
}

export function optionalText(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  const value = source[key];
  if (typeof value === 'string') return storableText(value);
  if (value !== null && value !== undefined) noteOddity(oddities, path, 'text', value);
  return null;
}

/** Required text: an empty one does not count. */
export function requiredText(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  const value = source[key];
  if (typeof value === 'string' && value !== '') return storableText(value);
  noteOddity(oddities, path, 'text', value);
  return null;
}

/** Stripe's three-letter code, in lower case; without it an amount means nothing. */
export function requiredCurrency(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  const value = source[key];
  if (typeof value === 'string' && /^[a-z]{3}$/i.test(value)) return value.toLowerCase();
  noteOddity(oddities, path, 'currency code', value);
  return null;
}

export function optionalInteger(source: JsonObject, key: string, oddities: string[], path = key): number | null {
  const value = source[key];
  // `+ 0` turns −0 into 0, which SQLite and text would otherwise tell apart.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  if (value !== null && value !== undefined) noteOddity(oddities, path, 'integer', value);
  return null;
}

export function requiredInteger(source: JsonObject, key: string, oddities: string[], path = key): number | null {
  const value = source[key];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  noteOddity(oddities, path, 'integer', value);
  return null;
}

export function optionalBoolean(source: JsonObject, key: string, oddities: string[], path = key): boolean | null {
  const value = source[key];
  if (typeof value === 'boolean') return value;
  if (value !== null && value !== undefined) noteOddity(oddities, path, 'boolean', value);
  return null;
}

export function requiredBoolean(source: JsonObject, key: string, oddities: string[], path = key): boolean | null {
  const value = source[key];
  if (typeof value === 'boolean') return value;
  noteOddity(oddities, path, 'boolean', value);
  return null;
}

/** Unix seconds → instant; null where absent or beyond the years that sort as text. */
export function optionalInstant(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  const value = source[key];
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= lastUnixSecond) {
    return instantFromUnixSeconds(value);
  }
  noteOddity(oddities, path, 'Unix seconds', value);
  return null;
}

export function requiredInstant(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  if (source[key] === null || source[key] === undefined) {
    noteOddity(oddities, path, 'Unix seconds', source[key]);
    return null;
  }
  return optionalInstant(source, key, oddities, path);
}

/** A reference to another object: its id, or the object itself where it was expanded, or null. */
export function reference(source: JsonObject, key: string, oddities: string[], path = key): string | null {
  return referenceOf(source[key], oddities, path);
}

export function referenceOf(value: unknown, oddities: string[], path: string): string | null {
  if (typeof value === 'string') return value === '' ? null : storableText(value);
  if (value === null || value === undefined) return null;
  if (isJsonObject(value) && typeof value['id'] === 'string' && value['id'] !== '') return storableText(value['id']);
  noteOddity(oddities, path, 'id or object with an id', value);
  return null;
}

/** A nested object; an empty one where it is absent, so that reading goes on. */
export function nested(source: JsonObject, key: string, oddities: string[], path = key): JsonObject {
  const value = source[key];
  if (isJsonObject(value)) return value;
  if (value !== null && value !== undefined) noteOddity(oddities, path, 'object', value);
  return emptyObject;
}

export interface NestedList {
  readonly items: readonly unknown[];
  /** Nested lists hold the first 10 only; the rest is to be asked for. */
  readonly hasMore: boolean;
}

const emptyList: NestedList = { items: [], hasMore: false };

/** A nested list: Stripe's list object, or the bare array of some older versions. */
export function nestedList(source: JsonObject, key: string, oddities: string[], path = key): NestedList {
  const value = source[key];
  if (value === null || value === undefined) return emptyList;
  if (Array.isArray(value)) return cappedList(value, false, oddities, path);
  if (isJsonObject(value) && Array.isArray(value['data'])) {
    return cappedList(value['data'], value['has_more'] === true, oddities, path);
  }
  noteOddity(oddities, path, 'list', value);
  return emptyList;
}

function cappedList(items: readonly unknown[], hasMore: boolean, oddities: string[], path: string): NestedList {
  if (items.length <= mostNestedItems) return { items, hasMore };
  oddities.push(`${path}: longer than any list of Stripe`);
  return { items: items.slice(0, mostNestedItems), hasMore: true };
}

/** Metadata: text by name. What isn't text is left out and noted; `__proto__` can't be a name. */
export function metadataOf(source: JsonObject, key: string, oddities: string[], path = key): Record<string, string> {
  const value = source[key];
  const result: Record<string, string> = {};
  if (value === null || value === undefined) return result;
  if (!isJsonObject(value)) {
    noteOddity(oddities, path, 'object', value);
    return result;
  }
  for (const name of Object.keys(value)) {
    const text = value[name];
    if (name === '__proto__') oddities.push(`${path}: a name that is not allowed`);
    else if (typeof text === 'string') result[storableText(name)] = storableText(text);
    else noteOddity(oddities, `${path}.*`, 'text', text);
  }
  return result;
}

/** Notes a word that Stripe's declarations of the pinned version don't know; the word itself is kept by the reader. */
export function noteUnknownWord(
  word: string | null,
  known: ReadonlySet<string>,
  oddities: string[],
  path: string,
): void {
  if (word !== null && !known.has(word)) oddities.push(`${path}: a word that is not known`);
}

/** The outcome for something that isn't an object, or lacks what makes it usable. */
export function unreadable(json: unknown, oddities: string[]): { ok: false; oddities: string[]; id: string | null } {
  const id =
    isJsonObject(json) && typeof json['id'] === 'string' && json['id'] !== '' ? storableText(json['id']) : null;
  return { ok: false, oddities, id };
}

export function notAnObject(json: unknown): { ok: false; oddities: string[]; id: string | null } {
  return { ok: false, oddities: [`: object expected, ${kindOf(json)} found`], id: null };
}
