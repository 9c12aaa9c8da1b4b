// The backups folder as the engine sees it: list, look into one, lay one ready to take the place of the present database.
import path from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import type { BackupContents } from '../../contract/backups.ts';
import type { BackupFiles, InspectedBackup } from '../../engine/ports/backupFiles.ts';
import type { Sha256Hex } from '../../engine/ports/runtime.ts';
import { listBackups } from './backup.ts';
import { inspectBackup, removeDatabase } from './inspectBackup.ts';
import type { Migration } from './migrate.ts';
import { isRestoreStaged, stageRestore } from './stagedRestore.ts';
import { userOnlyTables } from './tableOrigins.ts';

export interface BackupFilesOptions {
  readonly db: Database.Database;
  readonly databaseFile: string;
  readonly folder: string;
  readonly migrations: readonly Migration[];
  readonly sha256Hex: Sha256Hex;
  readonly now: () => string;
}

export function backupFiles({ db, databaseFile, folder, migrations, sha256Hex, now }: BackupFilesOptions): BackupFiles {
  const copyTo = `${databaseFile}.inspect`;
  const open = (file: string): { database: Database.Database; sha256: string } => {
    if (!listBackups(folder).some((known) => known.file === file)) throw new AppError('NOT_FOUND', 'no such backup');
    return inspectBackup({ file: path.join(folder, file), copyTo, migrations, sha256Hex, nowIso: now() });
  };
  return {
    folder,
    list: () => listBackups(folder),
    present: () => booksIn(db),
    inspect: (file) => {
      const { database, sha256 } = open(file);
      try {
        return { sha256, ...booksIn(database), isEarlierState: isContinuedBy(database, db) };
      } finally {
        database.close();
        removeDatabase(copyTo);
      }
    },
    stage: (file, expectedSha256) => {
      const { database, sha256 } = open(file);
      try {
        if (sha256 !== expectedSha256) throw new AppError('STALE_VIEW', 'the file is another than the one that was previewed');
        database
          .prepare(`INSERT INTO activity (at, source, kind, result, summary, detail) VALUES (?, 'person', 'restore', 'ok', 'The books were restored from a backup; what happened since is read again', ?)`)
          .run(now(), file);
        database.close();
        stageRestore(databaseFile, copyTo);
      } finally {
        database.close();
        removeDatabase(copyTo);
      }
    },
    isStaged: () => isRestoreStaged(databaseFile),
  };
}

function booksIn(db: Database.Database): Pick<InspectedBackup, 'contents' | 'userOnly' | 'stripeAccountId'> {
  const one = <T>(sql: string): T | undefined => db.prepare<[], { value: T }>(sql).get()?.value;
  const sync = (key: string): unknown => {
    const text = db.prepare<[string], { value: string }>(`SELECT value FROM sync_state WHERE key = ?`).get(key)?.value;
    return text === undefined ? null : (JSON.parse(text) as unknown);
  };
  const stripeAsOf = sync('stripe.asOf');
  const account = sync('stripe.account');
  const contents: BackupContents = {
    ledgerRows: one<number>(`SELECT COUNT(*) AS value FROM billing_ledger`) ?? 0,
    lastLedgerAt: one<string>(`SELECT recorded_at AS value FROM billing_ledger ORDER BY id DESC LIMIT 1`) ?? null,
    invoices: one<number>(`SELECT COUNT(*) AS value FROM billing_invoices`) ?? 0,
    stripeAsOf: typeof stripeAsOf === 'string' ? stripeAsOf : null,
  };
  const userOnly = userOnlyTables.map(({ what, countSql }) => ({ what, rows: one<number>(countSql) ?? 0 }));
  return { contents, userOnly, stripeAccountId: typeof account === 'string' ? account : null };
}

/** Whether the last row of the older ledger stands in the newer one, with its hash. */
function isContinuedBy(older: Database.Database, newer: Database.Database): boolean {
  const last = older.prepare<[], { id: number; hash: string }>(`SELECT id, hash FROM billing_ledger ORDER BY id DESC LIMIT 1`).get();
  if (last === undefined) return true;
  return newer.prepare<[number], { hash: string }>(`SELECT hash FROM billing_ledger WHERE id = ?`).get(last.id)?.hash === last.hash;
}
