// How a control run breaks the program on purpose, at its ports; a run with any of these must be caught by the invariants.
import type { QuickBooksApi } from '../../src/engine/ports/quickBooksGateway.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import type { StripeGateway } from '../../src/engine/ports/stripeGateway.ts';

export interface Sabotage {
  readonly name: string;
  store?(store: Store): Store;
  stripe?(gateway: StripeGateway): StripeGateway;
  quickBooksApi?(api: QuickBooksApi): QuickBooksApi;
  /** The simulator keeps no request ids at all. */
  readonly forgetsRequestIds?: boolean;
}

export const noSabotage: Sabotage = { name: 'none' };
