// Creating what the setup check found missing: shown field by field first, created only on confirmation.
import type { ReactElement } from 'react';
import type { SetupCreation } from '../../../contract/quickBooks.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Note } from '../../ui/Note.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { toastDone } from '../../ui/toasts.ts';

export function CreateMissingDialog({ what, onClose }: { readonly what: SetupCreation; readonly onClose: () => void }): ReactElement {
  const preview = useQueryOperation('quickbooks.previewCreation', { what });
  const create = useCommandOperation('quickbooks.createMissing');
  const offline = useOfflineReason();
  const planned = preview.data;
  const name = planned?.name ?? '';
  const isInactive = planned?.standing === 'inactive';
  return (
    <ConfirmDialog
      isOpen
      title={name === '' ? 'Create in QuickBooks?' : `Create “${name}” in QuickBooks?`}
      confirmLabel="Create 1 entry"
      disabledReason={
        offline ?? (planned === undefined ? 'QuickBooks is being looked at.' : isInactive ? 'It exists there but is inactive; make it active in QuickBooks.' : undefined)
      }
      onClose={onClose}
      onConfirm={async () => {
        const made = await create.run({ what, name });
        toastDone(made.wasThere ? `“${name}” stood in QuickBooks already` : `“${name}” was created in QuickBooks`);
      }}
    >
      {preview.isError ? <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} /> : null}
      {preview.isPending ? <p className="muted">Looking into the company…</p> : null}
      {planned === undefined ? null : (
        <>
          <p>Exactly this is created, after one more look whether it is there by now. Nothing else is changed.</p>
          <Facts facts={planned.fields.map(({ label, value }) => [label, value])} />
          {planned.standing === 'there' ? <Note tone="info">It is there by now; nothing will be created.</Note> : null}
          {isInactive ? <Note tone="warning">It exists in QuickBooks but is inactive. Make it active there, then check the setup again.</Note> : null}
        </>
      )}
    </ConfirmDialog>
  );
}
