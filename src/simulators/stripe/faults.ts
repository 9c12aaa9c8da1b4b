// The knobs that make the simulator misbehave on purpose, and the choice of which one a request meets.

export type RouteFault = {
  /** Matched against `METHOD /path`. */
  route: string;
  /** How many matching requests meet it; it is gone after that. */
  times: number;
  kind:
    | 'status'
    | 'drop-before'
    | 'drop-after-commit'
    | 'delay'
    | 'reset-mid-body'
    | 'malformed'
    | 'html-body'
    | 'lock-timeout';
  status?: number;
  delayMs?: number;
  /** For `malformed`: what is wrong with the first object of the answer. */
  malformation?: 'amount-as-text' | 'missing-id' | 'null-lines' | 'unknown-status';
};

export type Faults = {
  routes: RouteFault[];
  /** Number of coming events that the list endpoint and the webhooks keep back until `releaseHiddenEvents`. */
  hideNextEvents: number;
  /** Number of coming events that are made twice, under two ids (Stripe says this can happen). */
  twinNextEvents: number;
  /** Every webhook is sent twice. */
  duplicateWebhooks: boolean;
  /** Webhooks of one request are sent last one first. */
  reorderWebhooks: boolean;
  /** Events of the same second are listed in the wrong order. */
  reorderEvents: boolean;
  /** Webhooks are made but not sent. */
  dropWebhooks: boolean;
  /** Answers are rendered as before the basil release (2025-03-31), whatever the request asks for. */
  olderResponses: boolean;
};

export function newFaults(): Faults {
  return {
    routes: [],
    hideNextEvents: 0,
    twinNextEvents: 0,
    duplicateWebhooks: false,
    reorderWebhooks: false,
    reorderEvents: false,
    dropWebhooks: false,
    olderResponses: false,
  };
}

/** Takes the faults that this request meets (several kinds may combine, one of each). */
export function takeRouteFaults(faults: Faults, method: string, path: string): RouteFault[] {
  const taken: RouteFault[] = [];
  for (const fault of faults.routes) {
    if (fault.times <= 0 || taken.some((other) => other.kind === fault.kind)) continue;
    if (!new RegExp(fault.route).test(`${method} ${path}`)) continue;
    fault.times -= 1;
    taken.push(fault);
  }
  if (taken.length > 0) faults.routes = faults.routes.filter((fault) => fault.times > 0);
  return taken;
}
