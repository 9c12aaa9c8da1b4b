// Stripe through its SDK: lists and objects as plain JSON under the pinned version, one call per request, within our own limits.
import type { Stripe } from 'stripe';
import { AppError } from '../../contract/errors.ts';
import type { Clock, Log, Timers } from '../../engine/ports/runtime.ts';
import type {
  MakeStripeGateway,
  StripeCall,
  StripeGateway,
  StripeJson,
  StripeListParams,
  StripePage,
} from '../../engine/ports/stripeGateway.ts';
import { makeCallLimiter } from '../runtime/callLimiter.ts';
import type { CallLimiter } from '../runtime/callLimiter.ts';
import { requireSafeBase } from '../runtime/httpExchange.ts';
import { stripeApiVersion, stripeApiVersionForSdk } from './apiVersion.ts';
import { stripeFailure } from './stripeFailure.ts';
import { makeStripeHttpClient } from './stripeHttpClient.ts';
import type { SignalsByHeaders } from './stripeHttpClient.ts';

export interface StripeGatewayOptions {
  /** `https://api.stripe.com`, or a simulator on the loopback interface. */
  readonly apiBase: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Stripe allows 25 (test) and 100 (live) a second; null lifts ours (benchmarks). */
  readonly requestsPerSecond?: number | null;
  readonly concurrent?: number;
  /** From the first byte sent to the last received. */
  readonly timeoutMs?: number;
}

const defaultRequestsPerSecond = 5;
const defaultConcurrent = 2;
const defaultTimeoutMs = 80_000;

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: string;
  /** The path without ids, for the log. */
  readonly route: string;
  readonly needs: string;
  readonly body?: Record<string, unknown>;
  readonly idempotencyKey?: string;
  /** A POST all the same: a preview. */
  readonly changesNothing?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** One limiter for all keys: Stripe counts per account, and a new key is nearly always the same account's. */
export function makeStripeGatewayFactory(options: StripeGatewayOptions): MakeStripeGateway {
  const base = requireSafeBase(options.apiBase);
  const requestsPerSecond =
    options.requestsPerSecond === undefined ? defaultRequestsPerSecond : options.requestsPerSecond;
  const limiter = makeCallLimiter({
    windows: requestsPerSecond === null ? [] : [{ starts: requestsPerSecond, windowMs: 1_000 }],
    concurrent: options.concurrent ?? defaultConcurrent,
    clock: options.clock,
    timers: options.timers,
  });
  return (key) => makeGateway(makeCaller(key, base, limiter, options));
}

/** Sends calls, and knows from their answers how far the clocks are apart. */
interface Caller {
  (call: Call): Promise<StripeJson>;
  clockAheadMs: () => number | null;
}

/** Sends one call and maps its failure. The SDK (a fifth of a second to load) is loaded at the first call. */
function makeCaller(key: string | undefined, base: URL, limiter: CallLimiter, options: StripeGatewayOptions): Caller {
  const { clock, log } = options;
  const signals: SignalsByHeaders = new WeakMap();
  let sdk: Promise<Stripe> | undefined;
  let clockAheadMs: number | null = null;
  const servedAt = (vendorMs: number): void => {
    clockAheadMs = clock.nowMs() - vendorMs;
  };

  const send = async (call: Call): Promise<StripeJson> => {
    if (key === undefined) throw new AppError('STRIPE_NOT_CONFIGURED');
    // Anything else can't travel in a header, so it can't be a key.
    if (!/^[\x21-\x7e]+$/.test(key)) throw new AppError('STRIPE_KEY_INVALID');
    sdk ??= loadSdk(key, base, signals, servedAt, options);
    const stripe = await sdk;
    return limiter.run(async () => {
      const startedMs = clock.nowMs();
      try {
        return await sendOnce(stripe, key, call, signals);
      } catch (error) {
        const failure = stripeFailure(error, {
          isWrite: call.method !== 'GET' && call.changesNothing !== true,
          needs: call.needs,
          key,
          nowMs: clock.nowMs(),
        });
        if (failure.code === 'STRIPE_RATE_LIMITED') limiter.hold(clock.nowMs() + (failure.retryAfterMs ?? 0));
        if (failure.code !== 'CANCELLED') {
          log.warn('A Stripe call failed.', {
            code: failure.code,
            route: call.route,
            durationMs: clock.nowMs() - startedMs,
            ...(failure.vendorRequestId === undefined ? {} : { vendorRequestId: failure.vendorRequestId }),
          });
        }
        throw failure;
      }
    }, call.signal);
  };
  return Object.assign(send, { clockAheadMs: () => clockAheadMs });
}

async function loadSdk(
  key: string,
  base: URL,
  signals: SignalsByHeaders,
  servedAt: (vendorMs: number) => void,
  options: StripeGatewayOptions,
): Promise<Stripe> {
  const { Stripe: StripeSdk } = await import('stripe');
  const isTls = base.protocol === 'https:';
  const defaultPort = isTls ? '443' : '80';
  return new StripeSdk(key, {
    apiVersion: stripeApiVersionForSdk,
    host: base.hostname,
    port: base.port === '' ? defaultPort : base.port,
    protocol: isTls ? 'https' : 'http',
    // On, it writes an id into a file and reports latencies.
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: options.timeoutMs ?? defaultTimeoutMs,
    httpClient: makeStripeHttpClient({ timers: options.timers, signals, defaultPort, servedAt }),
  });
}

