// Answers the /billing/… API: a path and its parameters become an operation's input, its output or error becomes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, errorCatalogue } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import { pageHeaders, plainPage } from '../shell/callbackPage.ts';
import { securityHeaders } from '../shell/contentSecurityPolicy.ts';
import { shellRequest } from '../shell/shellRequest.ts';
import { matchBillingRoute } from './billingRoutes.ts';
import type { BillingRoute } from './billingRoutes.ts';
import { readJson } from './readBody.ts';

const jsonHeaders = { ...securityHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parameter given twice is a mistake, not a choice. */
const queryInput = (parameters: URLSearchParams): Record<string, string> => {
  const input: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (Object.hasOwn(input, name)) throw new AppError('BAD_INPUT', `${name} is given twice`);
    Object.defineProperty(input, name, { value, enumerable: true });
  }
  return input;
};

const bodyInput = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const isEmpty = request.headers['content-length'] === '0' || (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined);
  if (isEmpty) return {};
  const body = await readJson(request);
  if (!isRecord(body)) throw new AppError('BAD_INPUT', 'the body must be a JSON object');
  return body;
};

const idempotencyKey = (request: IncomingMessage, route: BillingRoute): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (route.kind === 'query' || key === undefined) return undefined;
  if (typeof key !== 'string' || key.length < 8 || key.length > 100) throw new AppError('BAD_INPUT', 'Idempotency-Key has 8 to 100 characters');
  return key;
};

const sendError = (request: IncomingMessage, response: ServerResponse, error: OperationError, status: number, asPage: boolean): void => {
  if (!request.complete) response.setHeader('connection', 'close');
  if (asPage) response.writeHead(status, pageHeaders).end(plainPage('Tieout could not do this', [error.message, error.nextAction]));
  else response.writeHead(status, jsonHeaders).end(JSON.stringify({ error }));
};

const authorizeUrlOf = (output: unknown): string | undefined => (isRecord(output) && typeof output['authorizeUrl'] === 'string' ? output['authorizeUrl'] : undefined);

/** A gate that says no with a code of the catalogue answers with its status (a full plan: 402), and all it knows in the body. */
const statusOf = (output: unknown): number =>
  isRecord(output) && output['allowed'] === false && typeof output['code'] === 'string' && Object.hasOwn(errorCatalogue, output['code'])
    ? errorCatalogue[output['code'] as keyof typeof errorCatalogue].httpStatus
    : 200;

export interface BillingParts {
  readonly handle: () => ((request: RpcRequest) => Promise<RpcResponse>) | undefined;
  readonly failure: () => OperationError | undefined;
}

/** The caller is known and the request is not from another site. Answers the bare output, or `{error}` with the catalogue's status. */
export const answerBilling = async (parts: BillingParts, request: IncomingMessage, response: ServerResponse, url: URL, asPage: boolean): Promise<void> => {
  const match = matchBillingRoute(request.method ?? '', url.pathname);
  if (match.kind === 'none') return sendError(request, response, new AppError('UNKNOWN_OPERATION').toOperationError(), 404, asPage);
  if (match.kind === 'wrong_method') {
    const allow = match.allow.join(', ');
    response.setHeader('allow', allow);
    return sendError(request, response, new AppError('BAD_INPUT', `this address takes ${allow} only`).toOperationError(), 405, asPage);
  }

  let answer: RpcResponse;
  try {
    const { route, pathInput } = match;
    const input = { ...(route.method === 'GET' ? queryInput(url.searchParams) : await bodyInput(request)), ...pathInput };
    const handle = parts.handle();
    if (handle === undefined) throw new AppError('NOT_ALLOWED_NOW', parts.failure()?.message ?? 'Tieout is still starting');
    answer = await handle(shellRequest(route.operation, input, idempotencyKey(request, route)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    answer = { ok: false, error: error.toOperationError() };
  }

  if (!answer.ok) return sendError(request, response, answer.error, errorCatalogue[answer.error.code].httpStatus, asPage);
  const authorizeUrl = authorizeUrlOf(answer.output);
  // A person who opens /billing/qb-connect in a browser goes on to Intuit's page; a program gets the address.
  if (asPage && match.route.operation === 'quickbooks.connect' && authorizeUrl !== undefined) {
    response.writeHead(303, { ...securityHeaders, location: authorizeUrl, 'cache-control': 'no-store' }).end();
    return;
  }
  response.writeHead(statusOf(answer.output), jsonHeaders).end(JSON.stringify(answer.output));
};
