// One HTTP request and its whole answer over Node's own client: bounded in time and size, cancellable, never repeated, never redirected.
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Timers } from '../../engine/ports/runtime.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly timers: Timers;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * `unreachable`: no connection came about, so nothing was sent. `reset`, `timeout`, `too_large`: something may have been
 * sent and carried out. `cancelled`: by the caller's signal.
 */
export type HttpFailureKind = 'unreachable' | 'reset' | 'timeout' | 'too_large' | 'cancelled';

/** Holds no header, body or address: it may be shown and logged. */
export class HttpFailure extends Error {
  readonly kind: HttpFailureKind;
  /** False: the request certainly never left. */
  readonly mayHaveBeenSent: boolean;
  /** The system's own code, such as ECONNREFUSED. */
  readonly systemCode: string | undefined;
  /** Known when the failure came after the answer's head. */
  readonly status: number | undefined;

  constructor(
    kind: HttpFailureKind,
    more: { mayHaveBeenSent: boolean; systemCode?: string | undefined; status?: number | undefined },
  ) {
    super(more.systemCode === undefined ? kind : `${kind} (${more.systemCode})`);
    this.name = 'HttpFailure';
    this.kind = kind;
    this.mayHaveBeenSent = more.mayHaveBeenSent;
    this.systemCode = more.systemCode;
    this.status = more.status;
  }
}

/** A server's idle connections are let go before the usual five seconds after which servers drop them: reusing one that is just being closed looks like a lost answer. */
const idleConnectionMs = 4_000;
const connectTimeoutMs = 20_000;
const plainAgent = new HttpAgent({ keepAlive: true, timeout: idleConnectionMs });
const tlsAgent = new HttpsAgent({ keepAlive: true, timeout: idleConnectionMs });

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** Keys and tokens travel over https only; plain http is for the simulators on this machine. Throws a plain Error: a wrong configuration. */
export function requireSafeBase(base: string): URL {
  const url = new URL(base);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new Error('A vendor address must be https, or http on the loopback interface.');
}

const systemCodeOf = (error: Error): string | undefined => {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
};

/** Rejects with HttpFailure only. */
export function httpExchange(request: HttpRequest): Promise<HttpAnswer> {
  const { signal, timers } = request;
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let status: number | undefined;
    let outgoing: ClientRequest | undefined;
    const cancelTimers: (() => void)[] = [];

    const settle = (): void => {
      for (const cancel of cancelTimers) cancel();
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (kind: HttpFailureKind, error?: Error): void => {
      settle();
      const actualKind = kind === 'reset' && !isConnected ? 'unreachable' : kind;
      reject(
        new HttpFailure(actualKind, { mayHaveBeenSent: isConnected, systemCode: error && systemCodeOf(error), status }),
      );
      outgoing?.destroy();
    };
    const onAbort = (): void => fail('cancelled');
    if (signal?.aborted === true) {
      fail('cancelled');
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    cancelTimers.push(timers.after(request.timeoutMs, () => fail(isConnected ? 'timeout' : 'unreachable')));
    if (request.timeoutMs > connectTimeoutMs) {
      cancelTimers.push(timers.after(connectTimeoutMs, () => isConnected || fail('unreachable')));
    }

    const onResponse = (response: IncomingMessage): void => {
      status = response.statusCode ?? 0;
      readBody(response, request.maxResponseBytes, {
        onText: (text) => {
          settle();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        },
        onTooLarge: () => fail('too_large'),
        onCut: (error) => fail('reset', error),
      });
    };
    try {
      outgoing = send(
        request,
        onResponse,
        (error) => fail('reset', error),
        () => {
          isConnected = true;
        },
      );
    } catch (error) {
      // A header that can't be sent (a line break in it); Node's message doesn't repeat its value.
      fail('unreachable', error instanceof Error ? error : undefined);
    }
  });
}

function send(
  request: HttpRequest,
  onResponse: (response: IncomingMessage) => void,
  onError: (error: Error) => void,
  onConnected: () => void,
): ClientRequest {
  const isTls = request.url.protocol === 'https:';
  const body = request.body === undefined ? undefined : Buffer.from(request.body, 'utf8');
  const outgoing = (isTls ? httpsRequest : httpRequest)(request.url, {
    method: request.method,
    headers: { ...request.headers, ...(body === undefined ? {} : { 'Content-Length': String(body.length) }) },
    agent: isTls ? tlsAgent : plainAgent,
  });
  outgoing.on('response', onResponse);
  outgoing.on('error', onError);
  outgoing.once('socket', (socket: Socket) => {
    if (socket.connecting) socket.once(isTls ? 'secureConnect' : 'connect', onConnected);
    else onConnected();
  });
  outgoing.end(body);
  return outgoing;
}

function readBody(
  response: IncomingMessage,
  maxBytes: number,
  outcome: { onText: (text: string) => void; onTooLarge: () => void; onCut: (error?: Error) => void },
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) outcome.onTooLarge();
    else chunks.push(chunk);
  });
  response.on('end', () => outcome.onText(Buffer.concat(chunks, Math.min(bytes, maxBytes)).toString('utf8')));
  response.on('error', outcome.onCut);
  // A connection that ends inside the body does not always come with an error.
  response.on('close', () => {
    if (!response.complete) outcome.onCut();
  });
}
