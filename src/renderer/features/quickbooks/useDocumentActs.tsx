// Asks for confirmation of an act on refunds, fees and payouts, sends it, and keeps what was refused with its reason.
import { useState, type ReactElement } from 'react';
import type { DocumentRow } from '../../../contract/documents.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { toastDone, toastRefused } from '../../ui/toasts.ts';
import { AbandonDialog } from './AbandonDialog.tsx';
import { documentActDone, documentActExplanation, documentActLabel, sumOfDocuments, type DocumentAct } from './documentWords.ts';
import css from './QuickBooksScreen.module.css';
import { WaitingNote } from './WaitingNote.tsx';

export interface DocumentActs {
  readonly request: (act: DocumentAct, rows: readonly DocumentRow[]) => void;
  readonly requestAbandon: (row: DocumentRow) => void;
  readonly refusals: ReadonlyMap<number, string>;
  readonly dialogs: ReactElement;
}

/** `onDone` gets the ids that left the selection: refused ones stay selected. */
export function useDocumentActs(onDone: (doneIds: readonly number[]) => void): DocumentActs {
  const approve = useCommandOperation('documents.approve');
  const withdraw = useCommandOperation('documents.withdraw');
  const retry = useCommandOperation('documents.retry');
  const abandon = useCommandOperation('documents.abandon');
  const [request, setRequest] = useState<{ readonly act: DocumentAct; readonly rows: readonly DocumentRow[] } | null>(null);
  const [abandoned, setAbandoned] = useState<DocumentRow | null>(null);
  const [refusals, setRefusals] = useState<ReadonlyMap<number, string>>(new Map());
  const commands = { approve, withdraw, retry };

  const confirm = async (): Promise<void> => {
    if (request === null) return;
    const result = await commands[request.act].run({ items: request.rows.map((row) => ({ documentId: row.id, expectedVersion: row.version })) });
    setRefusals(new Map(result.refused.map(({ documentId, message }) => [documentId, message])));
    onDone(result.done);
    const refused = result.refused.length === 0 ? undefined : `${countOf(result.refused.length, 'document')} refused; still selected, with the reason.`;
    if (result.done.length > 0) toastDone(documentActDone[request.act](result.done.length), refused);
    else toastRefused(`${countOf(result.refused.length, 'document')} refused`, [...new Set(result.refused.map(({ message }) => message))].slice(0, 3).join(' '));
  };

  const rows = request?.rows ?? [];
  const dialogs = (
    <>
      <ConfirmDialog
        isOpen={request !== null}
        title={request === null ? '' : `${documentActLabel(request.act, rows).split(',')[0]}?`}
        confirmLabel={request === null ? '' : documentActLabel(request.act, rows)}
        onConfirm={confirm}
        onClose={() => setRequest(null)}
      >
        {request === null ? null : (
          <>
            <p className={cx(css.sum)}>
              <span>{countOf(rows.length, 'document')}</span>
              <strong>{formatMoney(sumOfDocuments(rows))}</strong>
            </p>
            <p>{documentActExplanation[request.act]}</p>
            {request.act === 'withdraw' ? null : <WaitingNote />}
          </>
        )}
      </ConfirmDialog>
      {abandoned === null ? null : (
        <AbandonDialog
          name={abandoned.number}
          onAbandon={async (reason) => {
            await abandon.run({ documentId: abandoned.id, expectedVersion: abandoned.version, reason });
            onDone([abandoned.id]);
          }}
          onClose={() => setAbandoned(null)}
        />
      )}
    </>
  );
  return {
    request: (act, actRows) => {
      if (actRows.length > 0) setRequest({ act, rows: actRows });
    },
    requestAbandon: setAbandoned,
    refusals,
    dialogs,
  };
}
