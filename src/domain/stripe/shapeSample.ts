// The shape of a vendor's object without anything that could be a person's: keys, kinds, and words of the vendor's enums.
import { isCardDataKey } from '../cardData.ts';

/** Keys whose short lower-case words are the vendor's vocabulary, never something that a person typed. */
const enumKeys: ReadonlySet<string> = new Set([
  'object', 'type', 'status', 'currency', 'reason', 'billing_reason', 'collection_method', 'interval', 'usage_type', 'billing_scheme', 'balance_type',
  'reporting_category', 'brand', 'funding', 'fraud_type', 'failure_code', 'code', 'decline_code', 'network_status', 'risk_level', 'behavior',
  'proration_behavior', 'end_behavior', 'capture_method', 'confirmation_method', 'cancellation_reason', 'reconciliation_status', 'method', 'api_version',
  'source_type', 'tax_behavior', 'billing_cycle_anchor',
]);
/** Their keys are named by the account's owner or its clients. */
const freeKeys: ReadonlySet<string> = new Set(['metadata', 'custom_fields', 'evidence', 'phone', 'address', 'billing_details', 'shipping', 'previous_attributes']);
const wordPattern = /^[a-z0-9][a-z0-9_.-]{0,39}$/;
/** A vendor's word has letters; what is mostly digits may be somebody's number. */
const numberPattern = /\d{5}/;
const keyPattern = /^[a-z][a-z0-9_]{0,59}$/;
const deepestLevel = 6;
const mostKeys = 80;
const mostCharacters = 6_000;

/**
 * JSON text of the shape: `"text"`, `"integer"`, `"list of 3"` … in place of values; a word of an enum stays (`"=past_due"`).
 * Never throws, whatever it is given; at most 6,000 characters.
 */
export function shapeSample(value: unknown): string {
  const text = JSON.stringify(shapeOf(value, 'object', 0), null, 1);
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)} …`;
}

function shapeOf(value: unknown, key: string, level: number): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 || level >= deepestLevel ? `list of ${value.length}` : { [`list of ${value.length}`]: shapeOf(value[0], key, level + 1) };
  switch (typeof value) {
    case 'string':
      return enumKeys.has(key) && wordPattern.test(value) && !numberPattern.test(value) ? `=${value}` : value === '' ? 'empty text' : 'text';
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : Number.isInteger(value) ? 'integer beyond the safe ones' : 'fraction';
    case 'boolean':
      return 'boolean';
    case 'object':
      return shapeOfObject(value, key, level);
    default:
      return typeof value;
  }
}

function shapeOfObject(value: object, key: string, level: number): unknown {
  const names = Object.keys(value);
  if (freeKeys.has(key)) return `object of ${names.length}`;
  if (level >= deepestLevel) return 'object';
  const shape = new Map<string, unknown>();
  let others = 0;
  for (const name of names) {
    const isKept = keyPattern.test(name) && !numberPattern.test(name) && !isCardDataKey(name) && shape.size < mostKeys;
    if (isKept) shape.set(name, shapeOf((value as Record<string, unknown>)[name], name, level + 1));
    else others += 1;
  }
  if (others > 0) shape.set('…', `${others} more`);
  return Object.fromEntries(shape);
}
