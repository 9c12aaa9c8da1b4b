// A restore, previewed: what the backup holds beside the present books, what people decided since, and the word to type.
import { useState, type ReactElement } from 'react';
import type { RestorePreview } from '../../../contract/backups.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';

const word = 'RESTORE';

export function RestoreDialog({
  file,
  onClose,
}: {
  readonly file: string;
  readonly onClose: () => void;
}): ReactElement {
  const { timeZone } = useStatus();
  const preview = useQueryOperation('backups.preview', { file });
  const restore = useCommandOperation('backups.restore');
  const [typed, setTyped] = useState('');
  const found = preview.data;
  const disabledReason =
    found === undefined
      ? 'The backup is being checked, or was refused.'
      : typed === word
        ? undefined
        : `Type ${word} to confirm.`;
  return (
    <ConfirmDialog
      isFieldFirst
      isOpen
      isWide
      tone="danger"
      title={
        found === undefined ? 'Restore a backup' : `Restore the backup of ${formatInstant(found.createdAt, timeZone)}?`
      }
      confirmLabel="Restore this backup"
      disabledReason={disabledReason}
      onClose={onClose}
      onConfirm={async () => {
        if (found === undefined) return;
        const { isRestarting } = await restore.run({ file, sha256: found.sha256, confirmation: word });
        toastDone(
          isRestarting ? 'The backup is being restored' : 'The backup is restored at the next start',
          isRestarting ? 'The engine starts again with it.' : 'Close Tieout and start it again.',
        );
      }}
    >
      {preview.isError ? <ErrorNote error={toOperationError(preview.error)} /> : null}
      {preview.isPending ? <p>Checking the file, its schema and the ledger’s hashes…</p> : null}
      {found === undefined ? null : (
        <>
          <Comparison preview={found} />
          <p>
            The present books are backed up first. What Stripe and QuickBooks know of the time since is read again, and
            every push looks for what exists before it writes.
          </p>
          {found.isEverythingReadAgain ? (
            <Note tone="info" title="This backup is older than 25 days, so everything in Stripe is read again." />
          ) : null}
          {found.isEarlierState ? null : (
            <Note tone="warning" title="The present ledger does not go on from this backup.">
              It was rebuilt or restored in between. Rows that only the present ledger has are in the backup made now.
            </Note>
          )}
          <TextField label={`Type ${word} to confirm`} value={typed} onChange={setTyped} autoFocus />
        </>
      )}
    </ConfirmDialog>
  );
}

function Comparison({ preview }: { readonly preview: RestorePreview }): ReactElement {
  const { timeZone } = useStatus();
  const at = (instant: string | null): string => (instant === null ? '–' : formatInstant(instant, timeZone));
  const rows = [
    { what: 'Stripe read up to', backup: at(preview.backup.stripeAsOf), present: at(preview.present.stripeAsOf) },
    { what: 'Last ledger row', backup: at(preview.backup.lastLedgerAt), present: at(preview.present.lastLedgerAt) },
    {
      what: 'Ledger rows',
      backup: formatCount(preview.backup.ledgerRows),
      present: formatCount(preview.present.ledgerRows),
    },
    { what: 'Invoices', backup: formatCount(preview.backup.invoices), present: formatCount(preview.present.invoices) },
    // Of what only people know, the differences matter: nobody else can bring it back.
    ...preview.userOnly
      .filter(({ inBackup, present }) => inBackup !== present)
      .map(({ what, inBackup, present }) => ({ what, backup: formatCount(inBackup), present: formatCount(present) })),
  ];
  return (
    <ReportTable
      caption="The backup beside the present books"
      rows={rows}
      keyOf={(row) => row.what}
      columns={[
        { id: 'what', header: 'What', cell: (row) => row.what },
        { id: 'present', header: 'Now', align: 'end', cell: (row) => row.present },
        { id: 'backup', header: 'In the backup', align: 'end', cell: (row) => row.backup },
      ]}
    />
  );
}
