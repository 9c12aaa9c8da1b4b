// The one writer of logs: JSON lines with declared fields only, redacted, to a rotating file and, if wanted, to stderr.
import { pino } from 'pino';
import type { Clock, Log, LogFields } from '../../engine/ports/runtime.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { redact } from './redact.ts';
import { lastLinesOfLog, openRotatingFile } from './rotatingFile.ts';

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

export interface JsonLog extends Log {
  /** The last lines written, oldest first, already redacted: for "Copy diagnostics". */
  recentLines(count: number): string[];
  close(): void;
}

export interface JsonLogOptions {
  /** Where tieout.log lies; null: no file. */
  readonly folder: string | null;
  readonly level: LogLevel;
  readonly stderr?: boolean;
  readonly clock?: Clock;
  /** Secrets that the program holds at this moment: taken out literally, besides what the patterns find. */
  readonly knownSecrets?: () => readonly string[];
  readonly maxFileBytes?: number;
  readonly keepFiles?: number;
}

const defaultMaxFileBytes = 2 * 1024 * 1024;
const defaultKeepFiles = 5;
const remembered = 1_000;
const longestText = 4_000;

/** The allow-list. `satisfies` makes it fail to compile when the port gains a field that is missing here. */
const declaredFields = {
  operation: 'string',
  job: 'string',
  invoiceId: 'number',
  step: 'number',
  code: 'string',
  correlationId: 'string',
  vendorRequestId: 'string',
  httpStatus: 'number',
  durationMs: 'number',
  count: 'number',
  route: 'string',
  stack: 'string',
} as const satisfies Record<keyof LogFields, 'string' | 'number'>;

type CleanText = (text: string) => string;

/** Only declared fields of the declared type pass: an object under a declared name is dropped like an undeclared name. */
function declaredOnly(fields: LogFields, clean: CleanText): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, type] of Object.entries(declaredFields)) {
    const value: unknown = Reflect.get(fields, name);
    if (type === 'string' && typeof value === 'string') kept[name] = clean(value);
    if (type === 'number' && typeof value === 'number') kept[name] = value;
  }
  return kept;
}

export function makeLog(options: JsonLogOptions): JsonLog {
  const clock = options.clock ?? systemClock;
  const clean: CleanText = (text) =>
    redact(text.slice(0, longestText * 2), options.knownSecrets?.() ?? []).slice(0, longestText);
  const file =
    options.folder === null
      ? undefined
      : openRotatingFile(options.folder, {
          maxBytes: options.maxFileBytes ?? defaultMaxFileBytes,
          keep: options.keepFiles ?? defaultKeepFiles,
        });
  const recent: string[] =
    options.folder === null ? [] : lastLinesOfLog(options.folder, remembered).map((line) => clean(line));

  const writer = pino(
    {
      level: options.level,
      // No process id and no host name: nobody needs them, and a host name is often a person's.
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(clock.nowMs()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    {
      write: (line: string) => {
        file?.write(line);
        if (options.stderr === true) process.stderr.write(line);
        recent.push(line.trimEnd());
        if (recent.length > remembered * 2) recent.splice(0, recent.length - remembered);
      },
    },
  );

  return {
    info: (message, fields = {}) => writer.info(declaredOnly(fields, clean), '%s', clean(message)),
    warn: (message, fields = {}) => writer.warn(declaredOnly(fields, clean), '%s', clean(message)),
    error: (message, fields = {}) => writer.error(declaredOnly(fields, clean), '%s', clean(message)),
    recentLines: (count) => (count > 0 ? recent.slice(-Math.min(count, remembered)) : []),
    close: () => file?.close(),
  };
}
