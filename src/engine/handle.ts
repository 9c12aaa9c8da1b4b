// The one door: every operation is validated in and out here, so that IPC, loopback HTTP and tests share it.
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { operationNames, operations, type OperationName, type OperationOutput, type OperationParsedInput } from '../contract/operations.ts';
import { testToolOperations } from '../contract/testTools.ts';
import { rpcRequest, type RpcRequest, type RpcResponse } from '../contract/rpc.ts';
import { canonicalJson } from '../domain/push/requestId.ts';
import type { EngineContext } from './context.ts';

export type Handlers = { readonly [N in OperationName]: (input: OperationParsedInput<N>) => OperationOutput<N> | Promise<OperationOutput<N>> };

/** In live these do not exist. */
const isReachable = (context: EngineContext, name: string): boolean => context.config.environment !== 'live' || !Object.hasOwn(testToolOperations, name);

const names: ReadonlySet<string> = new Set(operationNames);
const isOperationName = (name: string): name is OperationName => names.has(name);

/** Answers every request; an expected failure becomes an OperationError, a mistake of the program INTERNAL. Never throws. */
export function makeHandle(context: EngineContext, handlers: Handlers): (request: RpcRequest) => Promise<RpcResponse> {
  /** Commands of one key that are under way: a second click waits for the first's answer. */
  const underWay = new Map<string, Promise<RpcResponse>>();

  return async (request) => {
    const correlationId = request.correlationId ?? context.random.uuid();
    const startedMs = context.clock.nowMs();
    let response: RpcResponse;
    let operation = 'unknown';
    try {
      const envelope = parse(rpcRequest, request);
      if (!isOperationName(envelope.operation) || !isReachable(context, envelope.operation)) throw new AppError('UNKNOWN_OPERATION', envelope.operation.slice(0, 60));
      operation = envelope.operation;
      response = await answer(context, handlers, underWay, { ...envelope, operation: envelope.operation, correlationId });
    } catch (error) {
      response = { ok: false, error: failureOf(context, error, operation, correlationId) };
    }
    if (!response.ok) context.log.warn('operation refused', { operation, code: response.error.code, correlationId, durationMs: context.clock.nowMs() - startedMs });
    return response;
  };
}

interface KnownRequest {
  readonly operation: OperationName;
  readonly input?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId: string;
}

async function answer(context: EngineContext, handlers: Handlers, underWay: Map<string, Promise<RpcResponse>>, request: KnownRequest): Promise<RpcResponse> {
  const { kind } = operations[request.operation];
  const { idempotencyKey } = request;
  if (kind !== 'command' || idempotencyKey === undefined) return { ok: true, output: await run(handlers, request) };
  const inputHash = context.sha256Hex(canonicalJson(request.input ?? {}));
  const first = underWay.get(idempotencyKey);
  if (first !== undefined) await first;
  const stored = context.store.commands.find(idempotencyKey);
  if (stored !== undefined) {
    if (stored.operation !== request.operation || stored.inputHash !== inputHash) throw new AppError('KEY_REUSED');
    return { ok: true, output: JSON.parse(stored.response) as unknown };
  }
  const running = (async (): Promise<RpcResponse> => {
    const output = await run(handlers, request);
    context.store.commands.put({ idempotencyKey, operation: request.operation, inputHash, response: JSON.stringify(output) });
    return { ok: true, output };
  })();
  // Waiters only need to know that it ended; its failure goes to its own caller.
  underWay.set(idempotencyKey, running.catch((error: unknown) => ({ ok: false, error: failureOf(context, error, request.operation, request.correlationId) })));
  try {
    return await running;
  } finally {
    underWay.delete(idempotencyKey);
  }
}

async function run(handlers: Handlers, request: KnownRequest): Promise<unknown> {
  const declared = operations[request.operation];
  const input = parse(declared.input, request.input ?? {});
  const handler = handlers[request.operation] as (input: unknown) => unknown;
  const output = await handler(input);
  const checked = declared.output.safeParse(output);
  // An answer that breaks its own contract is a mistake of the program, not of the caller.
  if (!checked.success) throw new Error(`${request.operation} answered against its contract: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  throw new AppError('BAD_INPUT', where.join('; '));
}

function failureOf(context: EngineContext, error: unknown, operation: string, correlationId: string): Extract<RpcResponse, { ok: false }>['error'] {
  const known = error instanceof AppError ? error : context.store.failure(error);
  if (known !== undefined) return known.toOperationError(correlationId);
  context.log.error('operation failed by a mistake of the program', { operation, correlationId, code: 'INTERNAL', stack: error instanceof Error ? (error.stack ?? error.message) : 'not an error' });
  return new AppError('INTERNAL').toOperationError(correlationId);
}
