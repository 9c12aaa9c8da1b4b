// Marking a BAS quarter as remitted, with its figure once more before the act.
import type { ReactElement } from 'react';
import type { GstQuarter } from '../../../contract/ledger.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate, formatQuarter } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { toastDone } from '../../ui/toasts.ts';

export function MarkRemittedDialog({
  quarter,
  onClose,
}: {
  readonly quarter: GstQuarter | null;
  readonly onClose: () => void;
}): ReactElement {
  const { today } = useStatus();
  const mark = useCommandOperation('gst.markRemitted');
  const isEarly = quarter !== null && today <= quarter.to;
  return (
    <ConfirmDialog
      isOpen={quarter !== null}
      title={`Mark ${quarter?.quarter ?? ''} as remitted?`}
      confirmLabel={`Mark ${quarter?.quarter ?? ''} remitted`}
      onClose={onClose}
      onConfirm={async () => {
        if (quarter === null) return;
        await mark.run({ quarter: quarter.quarter });
        toastDone(`${quarter.quarter} is marked as remitted`);
      }}
    >
      {quarter === null ? null : (
        <>
          <Facts
            facts={[
              ['Quarter', formatQuarter(quarter.quarter)],
              ['GST net', formatMoney(quarter.gstNetCents)],
              ['Due', formatLocalDate(quarter.dueDate)],
            ]}
          />
          <p>
            This notes that the BAS was lodged and paid. Nothing is sent to the ATO. Marking it again later only moves
            the date.
          </p>
          {isEarly ? <Note tone="warning" title="The quarter is not over yet; its figures will still change." /> : null}
        </>
      )}
    </ConfirmDialog>
  );
}
