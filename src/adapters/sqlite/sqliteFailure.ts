// Turns SQLite's own error codes into the program's; anything else is left to be a bug.
import { AppError, type ErrorCode } from '../../contract/errors.ts';

const codes: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_CORRUPT', 'DB_CORRUPT'],
  ['SQLITE_NOTADB', 'DB_CORRUPT'],
  ['SQLITE_IOERR', 'DB_UNREACHABLE'],
  ['SQLITE_CANTOPEN', 'DB_UNREACHABLE'],
  ['SQLITE_READONLY', 'DB_UNREACHABLE'],
  ['SQLITE_BUSY', 'DB_BUSY'],
  ['SQLITE_LOCKED', 'DB_BUSY'],
];

/** The AppError for an error thrown by SQLite (recognised by its code, never by its text); undefined: not one of these. */
export function sqliteFailure(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return new AppError('DISK_FULL');
  if (typeof code !== 'string') return undefined;
  const known = codes.find(([prefix]) => code.startsWith(prefix));
  return known === undefined ? undefined : new AppError(known[1], code);
}
