// A stateful Stripe on loopback that the real SDK talks to: starts, answers over HTTP, and is driven from the same process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Act } from './acts.ts';
import type { ApiReply } from './api.ts';
import { SimulatorCore } from './simulatorCore.ts';
import { answerControl } from './control.ts';
import { hostedPage } from './hostedPages.ts';
import { humanPage } from './humanPages.ts';
import type { RouteFault } from './faults.ts';
import { takeRouteFaults } from './faults.ts';
import type { LooseParameters } from './formParameters.ts';
import { parseForm } from './formParameters.ts';
import { malformed } from './malformed.ts';
import { idempotencyInUse, lockTimeout, rateLimited, serverError, StripeError } from './stripeError.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { ObjectType, Shapes } from './shapes.ts';
import type { StripeSimulatorOptions } from './options.ts';
import type { WebhookDelivery } from './webhooks.ts';

export type StripeSimulator = {
  url: string;
  host: string;
  port: number;
  accountId: string;
  /** A key with every permission. */
  apiKey: string;
  clock: { nowMs(): number; set(ms: number): void; advance(ms: number): void };
  faults: SimulatorCore['world']['faults'];
  addFault(fault: RouteFault): void;
  /** Requests answered, per route. */
  stats: ReadonlyMap<string, number>;
  deliveries: readonly WebhookDelivery[];
  /** The API in process, without HTTP; answers the parsed body. @throws StripeError */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, parameters?: LooseParameters): JsonObject;
  act(act: Act): JsonObject;
  find<K extends ObjectType>(type: K, id: string): Shapes[K] | undefined;
  all<K extends ObjectType>(type: K): Shapes[K][];
  bulkPaidInvoices(count: number): void;
  /** See SimulatorCore.history: makes the past of an empty account, from the instant up to now. */
  history(startMs: number, work: (moveTo: (ms: number) => void) => void): void;
  /** What is done inside makes no events. */
  quietly<T>(work: () => T): T;
  /** Everything inside is written in one transaction at the end. */
  batch<T>(work: () => T): T;
  meta: { get(key: string): string | undefined; set(key: string, value: string): void };
  webhooksIdle(): Promise<void>;
  close(): Promise<void>;
};

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const MAX_BODY_BYTES = 1024 * 1024;

