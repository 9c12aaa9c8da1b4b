// Abandoning a push by hand: the reason is asked for and kept.
import { useState, type ReactElement } from 'react';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';

const LEAST_REASON = 3;

interface AbandonDialogProps {
  /** Number of what is abandoned. */
  readonly name: string;
  readonly onAbandon: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

export function AbandonDialog({ name, onAbandon, onClose }: AbandonDialogProps): ReactElement {
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      isFieldFirst
      isOpen
      title={`Abandon the push of ${name}?`}
      confirmLabel={`Abandon ${name}`}
      tone="danger"
      disabledReason={
        reason.trim().length < LEAST_REASON ? 'Write the reason first; it is kept in the ledger.' : undefined
      }
      onClose={onClose}
      onConfirm={async () => {
        await onAbandon(reason.trim());
        toastDone(`The push of ${name} was abandoned`, 'It can be retried at any time.');
      }}
    >
      <p>
        Tieout stops trying to write it to QuickBooks. Nothing that is already there is removed. You can retry
        later.
      </p>
      <TextField
        label="Reason"
        isRequired
        isMultiline
        autoFocus
        value={reason}
        maxLength={500}
        onChange={setReason}
        help="For whoever reads the books after you."
        placeholder="Entered by hand in QuickBooks on 3 Nov"
      />
    </ConfirmDialog>
  );
}
