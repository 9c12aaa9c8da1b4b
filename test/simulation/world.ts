// What a run's parts share: the vendors, time, chance, and the program that is alive at the moment.
import type Database from 'better-sqlite3';
import type { OperationInput, OperationName, OperationOutput } from '../../src/contract/operations.ts';
import type { RpcResponse } from '../../src/contract/rpc.ts';
import type { RunningEngine } from '../../src/engine/createEngine.ts';
import type { Secrets } from '../../src/engine/ports/secrets.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import type { QuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';
import type { ManualTime } from '../engine/manualTime.ts';
import type { Disruptions } from './disruptions.ts';
import type { ProcessLife } from './processLife.ts';
import type { Sabotage } from './sabotage.ts';
import type { Chance } from './seededChance.ts';
import type { Turnstile } from './turnstile.ts';

export const realmId = '9130350000000001';
export const intuitApp = { clientId: 'simulated-client-id', clientSecret: 'simulated-client-secret-0123456789', redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback' };

export interface World {
  readonly seed: number;
  readonly chance: Chance;
  readonly time: ManualTime;
  readonly stripe: StripeSimulator;
  readonly quickBooks: QuickBooksSimulator;
  /** The keys that Stripe accepts; changed in place to take permissions away. */
  readonly stripeKeys: { key: string; permissions: Record<string, 'none' | 'read' | 'write'> | 'all' }[];
  readonly folder: string;
  readonly secrets: Secrets;
  readonly turnstile: Turnstile;
  readonly disruptions: Disruptions;
  readonly sabotage: Sabotage;
  /** What must never be found in a file, log or event. */
  readonly secretTexts: Set<string>;
  readonly logLines: string[];
  /** How far the computer's clock is off the true time. */
  skewMs: number;
  program: Program;
  /** Every call and act in order; two runs of one seed have the same. */
  readonly trace: string[];
  /** Broken promises of the program, as sentences. The run ends at the first. */
  readonly violations: string[];
  calls: number;
  /** How many invoices were called synced. */
  syncs: number;
  /** Refunds, fees and payouts that were called synced. */
  documentSyncs: number;
  readonly timeZone: string;
  note(line: string): void;
  violate(sentence: string): void;
  /** Sends a request to the program; pending ones are waited for by `settle`. A dead program never answers. */
  ask<N extends OperationName>(operation: N, input: OperationInput<N>, onAnswer?: (response: RpcResponse) => void, idempotencyKey?: string): void;
  /** Something else that `settle` waits for. */
  alongside(work: Promise<void>): void;
  /** As `ask`, waiting for the answer. Undefined: refused, or dead. */
  call<N extends OperationName>(operation: N, input: OperationInput<N>): Promise<OperationOutput<N> | undefined>;
  /** Lets the program come to rest, starting it again where it died. */
  settle(): Promise<void>;
  stop(): Promise<void>;
  /** Starts the program on the files that are there. */
  boot(): Promise<void>;
  close(): Promise<void>;
}

export interface Program {
  readonly life: ProcessLife;
  readonly engine: RunningEngine;
  /** The store itself, unwatched: for looking. */
  readonly store: Store;
  /** A second connection that can only read. */
  readonly looking: Database.Database;
  readonly databaseFile: string;
  closeFiles(): void;
}

