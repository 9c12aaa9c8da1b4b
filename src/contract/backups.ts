// Backups of the local database: the list, one made now, what a restore would change, and the restore itself.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { instant } from './values.ts';

/** A file's own name in the backups folder; never a path. */
const backupFile = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,150}\.sqlite$/);

export const backupKinds = ['daily', 'manual', 'before-migration', 'before-restore', 'other'] as const;

const backup = z.object({
  file: backupFile,
  /** `other`: put into the folder by hand. */
  kind: z.enum(backupKinds),
  createdAt: instant,
  bytes: z.int().nonnegative(),
  /** null: its header is not that of a Tieout database. */
  schemaVersion: z.int().nullable(),
});
export type BackupListed = z.infer<typeof backup>;

const contents = z.object({
  ledgerRows: z.int(),
  lastLedgerAt: instant.nullable(),
  invoices: z.int(),
  /** Stripe had been read up to this instant. */
  stripeAsOf: instant.nullable(),
});
export type BackupContents = z.infer<typeof contents>;

const preview = z.object({
  ...backup.shape,
  /** Of the file that was looked at; the restore takes no other. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  backup: contents,
  present: contents,
  /** The present ledger goes on from the backup's last row. False: the two parted. */
  isEarlierState: z.boolean(),
  /** More than 25 days have passed: Stripe is listed whole instead of its events. */
  isEverythingReadAgain: z.boolean(),
  /** What only people know, which Stripe and QuickBooks can not bring back. */
  userOnly: z.array(z.object({ what: z.string(), inBackup: z.int(), present: z.int() })),
});
export type RestorePreview = z.infer<typeof preview>;

export const backupOperations = {
  'backups.list': query(
    z.object({}),
    z.object({
      folder: z.string(),
      backups: z.array(backup),
      /** A restore was confirmed and takes effect when the program starts. */
      isRestoreWaiting: z.boolean(),
    }),
  ),
  'backups.create': command(z.object({}), z.object({ file: backupFile })),
  'backups.preview': query(z.object({ file: backupFile }), preview),
  'backups.restore': command(
    z.object({ file: backupFile, sha256: preview.shape.sha256, confirmation: z.literal('RESTORE') }),
    z.object({
      /** False: the shell can not start the engine again by itself; close Tieout and start it. */
      isRestarting: z.boolean(),
      /** The present database, as it was before. */
      safetyCopy: backupFile,
    }),
  ),
};
