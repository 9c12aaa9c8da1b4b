// Deciding about one change: what the act will do is said first; accepting asks for the reason.
import { useState, type ReactElement } from 'react';
import type { DriftRow } from '../../../contract/drift.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';

export type DriftAct = 'accept' | 'restore';
const LEAST_REASON = 3;

export function DecideDriftDialog({ row, act, onClose }: { readonly row: DriftRow; readonly act: DriftAct; readonly onClose: () => void }): ReactElement {
  const accept = useCommandOperation('drift.accept');
  const restore = useCommandOperation('drift.restore');
  const offline = useOfflineReason();
  const [reason, setReason] = useState('');
  const asked = { driftId: row.id, expectedVersion: row.version };
  if (act === 'restore') {
    const changed = row.fields.filter((field) => field.differs);
    return (
      <ConfirmDialog
        isOpen
        title={`Restore in QuickBooks: ${row.title}?`}
        confirmLabel="Restore 1 change"
        tone="amber"
        disabledReason={offline}
        onClose={onClose}
        onConfirm={async () => {
          await restore.run(asked);
          toastDone('It is being restored in QuickBooks', 'It is read back afterwards; the result shows here.');
        }}
      >
        <p>{row.restoreEffect}</p>
        <ReportTable
          caption="What will change in QuickBooks"
          rows={changed}
          keyOf={(field) => field.label}
          columns={[
            { id: 'label', header: 'Field', cell: (field) => field.label },
            { id: 'found', header: 'Now', isWrapping: true, cell: (field) => field.found },
            { id: 'pushed', header: 'Will be', isWrapping: true, cell: (field) => field.pushed },
          ]}
        />
        <p className="muted">If it was changed once more meanwhile, nothing is written and you are asked again.</p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      isOpen
      title={`Accept what QuickBooks holds: ${row.title}?`}
      confirmLabel="Accept 1 change"
      disabledReason={reason.trim().length < LEAST_REASON ? 'Write the reason first; it is kept in the ledger.' : undefined}
      onClose={onClose}
      onConfirm={async () => {
        await accept.run({ ...asked, reason: reason.trim() });
        toastDone('Accepted', 'It is raised again only if it changes again.');
      }}
    >
      <p>{row.acceptEffect}</p>
      <TextField label="Reason" isRequired isMultiline autoFocus value={reason} maxLength={500} onChange={setReason} help="For whoever reads the books after you." placeholder="The bookkeeper moved it to May on purpose" />
    </ConfirmDialog>
  );
}
