// What a route of the API is, and what its handler may answer.
import type { Parameters } from './formParameters.ts';
import type { Page } from './listing.ts';
import { LIST_PARAMETERS, listPage } from './listing.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { ObjectType, Shapes } from './shapes.ts';
import { resourceMissing } from './stripeError.ts';
import type { World } from './world.ts';

export type RouteContext = {
  world: World;
  parameters: Parameters;
  path: string;
  /** Path parameters in order. */ ids: readonly string[];
};

export type Answer =
  | { kind: 'stored'; type: ObjectType; id: string }
  | { kind: 'object'; value: JsonObject }
  | { kind: 'page'; page: Page<Shapes[ObjectType]>; url: string };

export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  /** `/v1/customers/:id/…` */
  pattern: string;
  /** The resource in the name of the restricted-key permission, `rak_<resource>_read|write`. */
  permission: string;
  parameters: readonly string[];
  handle: (context: RouteContext) => Answer;
};

export function stored<K extends ObjectType>(type: K, value: Shapes[K]): Answer {
  return { kind: 'stored', type, id: value.id };
}

const NOUNS: { readonly [type in ObjectType]?: string } = {
  balance_transaction: 'balance transaction',
  checkout_session: 'checkout.session',
  credit_note: 'credit note',
  early_fraud_warning: 'early fraud warning',
  invoice_payment: 'invoice payment',
  payment_intent: 'payment_intent',
  payment_method: 'PaymentMethod',
  subscription_schedule: 'subscription schedule',
  tax_rate: 'tax rate',
};

function nounOf(type: ObjectType): string {
  return NOUNS[type] ?? type;
}

/** The object that the path names. @throws 404 resource_missing */
export function fromPath<K extends ObjectType>(context: RouteContext, type: K): Shapes[K] {
  return required(context.world, type, context.ids[0] ?? '', 'id');
}

/** The object that a parameter names. @throws 400 resource_missing (404 for `id`) */
export function required<K extends ObjectType>(world: World, type: K, id: string, param: string): Shapes[K] {
  const value = world.store.find(type, id);
  if (value === undefined) throw resourceMissing(nounOf(type), id, param);
  return value;
}

export function retrieveRoute(type: ObjectType, path: string, permission: string): Route {
  return {
    method: 'GET',
    pattern: `${path}/:id`,
    permission,
    parameters: [],
    handle: (context) => stored(type, fromPath(context, type)),
  };
}

/** `filters` builds the predicate of one request; its parameter names must be listed in `names`. */
export function listRoute<K extends ObjectType>(
  type: K,
  path: string,
  permission: string,
  names: readonly string[],
  filters: (parameters: Parameters, world: World) => (value: Shapes[K]) => boolean,
): Route {
  return {
    method: 'GET',
    pattern: path,
    permission,
    parameters: [...LIST_PARAMETERS, ...names],
    handle: ({ world, parameters }) => {
      const page = listPage(world, type, nounOf(type), parameters, filters(parameters, world));
      return { kind: 'page', page: page as unknown as Page<Shapes[ObjectType]>, url: path };
    },
  };
}

/** A predicate from equal-text filters, each read only when it was sent. */
export function equals<T>(
  parameters: Parameters,
  readers: { readonly [name: string]: (value: T) => string | boolean | null | undefined },
): (value: T) => boolean {
  const wanted = Object.entries(readers).flatMap(([name, read]) => {
    const text = parameters.text(name);
    return text === undefined ? [] : [{ text, read }];
  });
  return (value) => wanted.every(({ text, read }) => String(read(value)) === text);
}
