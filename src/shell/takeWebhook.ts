// Takes one webhook off an HTTP request: the raw body and its signature go to the engine, whose verdict becomes the status.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, errorCatalogue } from '../contract/errors.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import { maxWebhookBytes } from '../contract/webhook.ts';
import { securityHeaders } from './contentSecurityPolicy.ts';
import { shellRequest } from './shellRequest.ts';

export const webhookPath = '/billing/webhook';

const answerJson = (request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void => {
  // A body that was not read would be taken for the next request on this connection.
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(status, { ...securityHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
};

/** The bytes as they came, as far as they are accepted; every byte counts for the signature. */
const readRaw = async (request: IncomingMessage): Promise<Buffer | 'too_large'> => {
  if (Number(request.headers['content-length'] ?? 0) > maxWebhookBytes) return 'too_large';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxWebhookBytes) return 'too_large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

interface Taken {
  readonly body: string;
  readonly refused: 'too_large' | 'not_text' | null;
}

/** Text that is encoded back into the same bytes: nothing is replaced, a byte order mark stays. */
const textOf = (raw: Buffer | 'too_large'): Taken => {
  if (raw === 'too_large') return { body: '', refused: 'too_large' };
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw), refused: null };
  } catch {
    return { body: '', refused: 'not_text' };
  }
};

/** Answers 200 once the event is noted and before anything is done about it; Stripe's CLI shows any other status. */
export const takeWebhook = async (handle: ((request: RpcRequest) => Promise<RpcResponse>) | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return answerJson(request, response, 405, { error: new AppError('BAD_INPUT', 'this address takes POST only').toOperationError() });
  }
  const taken = textOf(await readRaw(request));
  const header = request.headers['stripe-signature'];
  const signature = typeof header === 'string' ? header.slice(0, 4_000) : null;
  // Without an idempotency key: the event's own id is what makes it happen once.
  const { operation, input, correlationId } = shellRequest('stripe.webhook', { ...taken, signature });
  const answer: RpcResponse =
    handle === undefined
      ? { ok: false, error: new AppError('NOT_ALLOWED_NOW', 'Tieout is still starting').toOperationError() }
      : await handle({ operation, input, ...(correlationId === undefined ? {} : { correlationId }) });
  if (answer.ok) answerJson(request, response, 200, answer.output);
  else answerJson(request, response, errorCatalogue[answer.error.code].httpStatus, { error: answer.error });
};
