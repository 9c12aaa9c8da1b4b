// One request from its whole text to the last byte of the answer, with the armed faults in between.
import type { ServerResponse } from 'node:http';
import { bearerToken, gatewayAnswer, handleApi, tokenComplaint } from './api.ts';
import type { ApiState } from './api.ts';
import { control } from './control.ts';
import type { ArmedFault, FaultKind } from './faultKnobs.ts';
import { QuickBooksFault, authenticationFailed, authorizationFailed, businessValidation, faultBody, serviceUnavailable, systemFailure, throttled } from './faults.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { humanPage } from './humanPages.ts';
import { authorize, revokeEndpoint, tokenEndpoint } from './oauthEndpoints.ts';
import { count } from './stats.ts';
import { seededHex } from './tokens.ts';
import type { World } from './world.ts';

const GATEWAY_PAGE = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
</body>
</html>
`;

function apiState(world: World): ApiState {
  return {
    companies: world.companies,
    grants: world.grants,
    limiter: world.limiter,
    stats: world.stats,
    nowMs: () => world.clock.nowMs(),
  };
}

/** The answer that a fault gives instead of the true one, if it is of that kind. */
function faultyAnswer(world: World, request: HttpRequest, { kind, fault }: ArmedFault): HttpAnswer | undefined {
  const nowMs = world.clock.nowMs();
  const realmId = request.url.pathname.split('/')[3] ?? '';
  const token = authenticationFailed(tokenComplaint('expired', bearerToken(request)));
  const json = (status: number, body: unknown): HttpAnswer => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  switch (kind) {
    case 'http401':
      return gatewayAnswer(request, token, nowMs);
    case 'xml401':
      return gatewayAnswer(request, token, nowMs, true);
    case 'http403':
      return gatewayAnswer(request, authorizationFailed(realmId), nowMs);
    case 'http429':
      return gatewayAnswer(request, throttled(), nowMs);
    case 'http503':
      return gatewayAnswer(request, serviceUnavailable(), nowMs);
    case 'http500':
      return json(500, faultBody(systemFailure(), nowMs));
    case 'html502':
      return { status: 502, headers: { 'content-type': 'text/html' }, body: GATEWAY_PAGE };
    case 'faultIn200':
      if (fault !== undefined) return json(fault.status, faultBody(new QuickBooksFault({ ...fault, message: fault.detail }), nowMs));
      return json(200, faultBody(businessValidation('The request could not be completed. Try again later.'), nowMs));
    default:
      return undefined;
  }
}

function isRealmPath(path: string): boolean {
  return path.startsWith('/v3/company/');
}

/** The true answer; whatever it changed is committed when this returns. */
function trueAnswer(world: World, request: HttpRequest, forgetsRequestId: boolean): HttpAnswer {
  const { pathname } = request.url;
  return world.inOneWrite(() => {
    if (isRealmPath(pathname)) return handleApi(apiState(world), request, { forgetsRequestId });
    if (pathname === '/connect/oauth2') return authorize(world.oauth, request);
    if (pathname === '/oauth2/v1/tokens/bearer' && request.method === 'POST') {
      const answer = tokenEndpoint(world.oauth, request);
      count(world.stats.tokenCalls, `${new URLSearchParams(request.body).get('grant_type')} ${answer.status}`);
      return answer;
    }
    if (pathname === '/v2/oauth2/tokens/revoke' && request.method === 'POST')
      return revokeEndpoint(world.oauth, request);
    if (pathname === '/app/invoice' || pathname === '/app/customerdetail') return humanPage(world.companies, request);
    return { status: 404, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: 'Not found' };
  });
}

function countRequest(world: World, request: HttpRequest): void {
  world.stats.requests += 1;
  const { pathname } = request.url;
  const resource = isRealmPath(pathname) ? (pathname.split('/')[4] ?? '') : pathname;
  count(world.stats.byResource, `${request.method} ${resource}`);
}

/** A trace id such as `1-5f732f68-d4d3c70ce72c15e07d2bc328`: follows from seed, clock and count. */
function traceId(world: World): string {
  const nowMs = world.clock.nowMs();
  const stamp = ((nowMs - (nowMs % 1000)) / 1000).toString(16).padStart(8, '0');
  return `1-${stamp}-${seededHex(world.seed, ['tid', nowMs, world.stats.requests], 24)}`;
}

function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}

async function send(outgoing: ServerResponse, answer: HttpAnswer, isCutShort: boolean): Promise<void> {
  const bytes = Buffer.from(answer.body, 'utf8');
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  if (!isCutShort) {
    outgoing.end(bytes);
    return;
  }
  const half = bytes.subarray(0, (bytes.length - (bytes.length % 2)) / 2);
  await new Promise<void>((resolve) => {
    outgoing.write(half, () => resolve());
  });
  outgoing.socket?.resetAndDestroy();
}

/** Answers a request, or fails to in the way that the armed faults want. */
export async function answerRequest(world: World, request: HttpRequest, outgoing: ServerResponse): Promise<void> {
  if (request.url.pathname.startsWith('/_simulator/')) {
    await send(outgoing, control(world, request), false);
    return;
  }
  countRequest(world, request);
  const route = `${request.method} ${request.url.pathname}${decodedQuery(request.url)}`;
  const struck = new Map<FaultKind, ArmedFault>(world.faults.strike(route).map((fault) => [fault.kind, fault]));
  if (struck.has('dropRequest')) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const hang = struck.get('hang');
  if (hang !== undefined && !hang.afterCommit) return;
  const instead = [...struck.values()].find((fault) => faultyAnswer(world, request, fault) !== undefined);
  const faulty = instead === undefined ? undefined : faultyAnswer(world, request, instead);
  const tid = traceId(world);
  const isDone = faulty === undefined || instead?.afterCommit === true;
  const truth = isDone ? trueAnswer(world, request, struck.has('forgetRequestId')) : undefined;
  if (hang !== undefined) return;
  if (struck.has('dropResponse')) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const delay = struck.get('delay');
  if (delay !== undefined) await sleep(delay.delayMs);
  const answer = faulty ?? truth;
  if (answer === undefined) throw new Error('a request was left without an answer');
  count(world.stats.byStatus, String(answer.status));
  const headers = { intuit_tid: tid, 'qbo-version': '1988.128', ...answer.headers };
  await send(outgoing, { ...answer, headers }, struck.has('resetMidBody'));
  world.onAnswered(route);
}

function decodedQuery(url: URL): string {
  try {
    return decodeURIComponent(url.search.replaceAll('+', ' '));
  } catch {
    return url.search;
  }
}
