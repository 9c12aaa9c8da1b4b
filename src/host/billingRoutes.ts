// The /billing/… paths, as the contract declares them: finds the operation for a method and a path.
import { operations } from '../contract/operations.ts';
import type { OperationName } from '../contract/operations.ts';
import type { HttpBinding, Operation, OperationKind } from '../contract/operation.ts';

export interface BillingRoute {
  readonly operation: OperationName;
  readonly kind: OperationKind;
  readonly method: HttpBinding['method'];
  readonly segments: readonly string[];
}

export type RouteMatch =
  | { readonly kind: 'found'; readonly route: BillingRoute; readonly pathInput: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong_method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

export const billingRoutes: readonly BillingRoute[] = Object.entries(operations as Record<OperationName, Operation>).flatMap(([name, operation]) =>
  operation.http === undefined
    ? []
    : [{ operation: name as OperationName, kind: operation.kind, method: operation.http.method, segments: operation.http.path.split('/') }],
);

/** Values of the `:name` segments, or undefined when the path is another. */
const matchSegments = (route: BillingRoute, segments: readonly string[]): Record<string, string> | undefined => {
  if (route.segments.length !== segments.length) return undefined;
  const input: Record<string, string> = {};
  for (const [index, expected] of route.segments.entries()) {
    const given = segments[index] ?? '';
    if (!expected.startsWith(':')) {
      if (expected !== given) return undefined;
      continue;
    }
    if (given === '') return undefined;
    try {
      input[expected.slice(1)] = decodeURIComponent(given);
    } catch {
      return undefined;
    }
  }
  return input;
};

export const matchBillingRoute = (method: string, pathname: string): RouteMatch => {
  const segments = pathname.split('/');
  const matches = billingRoutes.flatMap((route) => {
    const pathInput = matchSegments(route, segments);
    return pathInput === undefined ? [] : [{ route, pathInput }];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return { kind: 'found', ...match };
  return matches.length === 0 ? { kind: 'none' } : { kind: 'wrong_method', allow: matches.map(({ route }) => route.method) };
};
