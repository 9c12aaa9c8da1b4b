// The Accounting API under /v3/company/{realmId}/…: authentication, limits, routing, one answer per request.
import { batchAnswer } from './batch.ts';
import { changeData } from './changeData.ts';
import type { Company } from './company.ts';
import type { StoredAnswer } from './companyStore.ts';
import { specOfPath } from './entitySpecs.ts';
import type { EntitySpec } from './entitySpecs.ts';
import {
  QuickBooksFault,
  authenticationFailed,
  authorizationFailed,
  faultBody,
  gatewayBody,
  malformedBody,
  objectNotFound,
  systemFailure,
  throttled,
  tooLong,
  unknownCustomerId,
  unsupportedOperation,
} from './faults.ts';
import type { GatewayFault } from './faults.ts';
import type { GrantStore } from './grants.ts';
import { header } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { runQuery } from './queryRun.ts';
import type { RateLimiter } from './rateLimits.ts';
import { singletonBody } from './singletons.ts';
import type { SimulatorStats } from './stats.ts';
import { responseTime } from './timestamps.ts';
import { createEntity, deleteEntity, updateEntity, voidEntity } from './writeEntity.ts';
import { xmlFault, xmlOf } from './xml.ts';

export interface ApiState {
  companies: ReadonlyMap<string, Company>;
  grants: GrantStore;
  limiter: RateLimiter;
  stats: SimulatorStats;
  nowMs: () => number;
}

const REQUEST_ID_LIMIT = 50;

/** What the API answers in JSON, or the same as XML for a request that does not accept JSON. */
function answer(request: HttpRequest, status: number, body: JsonObject, nowMs: number): HttpAnswer {
  const isJson = header(request, 'accept').includes('json');
  const charset = status === 200 ? ';charset=utf-8' : '';
  return isJson
    ? { status, headers: { 'content-type': `application/json${charset}` }, body: JSON.stringify(body) }
    : { status, headers: { 'content-type': 'application/xml' }, body: xmlOf(body, nowMs) };
}

