// The port to the copies of the database: listing them, looking into one, and putting one in the place of the present.
import type { BackupContents, BackupListed } from '../../contract/backups.ts';

export interface InspectedBackup {
  readonly sha256: string;
  readonly contents: BackupContents;
  /** Rows per table of what only people know, by what they are. */
  readonly userOnly: readonly UserOnlyRows[];
  /** Stripe's account that these books are bound to; null: none yet. */
  readonly stripeAccountId: string | null;
  readonly isEarlierState: boolean;
}

export interface UserOnlyRows {
  readonly what: string;
  readonly rows: number;
}

export interface BackupFiles {
  readonly folder: string;
  /** Newest first. */
  list(): readonly BackupListed[];
  /** What the database in use holds, in the same words. */
  present(): Pick<InspectedBackup, 'contents' | 'userOnly' | 'stripeAccountId'>;
  /**
   * Checks a copy of the file as a stranger's: header, schema, structure, hash chain. Throws AppError NOT_FOUND, DB_NEWER,
   * BACKUP_REFUSED with the reason. Nothing of the database in use is touched.
   */
  inspect(file: string): InspectedBackup;
  /** Checks again and lays the copy ready: the next start opens it. Throws also STALE_VIEW: another file than was previewed. */
  stage(file: string, expectedSha256: string): void;
  isStaged(): boolean;
}