/**
 * By the SDK's rawRequest: the typed methods turn amounts into Decimal objects, deeply, which costs time and does not
 * survive the way to another thread; raw answers are the JSON as it came.
 */
async function sendOnce(stripe: Stripe, key: string, call: Call, signals: SignalsByHeaders): Promise<StripeJson> {
  const answer: unknown = await stripe.rawRequest(call.method, call.path, call.body, {
    // Per call, because the headers object made here is the one the transport gets: it carries the abort signal.
    authenticator: async (request) => {
      request.headers['Authorization'] = `Bearer ${key}`;
      if (call.signal !== undefined) signals.set(request.headers, call.signal);
    },
    ...(call.idempotencyKey === undefined ? {} : { idempotencyKey: call.idempotencyKey }),
  });
  // A copy: the SDK fixes `lastResponse` to the object it returns.
  return { ...(answer as StripeJson) };
}

function makeGateway(caller: Caller): StripeGateway {
  const list = async (
    path: string,
    route: string,
    params: StripeListParams,
    signal?: AbortSignal,
  ): Promise<StripePage> => {
    const resource = route.slice(route.lastIndexOf('/') + 1);
    const answer = await caller({
      method: 'GET',
      path: `${path}?${listQuery(params)}`,
      route: `GET ${route}`,
      needs: `read ${resource}`,
      signal,
    });
    const data = answer['data'];
    if (!Array.isArray(data)) throw new AppError('STRIPE_UNAVAILABLE', `the list of ${resource} has no data`);
    return { data: data as StripeJson[], hasMore: answer['has_more'] === true };
  };

  return {
    apiVersion: stripeApiVersion,
    clockAheadMs: caller.clockAheadMs,
    list: (type, params, signal) => list(`/v1/${type}`, `/v1/${type}`, params, signal),
    retrieve: async (type, id, expand = [], signal) => {
      const query = new URLSearchParams(expand.map((path) => ['expand[]', path])).toString();
      const path = `/v1/${type}/${pathSegment(id)}${query === '' ? '' : `?${query}`}`;
      return caller({ method: 'GET', path, route: `GET /v1/${type}/:id`, needs: `read ${type}`, signal });
    },
    listInvoiceLines: async (stripeInvoiceId, params, signal) =>
      list(`/v1/invoices/${pathSegment(stripeInvoiceId)}/lines`, '/v1/invoices/:id/lines', params, signal),
    retrieveAccount: (signal) =>
      caller({ method: 'GET', path: '/v1/account', route: 'GET /v1/account', needs: 'read account', signal }),
    read: async (call, signal) => {
      const query = queryText(call.parameters ?? {});
      return caller({ method: 'GET', path: `${pathOf(call)}${query === '' ? '' : `?${query}`}`, route: `GET ${call.route}`, needs: call.needs, signal });
    },
    ask: async (call, signal) =>
      caller({ method: 'POST', path: pathOf(call), route: `POST ${call.route}`, needs: call.needs, body: { ...call.parameters }, changesNothing: true, signal }),
    write: async (call, idempotencyKey, signal) => {
      const shared = { route: `${call.method} ${call.route}`, needs: call.needs, idempotencyKey, signal };
      if (call.method === 'POST') return caller({ ...shared, method: 'POST', path: pathOf(call), body: { ...call.parameters } });
      const query = queryText(call.parameters ?? {});
      return caller({ ...shared, method: 'DELETE', path: `${pathOf(call)}${query === '' ? '' : `?${query}`}` });
    },
  };
}

function listQuery(params: StripeListParams): string {
  const query = new URLSearchParams({ limit: String(params.limit) });
  if (params.startingAfter !== undefined) query.append('starting_after', params.startingAfter);
  if (params.createdGte !== undefined) query.append('created[gte]', String(params.createdGte));
  if (params.createdLte !== undefined) query.append('created[lte]', String(params.createdLte));
  for (const path of params.expand ?? []) query.append('expand[]', path);
  for (const [name, value] of Object.entries(params.filter ?? {})) query.append(name, value);
  return query.toString();
}

const pathOf = (call: StripeCall): string => (call.id === undefined ? call.route : call.route.replace(':id', pathSegment(call.id)));

/** Nested values in brackets, as Stripe's forms have them. */
function queryText(parameters: { readonly [name: string]: unknown }): string {
  const query = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) value.forEach((item, index) => add(`${name}[${index}]`, item));
    else if (typeof value === 'object') for (const [key, item] of Object.entries(value)) add(`${name}[${key}]`, item);
    else query.append(name, String(value));
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return query.toString();
}

/** Ids are Stripe's or, for plans and coupons, a person's own text. An id of dots would name another path. */
function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new AppError('NOT_FOUND', 'empty id');
  return encodeURIComponent(id);
}