export async function startStripeSimulator(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  const core = await SimulatorCore.open(options);
  const front = new HttpFront(core, options.rateLimitPerSecond);
  const host = options.host ?? '127.0.0.1';
  const server = createServer((request, response) => {
    front.answer(request, response).catch(() => {
      response.destroy();
    });
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${host}:${port}`,
    host,
    port,
    accountId: core.world.account.id,
    apiKey: core.fullKey,
    clock: {
      nowMs: () => core.nowMs(),
      set: (ms) => {
        core.advance(ms - core.nowMs());
      },
      advance: (ms) => {
        core.advance(ms);
      },
    },
    faults: core.world.faults,
    addFault: (fault) => {
      core.world.faults.routes.push(fault);
    },
    stats: core.stats,
    deliveries: core.webhooks?.deliveries ?? [],
    call: (method, path, parameters) => core.callInProcess(method, path, parameters ?? {}),
    act: (act) => core.act(act),
    find: (type, id) => {
      core.catchUp();
      return core.world.store.find(type, id);
    },
    all: (type) => {
      core.catchUp();
      return [...core.world.store.all(type)];
    },
    bulkPaidInvoices: (count) => {
      core.bulk(count);
    },
    history: (startMs, work) => {
      core.history(startMs, work);
    },
    quietly: (work) => core.quietly(work),
    batch: (work) => core.batch(work),
    meta: core.meta,
    webhooksIdle: async () => {
      await core.webhooks?.idle();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      await core.webhooks?.idle();
      core.close();
    },
  };
}

/** The transport: bodies, faults, rate limit, concurrent idempotency keys; the rules are the core's. */
class HttpFront {
  readonly #core: SimulatorCore;
  readonly #limit: number | undefined;
  readonly #keysInFlight = new Set<string>();
  #windowSecond = 0;
  #windowCount = 0;

  constructor(core: SimulatorCore, limit: number | undefined) {
    this.#core = core;
    this.#limit = limit;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (url.pathname.startsWith('/_simulator/')) {
      // A page elsewhere must not drive the simulator by DNS rebinding.
      if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
        response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"loopback only"}');
        return;
      }
      const { status, value } = answerControl(this.#core, request.method ?? 'GET', url, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      return;
    }
    if (request.method === 'GET' && (url.pathname === '/' || url.pathname.startsWith('/dashboard'))) {
      const { status, html } = humanPage(this.#core.world, url.pathname);
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' }).end(html);
      return;
    }
    if (url.pathname.startsWith('/hosted/')) {
      this.#core.catchUp();
      const isFromHere = LOOPBACK_HOST.test(request.headers.host ?? '') && (request.headers.origin ?? `http://${request.headers.host}`) === `http://${request.headers.host}`;
      const { status, html } = this.#core.batch(() => hostedPage(this.#core.world, url.pathname, request.method === 'POST' && isFromHere ? new URLSearchParams(body) : null));
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' }).end(html);
      this.#core.webhooks?.flush();
      return;
    }
    await this.#answerApi(request, response, url, body);
  }

  async #answerApi(request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> {
    const method = request.method ?? 'GET';
    const faults = takeRouteFaults(this.#core.world.faults, method, url.pathname);
    const has = (kind: RouteFault['kind']) => faults.find((fault) => fault.kind === kind);
    if (has('drop-before') !== undefined) {
      request.socket.destroy();
      return;
    }
    const key = method === 'POST' ? headerText(request, 'idempotency-key') : undefined;
    if (key !== undefined && this.#keysInFlight.has(key)) {
      send(response, this.#refusal(idempotencyInUse(key)), this.#core.nowMs());
      return;
    }
    if (key !== undefined) this.#keysInFlight.add(key);
    try {
      const delay = has('delay');
      if (delay !== undefined) await wait(delay.delayMs ?? 0);
      const reply = this.#forced(faults) ?? this.#process(request, method, url, body, key);
      if (has('drop-after-commit') !== undefined) request.socket.destroy();
      else if (has('reset-mid-body') !== undefined) sendHalf(request, response, reply);
      else send(response, { ...reply, body: malformed(reply.body, has('malformed')?.malformation) }, this.#core.nowMs());
    } finally {
      if (key !== undefined) this.#keysInFlight.delete(key);
      this.#core.webhooks?.flush();
    }
  }

  #forced(faults: readonly RouteFault[]): ApiReply | null {
    for (const fault of faults) {
      if (fault.kind === 'lock-timeout') return this.#refusal(lockTimeout());
      if (fault.kind === 'html-body') {
        const status = fault.status ?? 502;
        return {
          status,
          body: `<html><head><title>${status} Bad Gateway</title></head><body></body></html>`,
          headers: { 'content-type': 'text/html' },
          routePattern: '',
        };
      }
      if (fault.kind !== 'status') continue;
      const status = fault.status ?? 500;
      return this.#refusal(status === 429 ? rateLimited() : serverError(status));
    }
    return null;
  }

  #process(request: IncomingMessage, method: string, url: URL, body: string, key: string | undefined): ApiReply {
    if (this.#overLimit()) return this.#refusal(rateLimited());
    const tree = parseForm(
      method === 'GET' ? url.search.slice(1) : [url.search.slice(1), body].filter((text) => text !== '').join('&'),
    );
    return this.#core.call({
      method,
      path: url.pathname,
      tree,
      authorization: headerText(request, 'authorization') ?? null,
      idempotencyKey: key,
      version: headerText(request, 'stripe-version'),
    });
  }

  #refusal(error: StripeError): ApiReply {
    return this.#core.refusal(error);
  }

  #overLimit(): boolean {
    if (this.#limit === undefined) return false;
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#windowSecond) {
      this.#windowSecond = second;
      this.#windowCount = 0;
    }
    this.#windowCount += 1;
    return this.#windowCount > this.#limit;
  }
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: ApiReply, nowMs: number): void {
  response
    // Stripe's own time, by which a client can tell how far its clock is out.
    .writeHead(reply.status, { date: new Date(nowMs).toUTCString(), ...reply.headers, 'content-length': String(Buffer.byteLength(reply.body)) })
    .end(reply.body);
}

/** Promises the whole body, sends half of it, and cuts the line. */
function sendHalf(request: IncomingMessage, response: ServerResponse, reply: ApiReply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(Buffer.byteLength(reply.body)) });
  response.write(reply.body.slice(0, Math.ceil(reply.body.length / 2)), () => {
    request.socket.destroy();
  });
}
