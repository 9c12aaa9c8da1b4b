// What can be done with the selected rows, and which of them were refused and why.
import type { ReactElement } from 'react';
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { sumOf } from '../invoices/invoiceColumns.tsx';
import { actLabel, type QueueAct } from './queueActs.ts';
import css from './QuickBooksScreen.module.css';

interface BulkBarProps {
  readonly act: QueueAct;
  readonly rows: readonly InvoiceRow[];
  readonly matchingCount: number;
  readonly refusals: ReadonlyMap<number, string>;
  readonly onAct: () => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}

export function BulkBar({
  act,
  rows,
  matchingCount,
  refusals,
  onAct,
  onSelectAll,
  onClear,
}: BulkBarProps): ReactElement {
  const refused = rows.filter((row) => refusals.has(row.id));
  return (
    <div className={cx(css.bulk)} role="region" aria-label="Selected invoices">
      {refused.length === 0 ? null : (
        <div className={cx(css.refused)}>
          <Note tone="error" title={`${countOf(refused.length, 'invoice')} refused, still selected`}>
            <ul>
              {refused.map((row) => (
                <li key={row.id}>{`${row.number ?? 'Unnumbered'}: ${refusals.get(row.id) ?? ''}`}</li>
              ))}
            </ul>
          </Note>
        </div>
      )}
      <span>
        <strong>{`${formatCount(rows.length)} selected`}</strong>
        {` · ${formatMoney(sumOf(rows, (row) => row.totalCents))}`}
      </span>
      <Button size="s" variant="quiet" onPress={onClear}>
        Clear
      </Button>
      {rows.length < matchingCount ? (
        <Button size="s" variant="quiet" onPress={onSelectAll}>
          {`Select all ${formatCount(matchingCount)}`}
        </Button>
      ) : null}
      <span className={cx(css.bulkSpacer)} />
      <Button variant="primary" onPress={onAct}>
        {actLabel(act, rows)}
      </Button>
    </div>
  );
}
