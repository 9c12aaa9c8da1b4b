// Asks for confirmation of an act on what waits for QuickBooks, sends it, and keeps what was refused with its reason.
import { useState, type ReactElement, type ReactNode } from 'react';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { toastDone, toastRefused } from '../../ui/toasts.ts';
import { AbandonDialog } from './AbandonDialog.tsx';
import { actDone, actExplanation, queueActLabel, type QueueAct } from './queueActs.ts';
import css from './QuickBooksScreen.module.css';
import { WaitingNote } from './WaitingNote.tsx';

const REASONS_SHOWN = 3;

export interface PushActs<Row> {
  /** Nothing happens without rows. */
  readonly request: (act: QueueAct, rows: readonly Row[]) => void;
  readonly requestAbandon: (row: Row) => void;
  readonly refusals: ReadonlyMap<number, string>;
  readonly forgetRefusals: () => void;
  readonly dialogs: ReactElement;
}

export interface PushedKind<Row> {
  /** In the singular. */
  readonly noun: string;
  readonly nameOf: (row: Row) => string;
  readonly sumCentsOf: (rows: readonly Row[]) => number;
  /** How an approved one goes on. */
  readonly approvalText: string;
  /** What should be known about these rows before they are acted on. */
  readonly noteOf?: (rows: readonly Row[]) => ReactNode;
  readonly send: (
    act: QueueAct,
    rows: readonly Row[],
  ) => Promise<{ readonly done: readonly number[]; readonly refused: readonly { readonly id: number; readonly message: string }[] }>;
  readonly abandon: (row: Row, reason: string) => Promise<unknown>;
}

/** `onDone` gets the ids that left the selection: refused ones stay selected. */
export function usePushActs<Row extends { readonly id: number }>(
  kind: PushedKind<Row>,
  onDone: (doneIds: readonly number[]) => void,
): PushActs<Row> {
  const [request, setRequest] = useState<{ readonly act: QueueAct; readonly rows: readonly Row[] } | null>(null);
  const [abandoned, setAbandoned] = useState<Row | null>(null);
  const [refusals, setRefusals] = useState<ReadonlyMap<number, string>>(new Map());

  const confirm = async (): Promise<void> => {
    if (request === null) return;
    const { done, refused } = await kind.send(request.act, request.rows);
    setRefusals(new Map(refused.map(({ id, message }) => [id, message])));
    onDone(done);
    const refusedText = `${countOf(refused.length, kind.noun)} refused`;
    if (done.length > 0)
      toastDone(
        actDone(request.act, done.length, kind.noun),
        refused.length === 0 ? undefined : `${refusedText}; still selected, with the reason.`,
      );
    else toastRefused(refusedText, [...new Set(refused.map(({ message }) => message))].slice(0, REASONS_SHOWN).join(' '));
  };

  const rows = request?.rows ?? [];
  const counted = countOf(rows.length, kind.noun);
  const label = request === null ? '' : queueActLabel(request.act, counted, kind.sumCentsOf(rows));
  const dialogs = (
    <>
      <ConfirmDialog
        isOpen={request !== null}
        title={request === null ? '' : `${label.split(',')[0]}?`}
        confirmLabel={label}
        onConfirm={confirm}
        onClose={() => setRequest(null)}
      >
        {request === null ? null : (
          <>
            <p className={cx(css.sum)}>
              <span>{counted}</span>
              <strong>{formatMoney(kind.sumCentsOf(rows))}</strong>
            </p>
            <p>{request.act === 'approve' ? kind.approvalText : actExplanation[request.act]}</p>
            {kind.noteOf?.(rows)}
            {request.act === 'withdraw' ? null : <WaitingNote />}
          </>
        )}
      </ConfirmDialog>
      {abandoned === null ? null : (
        <AbandonDialog
          name={kind.nameOf(abandoned)}
          onAbandon={async (reason) => {
            await kind.abandon(abandoned, reason);
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
