// The queue's act for the selected invoices, and which of them were refused and why.
import type { ReactElement } from 'react';
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { BulkBar } from '../../ui/table/BulkBar.tsx';
import { sumOf } from '../invoices/invoiceColumns.tsx';
import { actLabel, type QueueAct } from './queueActs.ts';

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
  const refused = rows.filter((row) => refusals.has(row.id));
  return (
    <BulkBar
      {...bar}
      label="Selected invoices"
      selectedCount={rows.length}
      sumText={formatMoney(sumOf(rows, (row) => row.totalCents))}
      notice={
        refused.length === 0 ? null : (
          <Note tone="error" title={`${countOf(refused.length, 'invoice')} refused, still selected`}>
            <ul>
              {refused.map((row) => (
                <li key={row.id}>{`${row.number ?? 'Unnumbered'}: ${refusals.get(row.id) ?? ''}`}</li>
              ))}
            </ul>
          </Note>
        )
      }
    >
      <Button variant="primary" onPress={onAct}>
        {actLabel(act, rows)}
      </Button>
    </BulkBar>
  );
}
