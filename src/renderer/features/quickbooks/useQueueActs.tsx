// The acts on invoices that wait for QuickBooks.
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { sumOf } from '../invoices/invoiceColumns.tsx';
import { usePushActs, type PushActs } from './usePushActs.tsx';

/** `onDone` gets the ids that left the selection: refused ones stay selected. */
export function useQueueActs(onDone: (doneIds: readonly number[]) => void): PushActs<InvoiceRow> {
  const approve = useCommandOperation('push.approve');
  const withdraw = useCommandOperation('push.withdraw');
  const retry = useCommandOperation('push.retry');
  const abandon = useCommandOperation('push.abandon');
  const commands = { approve, withdraw, retry };
  return usePushActs(
    {
      noun: 'invoice',
      nameOf: (row) => row.number ?? 'this invoice',
      sumCentsOf: (rows) => sumOf(rows, (row) => row.totalCents),
      approvalText:
        'Each invoice goes through eight verified steps. Nothing is marked synced before it was read back from QuickBooks and found equal to the cent.',
      noteOf: (rows) => {
        const foreignCount = rows.filter((row) => row.currency !== 'aud').length;
        return foreignCount === 0 ? null : (
          <Note tone="warning" title={`${countOf(foreignCount, 'invoice')} in another currency is not in this sum.`} />
        );
      },
      send: async (act, rows) => {
        const { done, refused } = await commands[act].run({ items: rows.map((row) => ({ invoiceId: row.id, expectedVersion: row.version })) });
        return { done, refused: refused.map(({ invoiceId, message }) => ({ id: invoiceId, message })) };
      },
      abandon: (row, reason) => abandon.run({ invoiceId: row.id, expectedVersion: row.version, reason }),
    },
    onDone,
  );
}
