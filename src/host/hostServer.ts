// The browser host's HTTP server: guards every request, then hands it to the console's files, the door, the events or the API.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AppError, errorCatalogue } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import { rpcRequest } from '../contract/rpc.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import { callbackInput } from '../shell/callbackInput.ts';
import { callbackPage, pageHeaders, plainPage } from '../shell/callbackPage.ts';
import { securityHeaders } from '../shell/contentSecurityPolicy.ts';
import { shellRequest } from '../shell/shellRequest.ts';
import { takeWebhook, webhookPath } from '../shell/takeWebhook.ts';
import { findStaticFile } from '../shell/staticFiles.ts';
import type { StaticFiles } from '../shell/staticFiles.ts';
import { answerBilling } from './answerBilling.ts';
import type { EventStream } from './eventStream.ts';
import { readJson } from './readBody.ts';
import { guardHost, guardOrigin } from './requestGuard.ts';
import type { Session } from './session.ts';

export interface HostServerParts {
  readonly files: StaticFiles;
  readonly events: EventStream;
  readonly session: () => Session;
  /** The port that was bound; asked for with each request because 0 stands for any. */
  readonly port: () => number;
  /** Undefined until the engine runs. */
  readonly handle: () => ((request: RpcRequest) => Promise<RpcResponse>) | undefined;
  /** Set when the program could not start: the page that says so. */
  readonly failure: () => OperationError | undefined;
  /** The path that Intuit's sign-in returns to, beside /billing/qb-callback. */
  readonly callbackPath: string;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
};

const sendPage = (response: ServerResponse, status: number, page: string): void => {
  response.writeHead(status, pageHeaders).end(page);
};

/** Outside the door: what failed is the transport, so the status says it too. */
const refuse = (request: IncomingMessage, response: ServerResponse, error: AppError, status: number = errorCatalogue[error.code].httpStatus): void => {
  const operationError = error.toOperationError();
  // A body that was not read would be taken for the next request on this connection.
  if (!request.complete) response.setHeader('connection', 'close');
  if (wantsPage(request)) sendPage(response, status, plainPage('Tieout did not accept this', [operationError.message, operationError.nextAction]));
  else sendJson(response, status, { ok: false, error: operationError });
};

const wantsPage = (request: IncomingMessage): boolean => request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');

const refuseMethod = (request: IncomingMessage, response: ServerResponse, allow: string): void => {
  response.setHeader('allow', allow);
  refuse(request, response, new AppError('BAD_INPUT', `this address takes ${allow} only`), 405);
};

const serveStatic = (parts: HostServerParts, request: IncomingMessage, response: ServerResponse, pathname: string): void => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(request, response, 'GET, HEAD');
  const failure = parts.failure();
  if (failure !== undefined) return sendPage(response, 503, plainPage('Tieout could not start', [failure.message, ...(failure.detail === undefined ? [] : [failure.detail]), failure.nextAction]));
  const file = findStaticFile(parts.files, pathname);
  if (file === undefined) return refuse(request, response, new AppError('NOT_FOUND'));
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': file.type,
    'content-length': file.body.length,
    'cache-control': file.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
};

const serveStart = (parts: HostServerParts, request: IncomingMessage, response: ServerResponse, url: URL): void => {
  if (request.method !== 'GET') return refuseMethod(request, response, 'GET');
  const session = parts.session();
  const isRedeemed = session.redeem(url.searchParams.get('token'));
  if (!isRedeemed && !session.hasCookie(request.headers)) {
    return sendPage(response, 403, plainPage('This link no longer opens Tieout', ['It works once, in one browser.', 'Go back to that browser, or start Tieout again for a new link.']));
  }
  response.writeHead(303, { ...securityHeaders, location: '/', 'cache-control': 'no-store', ...(isRedeemed ? { 'set-cookie': session.setCookie } : {}) }).end();
};

const serveRpc = async (parts: HostServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') return refuseMethod(request, response, 'POST');
  const envelope = rpcRequest.safeParse(await readJson(request));
  if (!envelope.success) throw new AppError('BAD_INPUT', 'the envelope is {operation, input, idempotencyKey?, correlationId?}');
  const handle = parts.handle();
  sendJson(response, 200, handle === undefined ? { ok: false, error: notRunning(parts) } : await handle(envelope.data));
};

export const notRunning = (parts: Pick<HostServerParts, 'failure'>): OperationError =>
  parts.failure() ?? new AppError('NOT_ALLOWED_NOW', 'Tieout is still starting').toOperationError();

/** Intuit's redirect arrives from another site without our cookie; the single-use state in it is what the engine checks. */
const serveCallback = async (parts: HostServerParts, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
  if (request.method !== 'GET') return refuseMethod(request, response, 'GET');
  const handle = parts.handle();
  const answer: RpcResponse =
    handle === undefined ? { ok: false, error: notRunning(parts) } : await handle(shellRequest('quickbooks.callback', callbackInput(url.searchParams)));
  sendPage(response, answer.ok ? 200 : errorCatalogue[answer.error.code].httpStatus, callbackPage(answer));
};

const route = async (parts: HostServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (guardHost(request.headers, parts.port()) !== 'allowed') throw new AppError('FORBIDDEN_ORIGIN', 'unknown Host');
  const url = URL.parse(request.url ?? '', `http://127.0.0.1:${parts.port()}`);
  if (url === null || !(request.url ?? '').startsWith('/')) throw new AppError('BAD_INPUT', 'the address');
  const { pathname } = url;

  if (pathname === '/billing/qb-callback' || pathname === parts.callbackPath) return serveCallback(parts, request, response, url);
  if (pathname === '/start') return serveStart(parts, request, response, url);
  const isDoor = pathname === '/rpc' || pathname === '/events' || pathname.startsWith('/billing/');
  if (!isDoor) return serveStatic(parts, request, response, pathname);

  if (guardOrigin(request.headers, parts.port()) !== 'allowed') throw new AppError('FORBIDDEN_ORIGIN');
  // Stripe's CLI has no cookie; its signature is what the engine checks.
  if (pathname === webhookPath) return takeWebhook(parts.handle(), request, response);
  const session = parts.session();
  const isKnown = session.hasCookie(request.headers) || (pathname.startsWith('/billing/') && session.hasBearer(request.headers));
  if (!isKnown) throw new AppError('NOT_AUTHENTICATED');
  if (pathname === '/rpc') return serveRpc(parts, request, response);
  if (pathname.startsWith('/billing/')) return answerBilling(parts, request, response, url, wantsPage(request));
  if (request.method !== 'GET') return refuseMethod(request, response, 'GET');
  const lastEventId = request.headers['last-event-id'];
  parts.events.open(response, securityHeaders, typeof lastEventId === 'string' ? lastEventId : undefined);
};

/** Not yet listening. Every answer carries the security headers; a bug answers INTERNAL and is reported. */
export const makeHostServer = (parts: HostServerParts, reportBug: (error: unknown) => void): Server =>
  createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void route(parts, request, response).catch((error: unknown) => {
      if (!(error instanceof AppError)) reportBug(error);
      if (response.headersSent) response.destroy();
      else refuse(request, response, error instanceof AppError ? error : new AppError('INTERNAL'));
    });
  });
