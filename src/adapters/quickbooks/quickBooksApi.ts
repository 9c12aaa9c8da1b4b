// The Accounting API client: one request per call, every refusal as one error type, within Intuit's limits.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import type {
  QboAccess,
  QboAnswer,
  QboBatchItem,
  QboEntityName,
  QboJson,
  QuickBooksApi,
} from '../../engine/ports/quickBooksGateway.ts';
import { escapeQueryText } from '../../domain/push/queryText.ts';
import type { Clock, Log, Random, Timers } from '../../engine/ports/runtime.ts';
import { httpExchange, HttpFailure, requireSafeBase } from '../runtime/httpExchange.ts';
import type { HttpAnswer } from '../runtime/httpExchange.ts';
import { sha256Hex } from '../runtime/sha256Hex.ts';
import { faultError, faultOfJson, faultOfXml, unreadableError } from './quickBooksFault.ts';
import type { QboFaultContext } from './quickBooksFault.ts';
import { readChanges } from './readChanges.ts';
import { defaultQuickBooksLimits, makeRealmLimits } from './realmLimits.ts';
import type { QuickBooksLimits } from './realmLimits.ts';

export interface QuickBooksApiOptions {
  /** `https://quickbooks.api.intuit.com`, `https://sandbox-quickbooks.api.intuit.com`, or a simulator on the loopback interface. */
  readonly apiBase: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** From the first byte sent to the last received; Intuit itself gives up after 120 s. */
  readonly timeoutMs?: number;
  /** null lifts the limits (benchmarks). */
  readonly limits?: QuickBooksLimits | null;
  readonly maxResponseBytes?: number;
}

/** Floor and ceiling at once: Intuit retired 1 to 74 in August 2025 and offers none later. */
const minorVersion = '75';
const defaultTimeoutMs = 120_000;
/** 1000 invoices, the most that a query answers, are about 5 MB. */
const defaultMaxResponseBytes = 32 * 1024 * 1024;
/** Intuit's documentation of queries and of batches. */
const longestPage = 1000;
const longestBatch = 30;
/** Intuit's documentation of requestid. */
const longestRequestId = 50;

