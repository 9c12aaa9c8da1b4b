// The SDK's transport: bounded, cancellable, and never repeating a call, which the SDK's own does once after a closed connection.
import type { Stripe } from 'stripe';
import type { IncomingHttpHeaders } from 'node:http';
import { httpExchange } from '../runtime/httpExchange.ts';
import type { HttpAnswer } from '../runtime/httpExchange.ts';
import type { Timers } from '../../engine/ports/runtime.ts';

type SdkHttpClient = Stripe.HttpClient;
type SdkHeaders = Parameters<SdkHttpClient['makeRequest']>[4];
type SdkResponse = Awaited<ReturnType<SdkHttpClient['makeRequest']>>;

/** Ties a call's abort signal to its headers object, which the SDK's authenticator and the transport both see. */
export type SignalsByHeaders = WeakMap<object, AbortSignal>;

/** The body came whole and isn't what an API answers: HTML of a gateway, a cut JSON, a bare value. */
export class UnreadableAnswer extends Error {
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(status: number, requestId: string | undefined) {
    super('unreadable answer');
    this.name = 'UnreadableAnswer';
    this.status = status;
    this.requestId = requestId;
  }
}

/** A page of 100 invoices with ten lines each is about 2 MB. */
const maxResponseBytes = 64 * 1024 * 1024;

export function makeStripeHttpClient(options: {
  timers: Timers;
  signals: SignalsByHeaders;
  defaultPort: string;
  /** Stripe's own time, of every answer that states it. */
  servedAt: (vendorMs: number) => void;
}): SdkHttpClient {
  return {
    getClientName: () => 'node',
    // Async: the SDK leaves a call hanging for ever when its transport throws instead of rejecting.
    makeRequest: async (host, port, path, method, headers, requestData, protocol, timeout) => {
      const answer = await httpExchange({
        url: new URL(`${protocol}://${host}:${port === '' ? options.defaultPort : port}${path}`),
        method,
        headers: textHeaders(headers),
        ...(method === 'GET' ? {} : { body: requestData }),
        timeoutMs: timeout,
        maxResponseBytes,
        timers: options.timers,
        signal: options.signals.get(headers),
      });
      const servedAt = Date.parse(headerText(answer.headers.date) ?? '');
      if (Number.isFinite(servedAt)) options.servedAt(servedAt);
      return sdkResponse(answer);
    },
  };
}

/** The transport counts the body itself. */
function textHeaders(headers: SdkHeaders): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'content-length') result[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return result;
}

function sdkResponse(answer: HttpAnswer): SdkResponse {
  return {
    getStatusCode: () => answer.status,
    // Without `stripe-notice`, which the SDK would print through the process's warnings.
    getHeaders: () => withoutNotice(answer.headers),
    // The SDK hangs this on the result as `lastResponse`; Node's own response would lead to the request and its key.
    getRawResponse: () => ({}),
    toStream: () => {
      throw new Error('streams are not used');
    },
    toJSON: async () => parseAnswer(answer),
  };
}

function parseAnswer(answer: HttpAnswer): object {
  // Made only when it is thrown: an error takes its stack, and every good answer passes here.
  const unreadable = (): UnreadableAnswer => new UnreadableAnswer(answer.status, headerText(answer.headers['request-id']));
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.text);
  } catch {
    throw unreadable();
  }
  if (typeof parsed !== 'object' || parsed === null) throw unreadable();
  // The SDK recognises a failure by the `error` member alone; a refusal without one would pass as a result.
  if (answer.status >= 300 && !('error' in parsed && typeof parsed.error === 'object' && parsed.error !== null))
    throw unreadable();
  return parsed;
}

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function withoutNotice(headers: IncomingHttpHeaders): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = headerText(value);
    if (text !== undefined && name !== 'stripe-notice') result[name] = text;
  }
  return result;
}
