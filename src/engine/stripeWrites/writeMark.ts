// Our mark in the metadata of what a write made or changed: it is recognised there without its answer.
import type { StripeJson } from '../ports/stripeGateway.ts';
import type { OutboxRow, StripeRequest } from '../ports/stripeWriteTables.ts';

const markKey = 'tieout_write';

/** The request with the row's key in its metadata. */
export function marked(row: OutboxRow): StripeRequest {
  const metadata = row.request['metadata'];
  return { ...row.request, metadata: { ...(typeof metadata === 'object' ? metadata : {}), [markKey]: row.idempotencyKey } };
}

export function bearsMark(object: StripeJson, row: OutboxRow): boolean {
  const { metadata } = object;
  return typeof metadata === 'object' && metadata !== null && (metadata as Record<string, unknown>)[markKey] === row.idempotencyKey;
}