interface Call {
  readonly access: QboAccess;
  readonly method: 'GET' | 'POST';
  /** Below the company: `invoice`, `invoice/12`, `query`. */
  readonly path: string;
  /** The path without ids, for the log. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body?: QboJson;
  /** Counted against Intuit's own limit for batches. */
  readonly isBatch?: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Answer {
  readonly json: QboJson;
  readonly intuitTid: string | undefined;
  readonly digest: string;
  /** For an answer that parses but lacks what was asked for. */
  readonly unreadable: () => AppError;
}

type Caller = (call: Call) => Promise<Answer>;

export function makeQuickBooksApi(options: QuickBooksApiOptions): QuickBooksApi {
  const call = makeCaller(options);

  const entityOf = (answer: Answer, entity: QboEntityName): QboAnswer => {
    const value = answer.json[entity];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw answer.unreadable();
    return { entity: value as QboJson, intuitTid: answer.intuitTid, digest: answer.digest };
  };
  const write = async (
    access: QboAccess,
    entity: QboEntityName,
    body: QboJson,
    requestId: string,
    signal: AbortSignal | undefined,
    operation: Readonly<Record<string, string>> = {},
  ): Promise<QboAnswer> => {
    requireRequestId(requestId);
    const path = entity.toLowerCase();
    const parameters = { ...operation, requestid: requestId };
    return entityOf(
      await call({ access, method: 'POST', path, route: `POST /${path}`, parameters, body, signal }),
      entity,
    );
  };

  const query: QuickBooksApi['query'] = async (access, entity, where, page, signal) => {
    const answer = await call({
      access,
      method: 'GET',
      path: 'query',
      route: `GET /query ${entity}`,
      parameters: { query: queryText(entity, where, page) },
      signal,
    });
    const response = answer.json['QueryResponse'];
    if (typeof response !== 'object' || response === null) throw answer.unreadable();
    // Nothing found is `{"QueryResponse":{}}`.
    const rows: unknown = Reflect.get(response, entity) ?? [];
    if (!Array.isArray(rows)) throw answer.unreadable();
    return { entities: rows as QboJson[], intuitTid: answer.intuitTid, digest: answer.digest };
  };

  return {
    get: async (access, entity, id, signal) => {
      const path = entity.toLowerCase();
      if (id === '' || id === '.' || id === '..') throw new AppError('QB_NOT_FOUND', 'empty id');
      return entityOf(
        await call({
          access,
          method: 'GET',
          path: `${path}/${encodeURIComponent(id)}`,
          route: `GET /${path}/:id`,
          parameters: {},
          signal,
        }),
        entity,
      );
    },
    query,
    findBy: (access, entity, field, values, signal) => query(access, entity, anyOf(entity, field, values), { startPosition: 1, maxResults: longestPage }, signal),
    createMany: async (access, items, requestId, signal) => {
      if (items.length === 0 || items.length > longestBatch) throw new Error(`a batch holds 1 to ${longestBatch} items`);
      requireRequestId(requestId);
      const answer = await call({
        access,
        method: 'POST',
        path: 'batch',
        route: 'POST /batch',
        parameters: { requestid: requestId },
        body: { BatchItemRequest: items.map(({ entity, body }, index) => ({ bId: String(index), operation: 'create', [entity]: body })) },
        isBatch: true,
        signal,
      });
      return answersOfBatch(answer, items, access.accessToken);
    },
    create: (access, entity, body, requestId, signal) => write(access, entity, body, requestId, signal),
    sparseUpdate: (access, entity, body, requestId, signal) =>
      write(access, entity, { ...body, sparse: true }, requestId, signal),
    void: (access, entity, id, syncToken, requestId, signal) =>
      // Payments are voided by an update (documented). Invoices by `operation=void` (recorded); credit memos likewise, which
      // no page of Intuit's documents: an assumption that only a live company can confirm.
      entity === 'Payment'
        ? write(access, entity, { Id: id, SyncToken: syncToken, sparse: true }, requestId, signal, {
            operation: 'update',
            include: 'void',
          })
        : write(access, entity, { Id: id, SyncToken: syncToken }, requestId, signal, { operation: 'void' }),
    delete: (access, entity, id, syncToken, requestId) => write(access, entity, { Id: id, SyncToken: syncToken }, requestId, undefined, { operation: 'delete' }),
    changes: async (access, entities, changedSince, signal) => {
      const answer = await call({ access, method: 'GET', path: 'cdc', route: 'GET /cdc', parameters: { entities: entities.join(','), changedSince }, signal });
      const changes = readChanges(answer.json, entities);
      if (changes === undefined) throw answer.unreadable();
      return changes;
    },
  };
}

function requireRequestId(requestId: string): void {
  if (requestId === '' || requestId.length > longestRequestId) throw new Error('requestid must have 1 to 50 characters');
}

const namedLists: ReadonlySet<QboEntityName> = new Set(['Customer', 'Vendor', 'Employee', 'Item', 'Account']);

/** Lists of names leave inactive ones out unless they are asked for. */
function anyOf(entity: QboEntityName, field: string, values: readonly string[]): string {
  const quoted = values.map((value) => `'${escapeQueryText(value)}'`);
  const condition = quoted.length === 1 ? `${field} = ${quoted[0] ?? ''}` : `${field} IN (${quoted.join(', ')})`;
  return namedLists.has(entity) ? `${condition} AND Active IN (true, false)` : condition;
}

/** An item without an answer of its own may have been carried out or not. */
function answersOfBatch(answer: Answer, items: readonly QboBatchItem[], accessToken: string): readonly (QboAnswer | AppError)[] {
  const responses = answer.json['BatchItemResponse'];
  if (!Array.isArray(responses)) throw answer.unreadable();
  const byId = new Map((responses as QboJson[]).map((response) => [String(response['bId']), response]));
  return items.map(({ entity }, index) => {
    const response = byId.get(String(index));
    const value = response?.[entity];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { entity: value as QboJson, intuitTid: answer.intuitTid, digest: answer.digest };
    const fault = response === undefined ? undefined : faultOfJson(response);
    if (fault === undefined) return answer.unreadable();
    // The faults of items come without a status of their own; 400 is what each would have alone.
    return faultError(400, fault, { isWrite: true, headers: {}, intuitTid: answer.intuitTid, accessToken, nowMs: 0 });
  });
}

function queryText(entity: QboEntityName, where: string, page?: { startPosition: number; maxResults: number }): string {
  const condition = where.trim() === '' ? '' : ` where ${where.trim()}`;
  const part = page === undefined ? '' : ` STARTPOSITION ${page.startPosition} MAXRESULTS ${page.maxResults}`;
  return `select * from ${entity}${condition}${part}`;
}

/** Sends one call within the realm's limits and reads what came back. */
function makeCaller(options: QuickBooksApiOptions): Caller {
  const base = requireSafeBase(options.apiBase);
  const { clock, timers, random, log } = options;
  const limits = makeRealmLimits({
    limits: options.limits === undefined ? defaultQuickBooksLimits : options.limits,
    clock,
    timers,
    random,
  });

  const exchange = (call: Call): Promise<HttpAnswer> =>
    httpExchange({
      url: urlOf(base, call),
      method: call.method,
      headers: {
        Authorization: `Bearer ${call.access.accessToken}`,
        Accept: 'application/json',
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      maxResponseBytes: options.maxResponseBytes ?? defaultMaxResponseBytes,
      timers,
      signal: call.signal,
    });

  return async (call) => {
    // Anything else can't travel in a header, so it can't be a token.
    if (!/^[\x21-\x7e]+$/.test(call.access.accessToken)) throw new AppError('QB_RECONNECT_NEEDED');
    return limits.run(
      call.access.realmId,
      async () => {
        const startedMs = clock.nowMs();
        const isWrite = call.method === 'POST';
        try {
          const http = await exchange(call);
          const answer = readAnswer(http, {
            isWrite,
            headers: http.headers,
            intuitTid: tidOf(http.headers),
            accessToken: call.access.accessToken,
            nowMs: clock.nowMs(),
          });
          if (isWrite)
            log.info('QuickBooks took a write.', {
              route: call.route,
              httpStatus: http.status,
              durationMs: clock.nowMs() - startedMs,
              ...tidField(answer.intuitTid),
            });
          return answer;
        } catch (error) {
          const failure = callFailure(error, isWrite);
          const told =
            failure.code === 'QB_RATE_LIMITED'
              ? waiting(failure, limits.stop(call.access.realmId, failure.retryAfterMs ?? 0))
              : failure;
          if (told.code !== 'CANCELLED') {
            log.warn('A QuickBooks call failed.', {
              code: told.code,
              route: call.route,
              durationMs: clock.nowMs() - startedMs,
              ...tidField(told.vendorRequestId),
            });
          }
          throw told;
        }
      },
      call.signal,
      call.isBatch === true,
    );
  };
}

const tidField = (vendorRequestId: string | undefined): { vendorRequestId?: string } =>
  vendorRequestId === undefined ? {} : { vendorRequestId };

const waiting = (failure: AppError, retryAfterMs: number): AppError =>
  new AppError(failure.code, failure.detail, { retryAfterMs, ...tidField(failure.vendorRequestId) });

function urlOf(base: URL, call: Call): URL {
  const query = Object.entries({ ...call.parameters, minorversion: minorVersion })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return new URL(`/v3/company/${encodeURIComponent(call.access.realmId)}/${call.path}?${query}`, base);
}

/** Intuit spells the header `intuit_tid` today and `Intuit-Tid` in recorded responses. */
function tidOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['intuit_tid'] ?? headers['intuit-tid'];
  const text = Array.isArray(value) ? value[0] : value;
  return text !== undefined && /^[\w.:-]{1,80}$/.test(text) ? text : undefined;
}

function readAnswer(http: HttpAnswer, context: QboFaultContext): Answer {
  const json = parse(http.text);
  const fault = json === undefined ? faultOfXml(http.text) : faultOfJson(json);
  // A 200 can carry a Fault, too.
  if (fault !== undefined) throw faultError(http.status, fault, context);
  if (http.status < 200 || http.status > 299 || json === undefined) throw unreadableError(http.status, context);
  return {
    json,
    intuitTid: context.intuitTid,
    digest: sha256Hex(http.text),
    unreadable: () => unreadableError(http.status, context),
  };
}

function parse(text: string): QboJson | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as QboJson) : undefined;
  } catch {
    return undefined;
  }
}

function callFailure(error: unknown, isWrite: boolean): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof HttpFailure)) throw error;
  const ambiguous = isWrite && error.mayHaveBeenSent;
  if (error.kind === 'cancelled') return new AppError('CANCELLED', undefined, { ambiguous });
  if (error.kind === 'unreachable') return new AppError('OFFLINE', error.systemCode ?? 'no connection to QuickBooks');
  const how = { reset: 'the connection was cut', timeout: 'no answer in time', too_large: 'the answer was too large' }[
    error.kind
  ];
  return new AppError('QB_UNAVAILABLE', how, { ambiguous });
}
