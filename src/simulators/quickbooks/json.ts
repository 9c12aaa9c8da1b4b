// Plain JSON values as they cross the wire, and the few safe ways to look into them.

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of an object, or undefined. Never walks the prototype. */
export function property(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The own property as text, or undefined if it is absent or not text or a number. */
export function textProperty(value: Json | undefined, key: string): string | undefined {
  const found = property(value, key);
  if (typeof found === 'string') return found;
  return typeof found === 'number' ? String(found) : undefined;
}

/** The id inside a reference such as `CustomerRef: {value: "12"}`. */
export function referenceId(body: JsonObject, key: string): string | undefined {
  return textProperty(property(body, key), 'value');
}

export function objectProperty(value: Json | undefined, key: string): JsonObject | undefined {
  const found = property(value, key);
  return isObject(found) ? found : undefined;
}

export function objectsProperty(value: Json | undefined, key: string): JsonObject[] {
  const found = property(value, key);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** A copy without null values, at any depth: QuickBooks treats null as "not given". */
export function withoutNulls(value: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null) continue;
    copy[key] = isObject(inner)
      ? withoutNulls(inner)
      : Array.isArray(inner)
        ? inner.map((item) => (isObject(item) ? withoutNulls(item) : item))
        : inner;
  }
  return copy;
}

/** A copy of the object without the entries whose value is undefined, in the given order. */
export function present(entries: Record<string, Json | undefined>): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) copy[key] = value;
  return copy;
}
