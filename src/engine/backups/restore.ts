// A restore: what it would change is shown first; the present database is copied away before the other takes its place.
import type { RestorePreview } from '../../contract/backups.ts';
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { oldestCursorSeconds } from '../intake/pollStripe.ts';
import type { InspectedBackup } from '../ports/backupFiles.ts';

/** Throws NOT_FOUND, DB_NEWER, BACKUP_REFUSED with the reason. */
export function previewRestore(context: EngineContext, file: string): RestorePreview {
  const { backups } = context.store;
  const listed = backups.list().find((backup) => backup.file === file);
  if (listed === undefined) throw new AppError('NOT_FOUND', 'no such backup');
  const found = inspectOurs(context, file);
  const present = backups.present();
  const { stripeAsOf } = found.contents;
  return {
    ...listed,
    sha256: found.sha256,
    backup: found.contents,
    present: present.contents,
    isEarlierState: found.isEarlierState,
    isEverythingReadAgain: stripeAsOf === null || context.clock.nowMs() - msFromInstant(stripeAsOf) > oldestCursorSeconds * 1000,
    userOnly: found.userOnly.map(({ what, rows }) => ({ what, inBackup: rows, present: present.userOnly.find((one) => one.what === what)?.rows ?? 0 })),
  };
}

/** Books of another Stripe account would take in this one's events. */
function inspectOurs(context: EngineContext, file: string): InspectedBackup {
  const found = context.store.backups.inspect(file);
  const bound = context.store.backups.present().stripeAccountId;
  if (bound !== null && found.stripeAccountId !== null && found.stripeAccountId !== bound) throw new AppError('BACKUP_REFUSED', 'its books belong to another Stripe account');
  return found;
}

export function restore(context: EngineContext, input: OperationParsedInput<'backups.restore'>): OperationOutput<'backups.restore'> {
  inspectOurs(context, input.file);
  const safetyCopy = context.store.backup('before-restore');
  context.store.backups.stage(input.file, input.sha256);
  context.log.info('a restore was confirmed', { code: 'BACKUP' });
  context.changed('settings');
  const isRestarting = context.restartEngine !== undefined;
  context.restartEngine?.();
  return { isRestarting, safetyCopy };
}
