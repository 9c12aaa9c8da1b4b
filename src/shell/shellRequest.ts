// A request that the shell itself puts to the engine: a new intent with its own keys.
import { randomUUID } from 'node:crypto';
import type { OperationName } from '../contract/operations.ts';
import type { RpcRequest } from '../contract/rpc.ts';

export const shellRequest = (operation: OperationName, input: unknown, idempotencyKey: string = randomUUID()): RpcRequest => ({
  operation,
  input,
  idempotencyKey,
  correlationId: randomUUID(),
});
