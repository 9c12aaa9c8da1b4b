// Fault knobs: what goes wrong on purpose, for which requests, and how often.

export type FaultKind =
  /** The connection closes before anything is done. */
  | 'dropRequest'
  /** Everything is done and committed, then the connection closes without an answer. */
  | 'dropResponse'
  /** The answer stops in the middle of its body, after the commit. */
  | 'resetMidBody'
  /** The answer comes `delayMs` late, after the commit. */
  | 'delay'
  /** No answer at all; the connection stays open. The work is not done unless `afterCommit`. */
  | 'hang'
  | 'http401'
  | 'http403'
  | 'http429'
  | 'http500'
  | 'http503'
  | 'xml401'
  | 'html502'
  /** Status 200 with a Fault body; the plan's `fault` makes it any other refusal. */
  | 'faultIn200'
  /** The request id is neither looked up nor kept: a repeat makes a duplicate. */
  | 'forgetRequestId';

export const FAULT_KINDS: readonly FaultKind[] = [
  ...(['dropRequest', 'dropResponse', 'resetMidBody', 'delay', 'hang', 'http401', 'http403', 'http429'] as const),
  ...(['http500', 'http503', 'xml401', 'html502', 'faultIn200', 'forgetRequestId'] as const),
];

export interface FaultPlan {
  kind: FaultKind;
  /** Matched against "METHOD /path?query" (the query as sent, decoded). Text is a regular expression. Default: all. */
  route?: RegExp | string;
  /** How many matching requests are hit. Default 1. */
  times?: number;
  /** How many matching requests pass first. Default 0. */
  skip?: number;
  delayMs?: number;
  /** For the answer kinds (http…, xml401, html502, faultIn200, hang): do the work first. Default false. */
  afterCommit?: boolean;
  /** For faultIn200: which refusal, and with which status. */
  fault?: { readonly status: number; readonly code: string; readonly detail: string };
}

export interface ArmedFault {
  id: number;
  kind: FaultKind;
  route: RegExp;
  timesLeft: number;
  skipLeft: number;
  delayMs: number;
  afterCommit: boolean;
  fault: FaultPlan['fault'];
  hits: number;
}

export class FaultKnobs {
  /** How often each kind struck. */
  readonly counts: Partial<Record<FaultKind, number>> = {};
  private armed: ArmedFault[] = [];
  private lastId = 0;

  /** Arms a fault and returns its id. */
  add(plan: FaultPlan): number {
    if (!FAULT_KINDS.includes(plan.kind)) throw new Error(`unknown fault kind ${String(plan.kind)}`);
    this.lastId += 1;
    this.armed.push({
      id: this.lastId,
      kind: plan.kind,
      route: typeof plan.route === 'string' ? new RegExp(plan.route) : (plan.route ?? /^/),
      timesLeft: plan.times ?? 1,
      skipLeft: plan.skip ?? 0,
      delayMs: plan.delayMs ?? 0,
      afterCommit: plan.afterCommit ?? false,
      fault: plan.fault,
      hits: 0,
    });
    return this.lastId;
  }

  remove(id: number): void {
    this.armed = this.armed.filter((fault) => fault.id !== id);
  }

  clear(): void {
    this.armed = [];
  }

  list(): readonly ArmedFault[] {
    return this.armed.filter((fault) => fault.timesLeft > 0);
  }

  /** The faults that strike this request (each kind at most once), used up by one. */
  strike(route: string): ArmedFault[] {
    const struck: ArmedFault[] = [];
    for (const fault of this.armed) {
      // A sticky or global expression keeps state between tests.
      fault.route.lastIndex = 0;
      if (fault.timesLeft <= 0 || !fault.route.test(route)) continue;
      if (fault.skipLeft > 0) {
        fault.skipLeft -= 1;
        continue;
      }
      if (struck.some((other) => other.kind === fault.kind)) continue;
      fault.timesLeft -= 1;
      fault.hits += 1;
      this.counts[fault.kind] = (this.counts[fault.kind] ?? 0) + 1;
      struck.push(fault);
    }
    return struck;
  }
}
