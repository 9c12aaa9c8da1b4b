// Sends one command operation; a retry after silence carries the same idempotency key as the first try.
import { useCallback, useRef, useState } from 'react';
import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts';
import { call } from './call.ts';
import { createIntentKeys } from './intentKeys.ts';
import { OperationFailure } from './OperationFailure.ts';

export interface CommandOperation<N extends OperationName> {
  /** @throws OperationFailure */
  readonly run: (input: OperationInput<N>) => Promise<OperationOutput<N>>;
  readonly isRunning: boolean;
}

export function useCommandOperation<N extends OperationName>(operation: N): CommandOperation<N> {
  const keys = useRef(createIntentKeys());
  const [runningCount, setRunningCount] = useState(0);
  const run = useCallback(
    async (input: OperationInput<N>) => {
      setRunningCount((count) => count + 1);
      try {
        const output = await call(operation, input, keys.current.keyFor(input));
        keys.current.settle();
        return output;
      } catch (thrown) {
        if (!(thrown instanceof OperationFailure) || !thrown.isTransport) keys.current.settle();
        throw thrown;
      } finally {
        setRunningCount((count) => count - 1);
      }
    },
    [operation],
  );
  return { run, isRunning: runningCount > 0 };
}
