// QuickBooks' request id, derived from what is sent: the same payload has the same id on every retry.
import type { QboJson } from './qboJson.ts';

const longestRequestId = 50;

/** JSON with the keys of every object sorted: equal content gives equal text, whatever the order in which it was built. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const object = value as Record<string, unknown>;
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  }
  return `{${members.join(',')}}`;
}

/**
 * The `requestid` of a write: realm, our number, the step and the canonical body, hashed. At most 50 characters, as
 * QuickBooks demands. Another payload has another id, since QuickBooks would answer a known id with its first response.
 */
export function requestIdFor(
  sha256Hex: (text: string) => string,
  write: { readonly realmId: string; readonly number: string; readonly step: number | string; readonly body: QboJson },
): string {
  const hash = sha256Hex(JSON.stringify([write.realmId, write.number, String(write.step), canonicalJson(write.body)]));
  return `tieout-${hash}`.slice(0, longestRequestId);
}
