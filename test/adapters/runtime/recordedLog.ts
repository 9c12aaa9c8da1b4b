// A log that keeps its lines, for tests.
import type { Log, LogFields } from '../../../src/engine/ports/runtime.ts';

export interface RecordedLine extends LogFields {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

export function recordedLog(): Log & { readonly lines: RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const at =
    (level: RecordedLine['level']) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, ...fields });
  return { lines, info: at('info'), warn: at('warn'), error: at('error'), recentLines: () => [] };
}
