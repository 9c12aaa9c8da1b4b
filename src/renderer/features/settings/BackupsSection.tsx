// Backups and restore: the copies of the books, one made now, and the way back to an earlier one.
import { Archive, DatabaseBackup } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { BackupListed } from '../../../contract/backups.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { Id } from '../../ui/Id.tsx';
import { Note } from '../../ui/Note.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import { RestoreDialog } from './RestoreDialog.tsx';
import css from './SettingsScreen.module.css';

const backupKindWords: Readonly<Record<BackupListed['kind'], string>> = {
  daily: 'Daily',
  manual: 'Made by hand',
  'before-migration': 'Before an update',
  'before-restore': 'Before a restore',
  other: 'Put there by hand',
};

const formatBytes = (bytes: number): string =>
  bytes < 1_048_576
    ? `${formatCount(Math.max(1, Math.round(bytes / 1024)))} kB`
    : `${formatCount(Math.round(bytes / 1_048_576))} MB`;

export function BackupsSection({ schemaVersion }: { readonly schemaVersion: number }): ReactElement {
  const { timeZone } = useStatus();
  const list = useQueryOperation('backups.list', {});
  const create = useCommandOperation('backups.create');
  const [restoring, setRestoring] = useState<string | null>(null);
  const backUp = async (): Promise<void> => {
    try {
      await create.run({});
      toastDone('The books were backed up');
    } catch (thrown) {
      toastFailure('The books could not be backed up', thrown, () => void backUp());
    }
  };
  const backups = list.data?.backups ?? [];
  return (
    <section id="section-backups" className={cx(css.section)} aria-label="Backups and restore">
      <div className={cx(css.head)}>
        <h2>Backups and restore</h2>
        <p>
          One is made every day, and before every update and restore; the latest 20 of each kind are kept. Keys are in
          none of them.
        </p>
      </div>
      <div className={cx(css.block)}>
        {list.isError ? <ErrorNote error={toOperationError(list.error)} onRetry={() => void list.refetch()} /> : null}
        {list.data?.isRestoreWaiting === true ? (
          <Note tone="warning" title="A restore takes effect at the next start.">
            Close Tieout and start it again.
          </Note>
        ) : null}
        {list.data === undefined ? null : (
          <div>
            To restore a copy from elsewhere, put it into this folder with the ending <code>.sqlite</code>:{' '}
            <Id value={list.data.folder} name="backups folder" />
          </div>
        )}
        {list.isSuccess && backups.length === 0 ? (
          <StateMessage icon={Archive} title="No backup yet">
            The first one is made by itself within a day of the first start.
          </StateMessage>
        ) : null}
        {backups.length === 0 ? null : (
          <div className={cx(css.bleed)}>
            <ReportTable
              caption="Backups, newest first"
              rows={backups}
              keyOf={(backup) => backup.file}
              columns={[
                { id: 'at', header: 'Made', cell: (backup) => formatInstant(backup.createdAt, timeZone) },
                {
                  id: 'kind',
                  header: 'Kind',
                  isWrapping: true,
                  cell: (backup) =>
                    backup.kind === 'other' ? (
                      <>
                        {backupKindWords.other} <span className="muted">{backup.file}</span>
                      </>
                    ) : (
                      backupKindWords[backup.kind]
                    ),
                },
                { id: 'size', header: 'Size', align: 'end', cell: (backup) => formatBytes(backup.bytes) },
                {
                  id: 'schema',
                  header: 'Schema',
                  align: 'end',
                  cell: (backup) => (backup.schemaVersion === null ? 'Not ours' : String(backup.schemaVersion)),
                },
                {
                  id: 'restore',
                  header: 'Restore',
                  align: 'end',
                  cell: (backup) => (
                    <Button
                      size="s"
                      aria-label={`Restore the backup of ${formatInstant(backup.createdAt, timeZone)}…`}
                      disabledReason={refusedReason(backup, schemaVersion)}
                      onPress={() => setRestoring(backup.file)}
                    >
                      Restore…
                    </Button>
                  ),
                },
              ]}
            />
          </div>
        )}
      </div>
      <div className={cx(css.foot)}>
        <Button icon={<DatabaseBackup aria-hidden="true" />} isPending={create.isRunning} onPress={() => void backUp()}>
          Back up now
        </Button>
      </div>
      {restoring === null ? null : <RestoreDialog file={restoring} onClose={() => setRestoring(null)} />}
    </section>
  );
}

function refusedReason(backup: BackupListed, schemaVersion: number): string | undefined {
  if (backup.schemaVersion === null) return 'This file is not a Tieout database.';
  return backup.schemaVersion > schemaVersion
    ? 'A newer version of Tieout wrote it; install that version first.'
    : undefined;
}
