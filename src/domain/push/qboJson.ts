// Plain JSON as QuickBooks Online takes and gives it, and tolerant access to its fields.
import { jsonNumberToCents } from '../money.ts';

export type QboJson = { readonly [key: string]: unknown };

/** One field that is not what was meant. Amounts as decimal text; `none` for what is absent. */
export interface Difference {
  readonly field: string;
  readonly meant: string;
  readonly found: string;
  /** `rounding`: at most a cent a line; a second way of stating the tax may cure it. */
  readonly kind: 'rounding' | 'other';
}

const emptyQboJson: QboJson = Object.freeze({});

export function isQboObject(value: unknown): value is QboJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function qboObject(source: QboJson, key: string): QboJson {
  const value = source[key];
  return isQboObject(value) ? value : emptyQboJson;
}

export function qboList(source: QboJson, key: string): readonly QboJson[] {
  const value = source[key];
  return Array.isArray(value) ? value.filter(isQboObject) : [];
}

/** Text, or a number as text (ids are text, but not in every answer); null where absent or empty. */
export function qboText(source: QboJson, key: string): string | null {
  const value = source[key];
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** The id of a reference `{value, name}`. */
export function qboRef(source: QboJson, key: string): string | null {
  return qboText(qboObject(source, key), 'value');
}

/** Cents of a decimal field; null where absent or not a whole number of cents. */
export function qboCents(source: QboJson, key: string): number | null {
  return jsonNumberToCents(source[key]);
}

/** A date field as `YYYY-MM-DD` (some answers append a zone or a time). */
export function qboDate(source: QboJson, key: string): string | null {
  const text = qboText(source, key);
  return text === null ? null : text.slice(0, 10);
}
