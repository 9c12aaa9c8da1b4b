// What the simulator counted: for tests that bound the number of calls.

export interface SimulatorStats {
  requests: number;
  /** By "METHOD resource", for example "POST invoice". */
  byResource: Record<string, number>;
  byStatus: Record<string, number>;
  throttled: number;
  requestIdReplays: number;
  /** Calls of the token endpoint by outcome: "refresh_token 200", … */
  tokenCalls: Record<string, number>;
  /** Bugs of the simulator itself, shown as code 10000 to the program. Must stay empty. */
  internalErrors: string[];
}

export function emptyStats(): SimulatorStats {
  return {
    requests: 0,
    byResource: {},
    byStatus: {},
    throttled: 0,
    requestIdReplays: 0,
    tokenCalls: {},
    internalErrors: [],
  };
}

export function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
