// How a Stripe simulator is asked for.
import type { ApiKey } from './api.ts';
import type { WebhookEndpoint } from './webhooks.ts';
import type { AccountSettings, BillingSettings } from './world.ts';

export type StripeSimulatorOptions = {
  port?: number;
  host?: string;
  seed: number;
  /** The time of the world outside; without it the simulator has its own clock, which stands still unless moved. */
  clock?: { nowMs(): number };
  /** Where the simulator's own clock starts; 2026-01-01T00:00:00Z unless told. */
  startMs?: number;
  /** Keeps the state in this SQLite file across restarts. */
  databaseFile?: string;
  apiKeys?: readonly ApiKey[];
  account?: Partial<AccountSettings>;
  billing?: Partial<BillingSettings>;
  webhook?: WebhookEndpoint;
  /** Version in which event payloads are rendered (the account's default version). */
  eventApiVersion?: string;
  /** Off unless told: more requests in one second are answered 429. */
  rateLimitPerSecond?: number;
  /** Seeds this many paid invoices at the first start. */
  bulkPaidInvoices?: number;
};
