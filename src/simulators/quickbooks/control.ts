// /_simulator/…: looking into the simulator and driving it over HTTP, for browser tests and curl.
import { ENTITY_NAMES, specNamed } from './entitySpecs.ts';
import type { FaultPlan } from './faultKnobs.ts';
import { header, jsonAnswer } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { isObject } from './json.ts';
import type { World } from './world.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

function state(world: World, parameters: URLSearchParams): unknown {
  const realmId = parameters.get('realmId');
  if (realmId === null) {
    return {
      nowMs: world.clock.nowMs(),
      companies: [...world.companies.values()].map((company) => company.settings),
      faults: world.faults.list().map((fault) => ({ ...fault, route: fault.route.source })),
      faultCounts: world.faults.counts,
      stats: world.stats,
    };
  }
  const { store, settings } = world.company(realmId);
  const entity = parameters.get('entity');
  if (entity === null) {
    const counts = Object.fromEntries(ENTITY_NAMES.map((name) => [name, store.count(name)]));
    return { settings, counts, deletions: store.deletions };
  }
  const spec = specNamed(entity);
  if (spec === undefined) throw new Error(`no entity ${entity}`);
  const items = store.list(spec.name).map((record) => record.body);
  return { realmId, entity, count: items.length, items };
}

/** `{kind, route?, times?, skip?, delayMs?, afterCommit?}`, `{clear: true}`, or a list of plans. */
function faults(world: World, body: unknown): unknown {
  if (isObject(body) && body['clear'] === true) {
    world.faults.clear();
    return { ids: [] };
  }
  const plans = (Array.isArray(body) ? body : [body]) as FaultPlan[];
  return { ids: plans.map((plan) => world.faults.add(plan)) };
}

/** `{advanceMs}`, `{nowMs}` or `{freeze: true}`. */
function clock(world: World, body: unknown): unknown {
  if (isObject(body)) {
    if (body['freeze'] === true) world.clock.freeze();
    if (typeof body['nowMs'] === 'number') world.clock.set(body['nowMs']);
    if (typeof body['advanceMs'] === 'number') world.clock.advance(body['advanceMs']);
  }
  return { nowMs: world.clock.nowMs() };
}

/** `{act: "voidDocument", …}`: the acts of behindOurBack by name. */
function act(world: World, body: unknown): unknown {
  const name = isObject(body) ? body['act'] : undefined;
  const acts: Record<string, unknown> = world.behindOurBack;
  const found = typeof name === 'string' && Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (typeof found !== 'function') throw new Error(`no act ${String(name)}; known: ${Object.keys(acts).join(', ')}`);
  return { result: (found as (of: unknown) => unknown)(body) ?? null };
}

/** Only for requests that name a loopback host: a page elsewhere must not drive the simulator by DNS rebinding. */
export function control(world: World, request: HttpRequest): HttpAnswer {
  if (!LOOPBACK_HOST.test(header(request, 'host'))) return jsonAnswer(403, { error: 'loopback only' });
  const path = request.url.pathname.slice('/_simulator/'.length);
  const posts: Record<string, (world: World, body: unknown) => unknown> = { faults, clock, act };
  try {
    if (request.method === 'GET' && path === 'state') return jsonAnswer(200, state(world, request.url.searchParams));
    const handle = request.method === 'POST' && Object.hasOwn(posts, path) ? posts[path] : undefined;
    if (handle === undefined) return jsonAnswer(404, { error: `no ${request.method} ${path}` });
    return jsonAnswer(200, handle(world, JSON.parse(request.body)));
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}
