// The envelope around every operation, on IPC, loopback HTTP and between threads alike; and the events that come back.
import { z } from 'zod';
import { operationError } from './errors.ts';
import { longWork } from './status.ts';

export const rpcRequest = z.object({
  operation: z.string().max(100),
  input: z.unknown(),
  /** Commands: the same key answers with the first result instead of acting twice. */
  idempotencyKey: z.string().min(8).max(100).optional(),
  correlationId: z.string().max(60).optional(),
});
export type RpcRequest = z.infer<typeof rpcRequest>;

export const rpcResponse = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), error: operationError }),
]);
export type RpcResponse = z.infer<typeof rpcResponse>;

/** What screens may be showing and is now out of date. */
export const topics = ['status', 'overview', 'revenue', 'invoices', 'ledger', 'gst', 'quickbooks', 'activity', 'settings', 'billing', 'subscriptions', 'refunds', 'reconcile'] as const;
export type Topic = (typeof topics)[number];

export const engineEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), topics: z.array(z.enum(topics)) }),
  z.object({ kind: z.literal('progress'), work: longWork, finished: z.boolean() }),
  /** A step of one push began, ended or failed: the open screen of that invoice reads again. */
  z.object({ kind: z.literal('push'), invoiceId: z.int(), step: z.int(), state: z.enum(['running', 'done', 'failed']) }),
]);
export type EngineEvent = z.infer<typeof engineEvent>;

/** What the renderer finds on `window.bridge` in the desktop app; the browser host is reached by fetch and EventSource. */
export interface Bridge {
  rpc(request: RpcRequest): Promise<RpcResponse>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Opens an allow-listed https page (or the simulators' pages in the demo) in the system browser. */
  openExternal(url: string): Promise<void>;
}
