// Taking back a refund that was recorded by mistake: a row of its own, with the reason.
import { useState, type ReactElement } from 'react';
import type { RefundRow } from '../../../contract/refunds.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';

export function UndoRefundDialog({ refund, onClose }: { readonly refund: RefundRow; readonly onClose: () => void }): ReactElement {
  const undo = useCommandOperation('refunds.undo');
  const [reason, setReason] = useState('');
  const amount = formatMoney(refund.totalCents, refund.currency);
  return (
    <ConfirmDialog
      isFieldFirst
      isOpen
      title={`Take back the refund of ${amount}?`}
      confirmLabel={`Take back ${amount}`}
      tone="danger"
      disabledReason={reason.trim().length < 3 ? 'Write the reason first; it is kept in the ledger.' : undefined}
      onClose={onClose}
      onConfirm={async () => {
        const { isInQuickBooks } = await undo.run({ refundId: refund.id, reason: reason.trim() });
        toastDone(
          `The refund of ${amount} was taken back`,
          isInQuickBooks ? 'Its document is in QuickBooks already: void it there.' : 'Nothing was sent to QuickBooks.',
        );
      }}
    >
      <p>
        For a refund that never happened. A row dated today takes back the amount and its GST; the first row stays where
        it is.
      </p>
      <TextField label="Reason" isRequired isMultiline autoFocus value={reason} maxLength={500} onChange={setReason} placeholder="Recorded for the wrong client" />
    </ConfirmDialog>
  );
}
