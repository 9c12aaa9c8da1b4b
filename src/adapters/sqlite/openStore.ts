// The store: one open database with its tables, as the engine's port asks for it.
import path from 'node:path';
import { instantFromMs } from '../../domain/calendar.ts';
import type { Clock, Sha256Hex } from '../../engine/ports/runtime.ts';
import type { Store } from '../../engine/ports/store.ts';
import { backupDatabase, lastBackupAt, type BackupPlace } from './backup.ts';
import { backupBeside } from './backupBeside.ts';
import { backupFiles } from './backupFiles.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openDatabase } from './openDatabase.ts';
import { makeRevenueReads } from './reads/revenueReads.ts';
import { makeReads } from './reads/makeReads.ts';
import { sqliteFailure } from './sqliteFailure.ts';
import { takeStagedRestore } from './stagedRestore.ts';
import { clientTables } from './tables/clientTables.ts';
import { clearingTables } from './tables/clearingTables.ts';
import { connectionTables } from './tables/connectionTables.ts';
import { documentTables } from './tables/documentTables.ts';
import { driftTables } from './tables/driftTables.ts';
import { disputeTables } from './tables/disputeTables.ts';
import { customerCheckTable } from './tables/customerCheckTable.ts';
import { dunningTable } from './tables/dunningTable.ts';
import { factQueueTable } from './tables/factQueueTable.ts';
import { gstAccrualTable } from './tables/gstAccrualTable.ts';
import { invoiceTables } from './tables/invoiceTables.ts';
import { jobTable } from './tables/jobTable.ts';
import { ledgerTable } from './tables/ledgerTable.ts';
import { orgTables } from './tables/orgTables.ts';
import { planTables } from './tables/planTables.ts';
import { pushTables } from './tables/pushTables.ts';
import { savedViewTable } from './tables/savedViewTable.ts';
import { revenueTables } from './tables/revenueTables.ts';
import { refundTables } from './tables/refundTables.ts';
import { registerTables } from './tables/registerTables.ts';
import { rebuildTables } from './tables/rebuildTables.ts';
import { stripeEventTable } from './tables/stripeEventTable.ts';
import { stripeMirrorTables } from './tables/stripeMirrorTables.ts';
import { testTables } from './tables/testTables.ts';
import { outboxTable, stripeChangeTables } from './tables/stripeWriteTables.ts';
import { subscriptionTables } from './tables/subscriptionTables.ts';
import { activityTables, commandTable, stateTables } from './tables/systemTables.ts';
import { stripeRecordTables } from './tables/stripeRecordTables.ts';

export interface StoreOptions {
  /** Path of the SQLite file, or ':memory:'. */
  readonly file: string;
  readonly backupsFolder: string;
  readonly migrationsFolder: string;
  readonly clock: Clock;
  readonly sha256Hex: Sha256Hex;
  /** The thread that copies the database; absent: copies are made here, and nothing else runs meanwhile. */
  readonly backupThreadFile?: string;
}

/** Opens, checks and migrates. Throws AppError DB_CORRUPT, DB_NEWER, DB_FOREIGN, DB_BUSY, DISK_FULL; nothing was changed then. */
export function openStore({ file, backupsFolder, migrationsFolder, clock, sha256Hex, backupThreadFile }: StoreOptions): Store {
  takeStagedRestore(file);
  const db = openDatabase(file);
  const now = (): string => instantFromMs(clock.nowMs());
  const backupPlace = (label: string): BackupPlace => ({ folder: backupsFolder, label, nowIso: now() });
  const backup = (label: string): string => path.basename(backupDatabase(db, backupPlace(label)));
  const migrations = readMigrations(migrationsFolder);
  let schemaVersion: number;
  try {
    schemaVersion = migrate(db, migrations, { nowIso: now(), backup: () => backup('before-migration') }).schemaVersion;
  } catch (error) {
    db.close();
    throw sqliteFailure(error) ?? error;
  }
  const context = { db, now };
  const state = stateTables(context);
  return {
    transaction: (work) => {
      if (db.inTransaction) return work();
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        throw sqliteFailure(error) ?? error;
      }
    },
    orgs: orgTables(context),
    mirror: stripeMirrorTables(context),
    stripeRecords: stripeRecordTables(context),
    events: stripeEventTable(context),
    invoices: invoiceTables(context),
    facts: factQueueTable(context),
    ledger: ledgerTable(context, sha256Hex, state.profile().homeCurrency),
    gst: gstAccrualTable(context),
    dunning: dunningTable(context),
    clients: clientTables(context),
    registerImports: registerTables(context),
    push: pushTables(context),
    documents: documentTables(context),
    drift: driftTables(context),
    connection: connectionTables(context),
    jobs: jobTable(context),
    commands: commandTable(context),
    log: activityTables(context),
    state,
    outbox: outboxTable(context),
    changes: stripeChangeTables(context),
    subscriptions: subscriptionTables(context),
    plans: planTables(context),
    savedViews: savedViewTable(context),
    revenue: revenueTables(context),
    refunds: refundTables(context),
    disputes: disputeTables(context),
    revenueReads: makeRevenueReads(db),
    clearing: clearingTables(context),
    customerChecks: customerCheckTable(context),
    reads: makeReads(db),
    tests: testTables(context),
    rebuild: rebuildTables({ ...context, databaseFile: file, openAt: (other) => openStore({ file: other, backupsFolder, migrationsFolder, clock, sha256Hex }) }),
    backups: backupFiles({ db, databaseFile: file, folder: backupsFolder, migrations, sha256Hex, now }),
    failure: sqliteFailure,
    info: () => ({ schemaVersion, lastBackupAt: lastBackupAt(backupsFolder) }),
    integrity: () => String(db.pragma('quick_check(1)', { simple: true })) === 'ok',
    backup,
    backupBeside: async (label, signal) => (backupThreadFile === undefined ? backup(label) : path.basename(await backupBeside(file, backupPlace(label), { threadFile: backupThreadFile, signal }))),
    close: () => {
      if (!db.open) return;
      try {
        db.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        // Correctness never depends on closing well; the log is replayed at the next start.
        if (sqliteFailure(error) === undefined) throw error;
      }
      db.close();
    },
  };
}
