// Marking a BAS quarter as remitted, with its figure once more before the act.
import { useState, type ReactElement } from 'react';
import type { GstQuarter } from '../../../contract/ledger.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate, formatQuarter } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { TextField } from '../../ui/TextField.tsx';
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
  const [day, setDay] = useState<string>(today);
  const dayProblem = quarter === null ? undefined : problemOfDay(day, today, quarter.to);
  return (
    <ConfirmDialog
      isOpen={quarter !== null}
      title={`Mark ${quarter?.quarter ?? ''} as remitted?`}
      confirmLabel={`Mark ${quarter?.quarter ?? ''} remitted`}
      disabledReason={dayProblem}
      onClose={onClose}
      onConfirm={async () => {
        if (quarter === null) return;
        await mark.run({ quarter: quarter.quarter, remittedOn: day });
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
          <TextField label="Lodged and paid on" type="date" value={day} onChange={setDay} isRequired error={dayProblem} />
          <p>
            This notes that the BAS was lodged and paid. Nothing is sent to the ATO. Marking it again later only moves
            the date.
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}

/** The engine holds the same bounds; here they are said before the button is pressed. */
function problemOfDay(day: string, today: string, quarterEnd: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'Enter the day on which the BAS was lodged and paid.';
  if (day > today) return 'This day is still to come.';
  if (day <= quarterEnd) return `The quarter ended on ${formatLocalDate(quarterEnd)}; a BAS is lodged after that.`;
  return undefined;
}
