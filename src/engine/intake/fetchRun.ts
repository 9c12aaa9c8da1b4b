// What one run has asked Stripe for: each object is fetched once, however many events and other objects point at it.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson, StripeListParams, StripeListType, StripePage } from '../ports/stripeGateway.ts';
import { permissionLost, unreadTypes } from './permissions.ts';

/**
 * Lives no longer than one batch of events: all of them were noted before it began, so whatever it fetches is at least as
 * new as what they told of.
 */
export interface FetchRun {
  readonly signal: AbortSignal;
  /** Throws AppError; a missing permission has been noted by then. Without what is expanded where only what was to be expanded may not be read. */
  retrieve(type: StripeListType, id: string, ...expansions: readonly Expansion[]): Promise<StripeJson>;
  /** All pages; `expandNeeds` as in an expansion. */
  listAll(type: StripeListType, params: Omit<StripeListParams, 'startingAfter'>, expandNeeds?: StripeListType): Promise<readonly StripeJson[]>;
  /** An object that came whole inside another answer, in the form in which it would have been fetched. */
  remember(raw: StripeJson): void;
}

export interface Expansion {
  readonly paths: readonly string[];
  /** What the expansion shows needs a permission of its own. */
  readonly needs: StripeListType;
}

export function makeFetchRun(context: EngineContext, signal: AbortSignal): FetchRun {
  const known = new Map<string, StripeJson>();
  const noting = async <T>(type: StripeListType, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (isPermissionMissing(error)) permissionLost(context, type, error);
      throw error;
    }
  };
  const remember = (raw: StripeJson): void => {
    if (typeof raw['id'] === 'string') known.set(raw['id'], raw);
  };
  return {
    signal,
    remember,
    retrieve: async (type, id, ...expansions) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const raw = await noting(type, () =>
        expansions.length === 0 ? context.stripe().retrieve(type, id, undefined, signal) : withOrWithout(context, expansions, (paths) => context.stripe().retrieve(type, id, paths, signal)),
      );
      known.set(id, raw);
      return raw;
    },
    listAll: (type, { expand, ...params }, expandNeeds) =>
      noting(type, async () => {
        const all: StripeJson[] = [];
        let after: string | undefined;
        do {
          const from = { ...params, ...(after === undefined ? {} : { startingAfter: after }) };
          const ask = (paths?: readonly string[]): Promise<StripePage> => context.stripe().list(type, { ...from, ...(paths === undefined ? {} : { expand: paths }) }, signal);
          const page: StripePage = expand === undefined || expandNeeds === undefined ? await ask(expand) : await withOrWithout(context, [{ paths: expand, needs: expandNeeds }], ask);
          all.push(...page.data);
          const last = page.data.at(-1)?.['id'];
          after = page.hasMore && typeof last === 'string' ? last : undefined;
        } while (after !== undefined);
        return all;
      }),
  };
}

/**
 * Asks with the expansions, and without those whose content the key may not read (which is noted) or that the object does not
 * have, as a deleted customer has none. Of several, those known to be unreadable are not asked for.
 */
export async function withOrWithout<T>(context: EngineContext, expansions: readonly Expansion[], ask: (expand?: readonly string[]) => Promise<T>): Promise<T> {
  const asked = expansions.length === 1 ? expansions : expansions.filter(({ needs }) => !unreadTypes(context).includes(needs));
  const askFor = (some: readonly Expansion[]): Promise<T> => (some.length === 0 ? ask() : ask(some.flatMap(({ paths }) => paths)));
  try {
    return await askFor(asked);
  } catch (error) {
    if (asked.length === 0 || !isRefusal(error)) throw error;
    const bare = await ask();
    // The object itself may be read, so what is missing is what was to be shown inside it.
    if (asked.length === 1) {
      noteLost(context, asked, error);
      return bare;
    }
    const readable: Expansion[] = [];
    for (const one of asked) {
      try {
        await askFor([one]);
        readable.push(one);
      } catch (refusal) {
        if (!isRefusal(refusal)) throw refusal;
        noteLost(context, [one], refusal);
      }
    }
    return readable.length === 0 ? bare : askFor(readable);
  }
}

const isRefusal = (error: unknown): error is AppError => error instanceof AppError && (error.code === 'STRIPE_PERMISSION_MISSING' || error.code === 'STRIPE_REJECTED');

function noteLost(context: EngineContext, expansions: readonly Expansion[], error: AppError): void {
  if (error.code === 'STRIPE_PERMISSION_MISSING') for (const { needs } of expansions) permissionLost(context, needs, error);
}

export const isPermissionMissing = (error: unknown): error is AppError => error instanceof AppError && error.code === 'STRIPE_PERMISSION_MISSING';

/** What an object can do without: nothing where the key may not read it (which was noted) or Stripe has it no more. */
export async function unlessUnreadable<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isPermissionMissing(error) || (error instanceof AppError && error.code === 'NOT_FOUND')) return otherwise;
    throw error;
  }
}
