// Asks for confirmation of an act on some rows, sends it, and keeps what was refused with its reason.
import { useState, type ReactElement } from 'react';
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { announce } from '../../ui/announce.ts';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { toastDone, toastRefused } from '../../ui/toasts.ts';
import { sumOf } from '../invoices/invoiceColumns.tsx';
import { AbandonDialog } from './AbandonDialog.tsx';
import { actDone, actExplanation, actLabel, type QueueAct } from './queueActs.ts';
import css from './QuickBooksScreen.module.css';
import { WaitingNote } from './WaitingNote.tsx';

interface Refusal {
  readonly invoiceId: number;
  readonly message: string;
}

export interface QueueActs {
  readonly request: (act: QueueAct, rows: readonly InvoiceRow[]) => void;
  readonly requestAbandon: (row: InvoiceRow) => void;
  readonly refusals: ReadonlyMap<number, string>;
  readonly forgetRefusals: () => void;
  readonly dialogs: ReactElement;
}

/** `onDone` gets the ids that left the selection: refused ones stay selected. */
export function useQueueActs(onDone: (doneIds: readonly number[]) => void): QueueActs {
  const approve = useCommandOperation('push.approve');
  const withdraw = useCommandOperation('push.withdraw');
  const retry = useCommandOperation('push.retry');
  const abandon = useCommandOperation('push.abandon');
  const [request, setRequest] = useState<{ readonly act: QueueAct; readonly rows: readonly InvoiceRow[] } | null>(null);
  const [abandoned, setAbandoned] = useState<InvoiceRow | null>(null);
  const [refusals, setRefusals] = useState<ReadonlyMap<number, string>>(new Map());
  const commands = { approve, withdraw, retry };

  const confirm = async (): Promise<void> => {
    if (request === null) return;
    const items = request.rows.map((row) => ({ invoiceId: row.id, expectedVersion: row.version }));
    const result = await commands[request.act].run({ items });
    const refused: readonly Refusal[] = result.refused;
    setRefusals(new Map(refused.map(({ invoiceId, message }) => [invoiceId, message])));
    onDone(result.done);
    if (result.done.length > 0)
      toastDone(
        actDone[request.act](result.done.length),
        refused.length === 0
          ? undefined
          : `${countOf(refused.length, 'invoice')} refused; still selected, with the reason.`,
      );
    else {
      announce(`${countOf(refused.length, 'invoice')} refused.`);
      toastRefused(`${countOf(refused.length, 'invoice')} refused`, [...new Set(refused.map(({ message }) => message))].slice(0, 3).join(' '));
    }
  };

  const rows = request?.rows ?? [];
  const foreignCount = rows.filter((row) => row.currency !== 'aud').length;
  const dialogs = (
    <>
      <ConfirmDialog
        isOpen={request !== null}
        title={request === null ? '' : `${actLabel(request.act, rows).split(',')[0]}?`}
        confirmLabel={request === null ? '' : actLabel(request.act, rows)}
        onConfirm={confirm}
        onClose={() => setRequest(null)}
      >
        {request === null ? null : (
          <>
            <p className={cx(css.sum)}>
              <span>{countOf(rows.length, 'invoice')}</span>
              <strong>{formatMoney(sumOf(rows, (row) => row.totalCents))}</strong>
            </p>
            <p>{actExplanation[request.act]}</p>
            {foreignCount > 0 ? (
              <Note
                tone="warning"
                title={`${countOf(foreignCount, 'invoice')} in another currency is not in this sum.`}
              />
            ) : null}
            {request.act === 'withdraw' ? null : <WaitingNote />}
          </>
        )}
      </ConfirmDialog>
      {abandoned === null ? null : (
        <AbandonDialog
          name={abandoned.number ?? 'this invoice'}
          onAbandon={async (reason) => {
            await abandon.run({ invoiceId: abandoned.id, expectedVersion: abandoned.version, reason });
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
    forgetRefusals: () => setRefusals(new Map()),
    dialogs,
  };
}
