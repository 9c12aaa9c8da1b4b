// Applies objects in one transaction; one that the program can't digest is counted and left out, and holds up none of the others.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import { applyObject } from './applyObject.ts';
import type { ListedObjects } from './listings.ts';
import { noteOddity } from './observe.ts';

/** `and` runs in the same transaction, after the objects (in the last one where they had to be taken one by one). */
export function applyListed(context: EngineContext, objects: ListedObjects, and: () => void): void {
  const { store } = context;
  try {
    store.transaction(() => {
      for (const { raw, extras } of objects) applyObject(context, raw, null, extras);
      and();
    });
  } catch (error) {
    if (!isIndigestible(context, error)) throw error;
    // Nothing of the transaction was kept: once more, each by itself.
    for (const object of objects) applyAlone(context, object);
    store.transaction(and);
  }
}

function applyAlone(context: EngineContext, { raw, extras }: ListedObjects[number]): void {
  try {
    context.store.transaction(() => applyObject(context, raw, null, extras));
  } catch (error) {
    if (!isIndigestible(context, error)) throw error;
    noteIndigestible(context, raw, error);
  }
}

/** Neither an expected failure nor the database's own trouble: a value beyond what the rules can compute with, or our mistake. */
export const isIndigestible = (context: EngineContext, error: unknown): boolean => !(error instanceof AppError) && context.store.failure(error) === undefined;

function noteIndigestible(context: EngineContext, raw: ListedObjects[number]['raw'], error: unknown): void {
  const type = typeof raw['object'] === 'string' ? raw['object'].slice(0, 60) : 'unknown';
  context.log.error('an object could not be applied', { code: 'INTERNAL', stack: error instanceof Error ? (error.stack ?? error.message) : 'not an error' });
  noteOddity(context, type, 'could not be applied; nothing of it was written', null, typeof raw['id'] === 'string' ? raw['id'] : null, raw);
}
