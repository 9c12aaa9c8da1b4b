// Page cursors: the sort values and id of the last row shown, opaque to whoever carries them.
import { Buffer } from 'node:buffer';
import { AppError } from '../../../contract/errors.ts';
import type { SqlValue } from './statements.ts';

export type CursorKind = 'text' | 'text?' | 'integer' | 'integer?';

const refused = (): AppError => new AppError('BAD_INPUT', 'cursor');

/** `list` names the list and its order, so that a cursor of another one is refused. */
export function encodeCursor(list: string, values: readonly SqlValue[]): string {
  return Buffer.from(JSON.stringify([list, ...values]), 'utf8').toString('base64url');
}

/**
 * Which of the lists the cursor is of, and its values, checked against what that list's order needs.
 * Throws AppError BAD_INPUT for anything else.
 */
export function decodeCursor(lists: Readonly<Record<string, readonly CursorKind[]>>, cursor: string): { list: string; values: SqlValue[] } {
  const [list, ...values] = parseCursor(cursor);
  const kinds = typeof list === 'string' && Object.hasOwn(lists, list) ? lists[list] : undefined;
  if (typeof list !== 'string' || kinds === undefined || values.length !== kinds.length) throw refused();
  return { list, values: kinds.map((kind, index) => checked(kind, values[index])) };
}

function parseCursor(cursor: string): unknown[] {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) throw refused();
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // Not JSON: refused like any other cursor that isn't ours.
  }
  throw refused();
}

function checked(kind: CursorKind, value: unknown): SqlValue {
  if (value === null && kind.endsWith('?')) return null;
  if (kind.startsWith('text') && typeof value === 'string') return value;
  if (kind.startsWith('integer') && typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw refused();
}
