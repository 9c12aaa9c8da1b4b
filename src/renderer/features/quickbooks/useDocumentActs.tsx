// The acts on refunds, fees and payouts that wait for QuickBooks.
import type { DocumentRow } from '../../../contract/documents.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { sumOfDocuments } from './documentWords.ts';
import { usePushActs, type PushActs } from './usePushActs.tsx';

/** `onDone` gets the ids that left the selection: refused ones stay selected. */
export function useDocumentActs(onDone: (doneIds: readonly number[]) => void): PushActs<DocumentRow> {
  const approve = useCommandOperation('documents.approve');
  const withdraw = useCommandOperation('documents.withdraw');
  const retry = useCommandOperation('documents.retry');
  const abandon = useCommandOperation('documents.abandon');
  const commands = { approve, withdraw, retry };
  return usePushActs(
    {
      noun: 'document',
      nameOf: (row) => row.number,
      sumCentsOf: sumOfDocuments,
      approvalText:
        'Each one is looked for first, written once and read back. Nothing is marked synced before QuickBooks holds it equal to the cent. A refund waits by itself until its invoice is there.',
      send: async (act, rows) => {
        const { done, refused } = await commands[act].run({ items: rows.map((row) => ({ documentId: row.id, expectedVersion: row.version })) });
        return { done, refused: refused.map(({ documentId, message }) => ({ id: documentId, message })) };
      },
      abandon: (row, reason) => abandon.run({ documentId: row.id, expectedVersion: row.version, reason }),
    },
    onDone,
  );
}
