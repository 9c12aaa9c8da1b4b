// The queue's act for the selected invoices, and which of them were refused and why.
import type { ReactElement } from 'react';
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { Button } from '../../ui/Button.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { BulkBar } from '../../ui/table/BulkBar.tsx';
import { sumOf } from '../invoices/invoiceColumns.tsx';
import { actLabel, type QueueAct } from './queueActs.ts';
import { RefusedNote } from './RefusedNote.tsx';

interface QueueBulkBarProps {
  readonly act: QueueAct;
  readonly rows: readonly InvoiceRow[];
  readonly matchingCount: number;
  readonly refusals: ReadonlyMap<number, string>;
  readonly onAct: () => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}

export function QueueBulkBar({ act, rows, refusals, onAct, ...bar }: QueueBulkBarProps): ReactElement {
  return (
    <BulkBar
      {...bar}
      label="Selected invoices"
      selectedCount={rows.length}
      sumText={formatMoney(sumOf(rows, (row) => row.totalCents))}
      notice={<RefusedNote rows={rows} refusals={refusals} noun="invoice" nameOf={(row) => row.number ?? 'Unnumbered'} />}
    >
      <Button variant="primary" onPress={onAct}>
        {actLabel(act, rows)}
      </Button>
    </BulkBar>
  );
}
