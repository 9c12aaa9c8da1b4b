// What the shell and the engine's thread say to each other.
import type { OperationError } from '../contract/errors.ts';
import type { EngineEvent, RpcRequest, RpcResponse } from '../contract/rpc.ts';
import type { Environment } from '../contract/values.ts';
import type { EngineSignal } from '../engine/engine.ts';

export type ToEngine =
  | { readonly kind: 'request'; readonly id: number; readonly request: RpcRequest }
  | { readonly kind: 'signal'; readonly signal: EngineSignal }
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** The engine could not start; the thread may be ended. */
  | { readonly kind: 'failed'; readonly error: OperationError }
  | { readonly kind: 'response'; readonly id: number; readonly response: RpcResponse }
  /** The engine asks to be stopped and started again on the same files (a restore). */
  | { readonly kind: 'restart' }
  /** The engine asks the shell to close these books and open another company's. */
  | { readonly kind: 'openCompany'; readonly company: Environment }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  /** The store is closed; the thread may be ended. */
  | { readonly kind: 'stopped' };