/** A gateway's answer: 401, 403, 429, 503. */
export function gatewayAnswer(request: HttpRequest, fail: GatewayFault, nowMs: number, asXml = false): HttpAnswer {
  const challenge: Record<string, string> =
    fail.status === 401 ? { 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' } : {};
  if (asXml || !header(request, 'accept').includes('json')) {
    return {
      status: fail.status,
      headers: { 'content-type': 'application/xml', ...challenge },
      body: xmlFault(fail, nowMs),
    };
  }
  return {
    status: fail.status,
    headers: { 'content-type': 'application/json', ...challenge },
    body: JSON.stringify(gatewayBody(fail, nowMs)),
  };
}

/** The bearer token of a request, "" if there is none. */
export function bearerToken(request: HttpRequest): string {
  return /^Bearer (.+)$/i.exec(header(request, 'authorization'))?.[1] ?? '';
}

/** The detail of a real 401 repeats the token: programs must redact it. */
export function tokenComplaint(reason: 'unknown' | 'expired' | 'revoked', token: string): string {
  if (token === '') return 'Token not found';
  const words = { unknown: 'Invalid token', expired: 'Token expired', revoked: 'Token revoked' };
  return `${words[reason]}: ${token}`;
}

function refusal(api: ApiState, request: HttpRequest, realmId: string, isBatch: boolean): GatewayFault | undefined {
  const token = bearerToken(request);
  const check = api.grants.checkAccess(token);
  if (!check.ok) return authenticationFailed(tokenComplaint(check.reason, token));
  if (check.grant.realmId !== realmId || !api.companies.has(realmId)) return authorizationFailed(realmId);
  if (api.limiter.admit(realmId, isBatch, api.nowMs())) return undefined;
  api.stats.throttled += 1;
  return throttled();
}

function parsedBody(request: HttpRequest): JsonObject {
  try {
    const parsed: unknown = JSON.parse(request.body);
    if (isObject(parsed)) return parsed;
  } catch {
    // Falls through to the same fault as JSON that is not an object.
  }
  throw malformedBody();
}

function readOne(company: Company, spec: EntitySpec, id: string | undefined): JsonObject {
  if (spec.name === 'CompanyInfo' || spec.name === 'Preferences') return singletonBody(company, spec.name, id);
  if (id === undefined) throw unsupportedOperation(`read of ${spec.name} without an id`);
  const record = company.store.get(spec.name, id);
  if (record === undefined) throw spec.name === 'Customer' ? unknownCustomerId() : objectNotFound();
  return record.body;
}

function writeOne(company: Company, spec: EntitySpec, parameters: URLSearchParams, input: JsonObject): JsonObject {
  const operation = parameters.get('operation');
  if (!spec.isWritable) throw unsupportedOperation(`write of ${spec.name}`);
  if (operation === 'delete') {
    const id = deleteEntity(company, spec.name, input);
    return { [spec.name]: { domain: 'QBO', status: 'Deleted', Id: id } };
  }
  if (operation === 'void' || parameters.get('include') === 'void') {
    return { [spec.name]: voidEntity(company, spec.name, input).body };
  }
  if (operation !== null && operation !== 'update') throw unsupportedOperation(operation);
  const isUpdate = operation === 'update' || input['Id'] !== undefined;
  const record = isUpdate ? updateEntity(company, spec.name, input) : createEntity(company, spec.name, input);
  return { [spec.name]: record.body };
}

/** The body of a successful answer, without its time; faults are thrown. */
function perform(company: Company, request: HttpRequest, resource: string, id: string | undefined): JsonObject {
  const parameters = request.url.searchParams;
  const isPost = request.method === 'POST';
  if (resource === 'query') {
    const text = isPost ? request.body : (parameters.get('query') ?? '');
    return { QueryResponse: runQuery(company, text) };
  }
  if (resource === 'batch' && isPost) return batchAnswer(company, parsedBody(request));
  if (resource === 'cdc' && !isPost) return changeData(company, parameters);
  const spec = specOfPath(resource);
  if (spec === undefined) throw unsupportedOperation(resource);
  return isPost
    ? writeOne(company, spec, parameters, parsedBody(request))
    : { [spec.name]: readOne(company, spec, id) };
}

function isWrite(request: HttpRequest, resource: string): boolean {
  return request.method === 'POST' && resource !== 'query';
}

/**
 * The stored first answer to a request id. Assumption: only successes are stored, per company, for ever; the payload
 * is not compared (observed: even a changed payload gets the first answer).
 */
function replayed(api: ApiState, company: Company, requestId: string | null): StoredAnswer | undefined {
  if (requestId === null) return undefined;
  if (requestId.length > REQUEST_ID_LIMIT) throw tooLong('requestid', REQUEST_ID_LIMIT, requestId.length);
  const found = company.store.answerTo(requestId);
  if (found !== undefined) api.stats.requestIdReplays += 1;
  return found;
}

export interface ApiOptions {
  /** Fault knob: the request id is neither looked up nor kept. */
  forgetsRequestId: boolean;
}

/** Answers one request below /v3/company/. */
export function handleApi(api: ApiState, request: HttpRequest, options: ApiOptions): HttpAnswer {
  const nowMs = api.nowMs();
  const [realmId = '', resource = '', id] = request.url.pathname.split('/').slice(3).map(decodeURIComponent);
  const refused = refusal(api, request, realmId, resource === 'batch');
  if (refused !== undefined) return gatewayAnswer(request, refused, nowMs);
  const company = api.companies.get(realmId);
  if (company === undefined) throw new Error('a company that was admitted is gone');
  try {
    const writes = isWrite(request, resource);
    const requestId = writes && !options.forgetsRequestId ? request.url.searchParams.get('requestid') : null;
    const stored = replayed(api, company, requestId);
    if (stored !== undefined) return answer(request, stored.status, JSON.parse(stored.text) as JsonObject, nowMs);
    const body = { ...perform(company, request, resource, id), time: responseTime(nowMs) };
    if (requestId !== null) company.store.keepAnswer(requestId, { status: 200, text: JSON.stringify(body) });
    return answer(request, 200, body, nowMs);
  } catch (error) {
    if (!(error instanceof QuickBooksFault)) api.stats.internalErrors.push(String(error));
    const fail = error instanceof QuickBooksFault ? error : systemFailure();
    return answer(request, fail.status, faultBody(fail, nowMs), nowMs);
  }
}
