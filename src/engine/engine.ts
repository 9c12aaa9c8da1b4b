// What the engine is to its shells: the ports it needs, the questions it answers, the signals it takes.
import type { Environment } from '../contract/values.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import type { ReadCsv } from './ports/csvReader.ts';
import type { Clock, HmacSha256Hex, Log, PublishEvent, Random, Sha256Hex, Timers } from './ports/runtime.ts';
import type { QuickBooksApi, QuickBooksOAuth } from './ports/quickBooksGateway.ts';
import type { ClientRecord } from './ports/records.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Store } from './ports/store.ts';
import type { MakeStripeGateway } from './ports/stripeGateway.ts';
import type { PrintTable } from './ports/tablePrinter.ts';

export interface EngineConfig {
  readonly environment: Environment;
  readonly shell: 'desktop' | 'browser';
  readonly homeFolder: string;
  readonly databaseFile: string;
  readonly stripeApiBase: string;
  readonly quickBooksApiBase: string;
  readonly quickBooksEnvironment: 'simulator' | 'sandbox' | 'production';
  /** Registered with Intuit; null: connecting is not possible in this shell. */
  readonly redirectUri: string | null;
  /** Where a person looks at the vendors' own pages. `{id}` is replaced. */
  readonly links: {
    readonly stripeDashboard: string;
    readonly stripeInvoice: string;
    readonly quickBooksHome: string;
    readonly quickBooksInvoice: string;
    /** Demo: the simulator's own pages in the place of Stripe's hosted ones (`checkout.`, `invoice.stripe.com`). */
    readonly stripeHostedPages?: string;
  };
  /** Client id of the Intuit app when it comes from the outside (demo); else it is a setting. */
  readonly quickBooksClientId: string | null;
  /** Demo: the company that the simulator has already granted; bound at the first start as after a sign-in. */
  readonly demoRealmId: string | null;
  /** Demo: entries of the national register that a real installation imports; empty elsewhere. */
  readonly demoRegister: readonly ClientRecord[];
  readonly pollIntervalMs: number;
  readonly pollIntervalFocusedMs: number;
}

export interface EnginePorts {
  readonly config: EngineConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly sha256Hex: Sha256Hex;
  readonly hmacSha256Hex: HmacSha256Hex;
  readonly log: Log;
  readonly publish: PublishEvent;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly makeStripe: MakeStripeGateway;
  readonly quickBooksOAuth: QuickBooksOAuth;
  readonly quickBooksApi: QuickBooksApi;
  readonly printTable: PrintTable;
  /** Has the shell stop this engine and start another on the same files, after the answer under way. Absent: it can not. */
  readonly restartEngine?: () => void;
  /** Has the shell close these books, after the answer under way, and open another company's. Absent: it can not. */
  readonly openCompany?: (company: Environment) => void;
  readonly readCsv: ReadCsv;
}

export type EngineSignal = 'resumed' | 'focused' | 'blurred';

export interface Engine {
  /** Takes waiting jobs up again and begins polling. */
  start(): Promise<void>;
  /** The one door: validated in and out; never throws. */
  handle(request: RpcRequest): Promise<RpcResponse>;
  signal(signal: EngineSignal): void;
  /** Stops taking jobs, aborts what waits on the network, closes the store. */
  stop(): Promise<void>;
}
