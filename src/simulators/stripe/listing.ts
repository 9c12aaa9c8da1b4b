// Cursor paging over the stored order, newest first, as every Stripe list does it.
import type { Parameters } from './formParameters.ts';
import type { Entry } from './objectStore.ts';
import type { ObjectType, Shapes } from './shapes.ts';
import { invalidRequest, resourceMissing } from './stripeError.ts';
import type { World } from './world.ts';

export const LIST_PARAMETERS = ['limit', 'starting_after', 'ending_before', 'created'];

export type Page<T> = { entries: Entry<T>[]; hasMore: boolean };

function pageLimit(parameters: Parameters): number {
  const limit = parameters.integer('limit') ?? 10;
  if (limit < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', 'limit', 'parameter_invalid_integer');
  if (limit > 100)
    throw invalidRequest('This value must be less than or equal to 100.', 'limit', 'parameter_invalid_integer');
  return limit;
}

type CreatedRange = { from: number; to: number };

/** `created=…` or `created[gt|gte|lt|lte]=…` as an inclusive range of seconds. */
function createdRange(parameters: Parameters): CreatedRange {
  const everything = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  if (!parameters.has('created') || parameters.clears('created')) return everything;
  if (typeof parameters.tree['created'] === 'string') {
    const exactly = parameters.integer('created') ?? 0;
    return { from: exactly, to: exactly };
  }
  const range = parameters.nested('created');
  range?.assertKnown(['gt', 'gte', 'lt', 'lte']);
  const gt = range?.integer('gt');
  const lt = range?.integer('lt');
  return {
    from: Math.max(range?.integer('gte') ?? everything.from, gt === undefined ? everything.from : gt + 1),
    to: Math.min(range?.integer('lte') ?? everything.to, lt === undefined ? everything.to : lt - 1),
  };
}

export function listPage<K extends ObjectType>(
  world: World,
  type: K,
  noun: string,
  parameters: Parameters,
  matches: (value: Shapes[K]) => boolean,
): Page<Shapes[K]> {
  const collection = world.store.collection(type);
  const limit = pageLimit(parameters);
  const range = createdRange(parameters);
  const cursor = (name: 'starting_after' | 'ending_before'): number | null => {
    const id = parameters.text(name);
    if (id === undefined) return null;
    const entry = collection.byId.get(id);
    if (entry === undefined) throw resourceMissing(noun, id, name);
    return collection.positionAfter(entry.created, entry.sequence) - 1;
  };
  const startingAfter = cursor('starting_after');
  const endingBefore = cursor('ending_before');
  if (startingAfter !== null && endingBefore !== null) {
    throw invalidRequest('You cannot specify both `starting_after` and `ending_before`.', 'ending_before');
  }
  const low = collection.positionAfter(range.from - 1, Number.MAX_SAFE_INTEGER);
  const high = collection.positionAfter(range.to, Number.MAX_SAFE_INTEGER) - 1;
  const found: Entry<Shapes[K]>[] = [];
  const take = (position: number): boolean => {
    const entry = collection.order[position];
    if (entry !== undefined && matches(entry.value)) found.push(entry);
    return found.length <= limit;
  };
  if (endingBefore === null) {
    let position = Math.min(high, startingAfter === null ? high : startingAfter - 1);
    while (position >= low && take(position)) position -= 1;
  } else {
    let position = Math.max(low, endingBefore + 1);
    while (position <= high && take(position)) position += 1;
  }
  const hasMore = found.length > limit;
  if (hasMore) found.pop();
  return { entries: endingBefore === null ? found : found.reverse(), hasMore };
}

/** Pages an array that lives inside an object (invoice lines, subscription items): in its own order. */
export function arrayPage<T extends { id?: unknown }>(
  all: readonly T[],
  noun: string,
  parameters: Parameters,
): { data: T[]; hasMore: boolean } {
  const limit = pageLimit(parameters);
  const find = (name: string): number | null => {
    const id = parameters.text(name);
    if (id === undefined) return null;
    const position = all.findIndex((element) => element.id === id);
    if (position < 0) throw resourceMissing(noun, id, name);
    return position;
  };
  const after = find('starting_after');
  const before = find('ending_before');
  if (before !== null) {
    const start = Math.max(0, before - limit);
    return { data: all.slice(start, before), hasMore: start > 0 };
  }
  const start = after === null ? 0 : after + 1;
  return { data: all.slice(start, start + limit), hasMore: start + limit < all.length };
}
