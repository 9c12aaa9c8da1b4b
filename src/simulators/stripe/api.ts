// The API without its transport: one call in, one answer out, all in one step of time. HTTP and in-process callers share it.
import { createHash } from 'node:crypto';
import { expand } from './expansion.ts';
import type { ParameterTree } from './formParameters.ts';
import { Parameters } from './formParameters.ts';
import { entryJson, rendered } from './objectStore.ts';
import { isBeforeBasil, toOlderShape } from './olderShapes.ts';
import type { Answer, Route } from './route.ts';
import { balanceRoutes } from './routes/balanceRoutes.ts';
import { catalogueRoutes } from './routes/catalogueRoutes.ts';
import { couponRoutes } from './routes/couponRoutes.ts';
import { checkoutRoutes } from './routes/checkoutRoutes.ts';
import { creditNoteRoutes } from './routes/creditNoteRoutes.ts';
import { customerRoutes } from './routes/customerRoutes.ts';
import { invoiceRoutes } from './routes/invoiceRoutes.ts';
import { paymentRoutes } from './routes/paymentRoutes.ts';
import { scheduleRoutes } from './routes/scheduleRoutes.ts';
import { subscriptionRoutes } from './routes/subscriptionRoutes.ts';
import type { Json, JsonObject } from './jsonShapes.ts';
import {
  idempotencyMismatch,
  idempotencyWrongEndpoint,
  invalidApiKey,
  permissionMissing,
  StripeError,
  simulatorBug,
  unrecognizedUrl,
} from './stripeError.ts';
import type { World } from './world.ts';
import { API_VERSION } from './world.ts';

type KeyPermissions = 'all' | { readonly [resource: string]: 'none' | 'read' | 'write' };
export type ApiKey = { key: string; permissions: KeyPermissions };

export type ApiCall = {
  method: string;
  path: string;
  tree: ParameterTree;
  /** Null: an in-process caller, who needs no key. */
  authorization: string | null;
  inProcess?: boolean;
  idempotencyKey?: string | undefined;
  version?: string | undefined;
};

export type ApiReply = { status: number; body: string; headers: Record<string, string>; routePattern: string };

type CompiledRoute = { route: Route; expression: RegExp };

const ROUTES: readonly CompiledRoute[] = [
  ...customerRoutes,
  ...catalogueRoutes,
  ...couponRoutes,
  ...subscriptionRoutes,
  ...scheduleRoutes,
  ...invoiceRoutes,
  ...creditNoteRoutes,
  ...checkoutRoutes,
  ...paymentRoutes,
  ...balanceRoutes,
].map((route) => ({ route, expression: new RegExp(`^${route.pattern.replaceAll(/:id/g, '([^/]+)')}$`) }));

export class Api {
  readonly world: World;
  readonly #keys: readonly ApiKey[];

  constructor(world: World, keys: readonly ApiKey[]) {
    this.world = world;
    this.#keys = keys;
  }

