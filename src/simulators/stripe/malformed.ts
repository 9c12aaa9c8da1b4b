// Spoils an answer on purpose: an object whose shape no reader expects.
import type { RouteFault } from './faults.ts';
import type { Json, JsonObject } from './jsonShapes.ts';

const AMOUNT_FIELDS = ['amount', 'amount_paid', 'amount_due', 'total', 'unit_amount', 'balance'];

export function malformed(body: string, kind: RouteFault['malformation']): string {
  if (kind === undefined) return body;
  const parsed: Json = JSON.parse(body);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return body;
  const list = parsed['data'];
  const first = Array.isArray(list) ? list[0] : parsed;
  if (first !== null && typeof first === 'object' && !Array.isArray(first)) spoil(first, kind);
  return JSON.stringify(parsed);
}

function spoil(object: JsonObject, kind: NonNullable<RouteFault['malformation']>): void {
  if (kind === 'missing-id') delete object['id'];
  else if (kind === 'null-lines') object['lines'] = null;
  else if (kind === 'unknown-status') object['status'] = 'something_new';
  else for (const field of AMOUNT_FIELDS) if (typeof object[field] === 'number') object[field] = String(object[field]);
}
