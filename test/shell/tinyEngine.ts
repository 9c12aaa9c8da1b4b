// An engine of a few lines for the shells' own tests: echoes what it is asked, and can be told to misbehave.
import { AppError } from '../../src/contract/errors.ts';
import type { RpcRequest, RpcResponse } from '../../src/contract/rpc.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { PublishEvent } from '../../src/engine/ports/runtime.ts';

export interface TinyEngine extends Engine {
  readonly requests: RpcRequest[];
  readonly signals: string[];
}

const connectAnswer = { authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2?state=s', expiresAt: '2026-11-21T00:00:00.000Z' };

const openGate = { allowed: true, reason: '4 of 5 seats are taken.', code: null };
const fullGate = { allowed: false, reason: 'All seats are taken (5 of 5).', code: 'BILLING_SEAT_LIMIT' };

/** Answers `{operation, input, idempotencyKey}`; input `{fail}` answers that code; `quickbooks.connect` gives an address; `billing.gate` is shut for the organisation `full`. */
export const makeTinyEngine = (publish: PublishEvent): TinyEngine => {
  const requests: RpcRequest[] = [];
  const signals: string[] = [];
  const answer = (request: RpcRequest): RpcResponse => {
    const input = request.input as { fail?: 'QB_OAUTH_STATE' | 'STALE_VIEW'; state?: string } | undefined;
    if (input?.fail !== undefined) return { ok: false, error: new AppError(input.fail).toOperationError() };
    if (request.operation === 'billing.gate') return { ok: true, output: (request.input as { org_id?: string }).org_id === 'full' ? fullGate : openGate };
    if (request.operation === 'quickbooks.connect') return { ok: true, output: connectAnswer };
    if (request.operation === 'quickbooks.callback') {
      if (input?.state !== 'good') return { ok: false, error: new AppError('QB_OAUTH_STATE').toOperationError() };
      return { ok: true, output: { connected: true, companyName: 'A & B <Pty> Ltd' } };
    }
    return { ok: true, output: { operation: request.operation, input: request.input, idempotencyKey: request.idempotencyKey ?? null } };
  };
  return {
    requests,
    signals,
    start: async () => {},
    stop: async () => {},
    signal: (signal) => {
      signals.push(signal);
      publish({ kind: 'changed', topics: ['status'] });
    },
    handle: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
};
