// Lets pushes that run side by side share their calls: what all of them wait for goes out as one batch or one query, while
// each keeps its own steps, evidence and failure because it runs the very same code as alone.
import { AppError } from '../../contract/errors.ts';
import type { QboAccess, QboAnswer, QboBatchItem, QboEntityName, QboJson, QboQueryAnswer, QuickBooksApi } from '../ports/quickBooksGateway.ts';

/** Intuit, batch operation: at most 30 items. */
export const mostInCohort = 30;

/** Intuit gives a call up after 120 s; by then a batch without an answer has been carried out or never will be. */
export const batchDoubtMs = 130_000;

export interface Cohort {
  readonly api: QuickBooksApi;
  /** A member has ended: nobody waits for it any more. */
  leave(): void;
}

interface Waiting {
  readonly access: QboAccess;
  readonly signal: AbortSignal | undefined;
  reject(error: unknown): void;
}
interface WaitingCreate extends Waiting, QboBatchItem {
  readonly requestId: string;
  resolve(answer: QboAnswer): void;
}
interface WaitingFind extends Waiting {
  readonly entity: QboEntityName;
  readonly field: string;
  readonly values: readonly string[];
  resolve(answer: QboQueryAnswer): void;
}
interface WaitingGet extends Waiting {
  readonly entity: QboEntityName;
  readonly id: string;
  resolve(answer: QboAnswer): void;
}

/**
 * `members`: how many pushes will use it. It sends when every one of them waits for an answer or has left. `newId` makes the
 * request ids of batches: QuickBooks answers a known one with its first answer, refusals of single documents included, so
 * that a batch can't have the same id twice as a document alone can. What protects here is the look after every doubt.
 */
export function makeCohort(api: QuickBooksApi, members: number, newId: () => string): Cohort {
  let active = members;
  let waiting = 0;
  let creates: WaitingCreate[] = [];
  let finds: WaitingFind[] = [];
  let gets: WaitingGet[] = [];
  let others: (() => void)[] = [];
  /** Creates whose batch had no answer: the same intent is not sent again here, where it would travel under another id. */
  const doubtful = new Set<string>();

  const sendIfAllWait = (): void => {
    if (active <= 0 || waiting < active) return;
    const taken = { creates, finds, gets, others };
    waiting = 0;
    creates = [];
    finds = [];
    gets = [];
    others = [];
    for (const send of taken.others) send();
    for (const group of grouped(taken.finds, ({ entity, field }) => `${entity} ${field}`)) void sendFinds(api, group);
    for (const group of grouped(taken.gets, ({ entity }) => entity)) void sendGets(api, group);
    for (let from = 0; from < taken.creates.length; from += mostInCohort) void sendCreates(api, taken.creates.slice(from, from + mostInCohort), doubtful, newId());
  };
  const join = <T>(register: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting += 1;
      register(resolve, reject);
      sendIfAllWait();
    });
  /** What can't be shared goes out by itself, at the same moment as the rest. */
  const alone = <T>(call: () => Promise<T>): Promise<T> => join((resolve, reject) => others.push(() => void call().then(resolve, reject)));

  return {
    leave: () => {
      active -= 1;
      sendIfAllWait();
    },
    api: {
      create: (access, entity, body, requestId, signal) => {
        if (doubtful.has(requestId)) return Promise.reject(doubt());
        return join((resolve, reject) => creates.push({ access, entity, body, requestId, signal, resolve, reject }));
      },
      findBy: (access, entity, field, values, signal) => join((resolve, reject) => finds.push({ access, entity, field, values, signal, resolve, reject })),
      get: (access, entity, id, signal) => join((resolve, reject) => gets.push({ access, entity, id, signal, resolve, reject })),
      createMany: (...call) => alone(() => api.createMany(...call)),
      changes: (...call) => alone(() => api.changes(...call)),
      query: (...call) => alone(() => api.query(...call)),
      sparseUpdate: (...call) => alone(() => api.sparseUpdate(...call)),
      void: (...call) => alone(() => api.void(...call)),
      delete: (...call) => alone(() => api.delete(...call)),
    },
  };
}

const doubt = (): AppError => new AppError('QB_UNAVAILABLE', 'the batch it was in had no answer; it is looked for before it is tried again', { ambiguous: true, retryAfterMs: batchDoubtMs });

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  return [...Map.groupBy(items, keyOf).values()] as unknown as readonly (readonly [T, ...T[]])[];
}

async function sendCreates(api: QuickBooksApi, group: readonly WaitingCreate[], doubtful: Set<string>, batchId: string): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  if (group.length === 1) {
    await api.create(first.access, first.entity, first.body, first.requestId, first.signal).then(first.resolve, first.reject);
    return;
  }
  try {
    const answers = await api.createMany(first.access, group, batchId, first.signal);
    for (const [index, item] of group.entries()) {
      const answer = answers[index] ?? doubt();
      if (!(answer instanceof AppError)) item.resolve(answer);
      else {
        if (answer.ambiguous) doubtful.add(item.requestId);
        item.reject(answer.ambiguous ? doubt() : answer);
      }
    }
  } catch (error) {
    const isInDoubt = error instanceof AppError && error.ambiguous;
    for (const item of group) {
      if (isInDoubt) doubtful.add(item.requestId);
      item.reject(isInDoubt && error.code === 'QB_UNAVAILABLE' ? doubt() : error);
    }
  }
}

/** One query for all values; each gets the rows that carry one of its own. */
async function sendFinds(api: QuickBooksApi, group: readonly [WaitingFind, ...WaitingFind[]]): Promise<void> {
  const [first] = group;
  const values = [...new Set(group.flatMap((item) => item.values))];
  try {
    const answer = await api.findBy(first.access, first.entity, first.field, values, first.signal);
    for (const item of group) {
      const own = new Set(item.values.map(folded));
      item.resolve({ ...answer, entities: answer.entities.filter((entity) => own.has(folded(textOf(entity, item.field)))) });
    }
  } catch (error) {
    for (const item of group) item.reject(error);
  }
}

/** Names and numbers are compared as QuickBooks does: whatever the case. */
const folded = (text: string): string => text.toLowerCase();
const textOf = (entity: QboJson, field: string): string => {
  const value = entity[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

async function sendGets(api: QuickBooksApi, group: readonly [WaitingGet, ...WaitingGet[]]): Promise<void> {
  const [first] = group;
  if (group.length === 1) {
    await api.get(first.access, first.entity, first.id, first.signal).then(first.resolve, first.reject);
    return;
  }
  try {
    const { entities, intuitTid, digest } = await api.findBy(first.access, first.entity, 'Id', [...new Set(group.map(({ id }) => id))], first.signal);
    const byId = new Map(entities.map((entity) => [textOf(entity, 'Id'), entity]));
    for (const item of group) {
      const entity = byId.get(item.id);
      if (entity === undefined) item.reject(new AppError('QB_NOT_FOUND', `${item.entity} ${item.id}`));
      else item.resolve({ entity, intuitTid, digest });
    }
  } catch (error) {
    for (const item of group) item.reject(error);
  }
}
