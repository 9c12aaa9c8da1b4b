// The ports for what a pure program has no access to: time, randomness, waiting, hashing, logging, telling the screens.
import type { EngineEvent } from '../../contract/rpc.ts';

export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  nowMs(): number;
}

export interface Random {
  /** A v4 UUID. */
  uuid(): string;
  /** Unguessable, URL-safe, at least 32 bytes of entropy: OAuth states, tokens. */
  token(): string;
  /** Uniform in [0, 1): jitter only. */
  unit(): number;
}

export interface Timers {
  /** Calls `run` once after `delayMs`; answers the cancellation. */
  after(delayMs: number, run: () => void): () => void;
}

/** SHA-256 of the UTF-8 text, lower-case hex. */
export type Sha256Hex = (text: string) => string;

/** Only these fields ever reach a log line; anything else is dropped by the writer. */
/** HMAC-SHA256 of the UTF-8 text under the key, lower-case hex. */
export type HmacSha256Hex = (key: string, text: string) => string;

export interface LogFields {
  readonly operation?: string;
  readonly job?: string;
  readonly invoiceId?: number;
  readonly step?: number;
  readonly code?: string;
  readonly correlationId?: string;
  readonly vendorRequestId?: string;
  readonly httpStatus?: number;
  readonly durationMs?: number;
  readonly count?: number;
  readonly route?: string;
  /** A bug's stack: file names and lines, after redaction. */
  readonly stack?: string;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The latest lines, redacted, for the diagnostics. */
  recentLines(count: number): readonly string[];
}

export type PublishEvent = (event: EngineEvent) => void;
