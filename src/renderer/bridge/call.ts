// Typed calls: the operation's name decides what may be sent and what comes back.
import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts';
import { sendRpc } from './transport.ts';

/**
 * Sends a query or, with the key of the user's intent, a command.
 * @throws OperationFailure
 */
export async function call<N extends OperationName>(
  operation: N,
  input: OperationInput<N>,
  idempotencyKey?: string,
): Promise<OperationOutput<N>> {
  const output = await sendRpc({ operation, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  return output as OperationOutput<N>;
}