  /** Answers a call; never throws for what Stripe would answer with an error. */
  call(call: ApiCall): ApiReply {
    const { world } = this;
    const requestId = `req_${world.requestIds.next(14)}`;
    const version = world.faults.olderResponses ? '2024-06-20' : (call.version ?? API_VERSION);
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': version,
      ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    };
    let routePattern = `${call.method} (unknown)`;
    try {
      const { route, ids } = this.#match(call);
      routePattern = `${route.method} ${route.pattern}`;
      this.#authorize(call, route);
      return { ...this.#run(call, route, ids, requestId, version, headers), routePattern };
    } catch (error) {
      const refusal = error instanceof StripeError ? error : simulatorBug(error);
      const body: JsonObject = {
        error: { ...refusal.body, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` },
      };
      return {
        status: refusal.status,
        body: JSON.stringify(body, null, 2),
        headers: { ...headers, ...refusal.headers },
        routePattern,
      };
    }
  }

  #match(call: ApiCall): { route: Route; ids: string[] } {
    for (const { route, expression } of ROUTES) {
      if (route.method !== call.method) continue;
      const match = expression.exec(call.path);
      if (match !== null) return { route, ids: match.slice(1).map((part) => decodeURIComponent(part)) };
    }
    throw unrecognizedUrl(call.method, call.path);
  }

  #authorize(call: ApiCall, route: Route): void {
    if (call.inProcess === true) return;
    const key = bearerOf(call.authorization);
    const found = this.#keys.find((candidate) => candidate.key === key);
    if (key === null || found === undefined) throw invalidApiKey(key);
    if (found.permissions === 'all') return;
    const needed = route.method === 'GET' || route.pattern.endsWith('/create_preview') ? 'read' : 'write';
    const lacking = (resource: string): boolean => {
      const held = (found.permissions as { readonly [resource: string]: string | undefined })[resource] ?? 'none';
      return held !== 'write' && held !== needed;
    };
    if (lacking(route.permission)) throw permissionMissing(key, this.world.account.id, `rak_${route.permission}_${needed}`);
    // What is expanded is read as well.
    const showsCoupons = new Parameters(call.tree).texts('expand').some((path) => path.endsWith('.coupon'));
    if (showsCoupons && lacking('coupon')) throw permissionMissing(key, this.world.account.id, 'rak_coupon_read');
  }

  #run(
    call: ApiCall,
    route: Route,
    ids: string[],
    requestId: string,
    version: string,
    headers: Record<string, string>,
  ) {
    const { world } = this;
    const parameters = new Parameters(call.tree);
    const key = route.method === 'POST' ? call.idempotencyKey : undefined;
    const digest = key === undefined ? '' : digestOf(call.tree);
    const earlier = key === undefined ? undefined : world.store.find('idempotency', key);
    if (key !== undefined && earlier !== undefined) {
      if (earlier.route !== call.path) throw idempotencyWrongEndpoint(key, call.path, earlier.route);
      if (earlier.digest !== digest) throw idempotencyMismatch(key);
      return { status: earlier.status, body: earlier.body, headers: { ...headers, 'idempotent-replayed': 'true' } };
    }
    parameters.assertKnown(route.parameters);
    world.origin = { id: requestId, idempotency_key: key ?? null };
    try {
      const answer = world.store.attempt(
        () => route.handle({ world, parameters, path: call.path, ids }),
        (error) => !(error instanceof StripeError) || error.isUndone,
      );
      const body = this.#text(answer, parameters.texts('expand'), version);
      this.#remember(key, call.path, digest, 200, body);
      return { status: 200, body, headers };
    } catch (error) {
      // Card errors and server errors happen after the work began: Stripe replays them; refused parameters it does not.
      if (error instanceof StripeError && (error.status === 402 || error.status >= 500)) {
        this.#remember(key, call.path, digest, error.status, JSON.stringify({ error: error.body }, null, 2));
      }
      throw error;
    } finally {
      world.origin = { id: null, idempotency_key: null };
    }
  }

  #remember(key: string | undefined, route: string, digest: string, status: number, body: string): void {
    if (key === undefined) return;
    this.world.store.add('idempotency', { id: key, created: this.world.now(), route, digest, status, body });
  }

  #text(answer: Answer, expansions: readonly string[], version: string): string {
    const { world } = this;
    const older = isBeforeBasil(version);
    const shaped = (value: JsonObject): JsonObject => {
      const expanded = expansions.length === 0 ? value : expand(world, value, expansions);
      return older ? (toOlderShape(world, expanded) as JsonObject) : expanded;
    };
    if (answer.kind === 'object') return JSON.stringify(shaped(answer.value));
    const plain = expansions.length === 0 && !older;
    if (answer.kind === 'stored') {
      return plain
        ? world.store.json(answer.type, answer.id)
        : JSON.stringify(shaped(rendered(world.store.get(answer.type, answer.id))));
    }
    const { entries, hasMore } = answer.page;
    const listed = world.faults.reorderEvents && answer.url === '/v1/events' ? withSecondsReversed(entries) : entries;
    if (plain)
      return `{"object":"list","data":[${listed.map(entryJson).join(',')}],"has_more":${hasMore},"url":${JSON.stringify(answer.url)}}`;
    const data: Json[] = listed.map((entry) => rendered(entry.value));
    return JSON.stringify(shaped({ object: 'list', data, has_more: hasMore, url: answer.url }));
  }
}

function withSecondsReversed<T extends { created: number }>(entries: readonly T[]): T[] {
  const groups = Map.groupBy(entries, (entry) => entry.created);
  return [...groups.values()].flatMap((group) => group.toReversed());
}

function bearerOf(authorization: string | null): string | null {
  if (authorization === null) return null;
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic (.+)$/i.exec(authorization)?.[1];
  return basic === undefined ? null : (Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? null);
}

function digestOf(tree: ParameterTree): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(tree)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
