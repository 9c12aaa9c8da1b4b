// Reads one query operation, kept fresh by the engine's events (see EngineLink), not by polling.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts';
import { call } from './call.ts';

interface Options {
  readonly enabled?: boolean;
  /** Keeps the last answer on screen while the input changes. */
  readonly keepPrevious?: boolean;
}

export function useQueryOperation<N extends OperationName>(
  operation: N,
  input: OperationInput<N>,
  options: Options = {},
): UseQueryResult<OperationOutput<N>> {
  return useQuery<OperationOutput<N>>({
    queryKey: [operation, input],
    queryFn: () => call(operation, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}
