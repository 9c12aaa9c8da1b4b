// An act confirmed with its verb and count; a failure is shown in the dialog, where the same intent can be sent again.
import { useState, type ReactElement, type ReactNode } from 'react';
import { toOperationError } from '../bridge/OperationFailure.ts';
import type { OperationError } from '../../contract/errors.ts';
import { Button } from './Button.tsx';
import { Dialog, DialogHint } from './Dialog.tsx';
import { ErrorNote } from './ErrorNote.tsx';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb and the count: "Push 12 invoices". */
  readonly confirmLabel: string;
  /** Where "Cancel" could be taken for the act itself. */
  readonly dismissLabel?: string;
  readonly tone?: 'primary' | 'danger' | 'amber';
  readonly disabledReason?: string | undefined;
  readonly isWide?: boolean;
  /** A field in it takes the focus, not the confirming button. */
  readonly isFieldFirst?: boolean;
  /** Resolves: the dialog closes. Rejects: the dialog stays and says why. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactElement | null {
  return props.isOpen ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const [isRunning, setRunning] = useState(false);
  // A button that can't be pressed yet would only show its reason, and Esc would close that first.
  const [isReadyAtOnce] = useState(props.disabledReason === undefined);
  const [error, setError] = useState<OperationError | null>(null);

  const confirm = async (): Promise<void> => {
    if (isRunning || props.disabledReason !== undefined) return;
    setRunning(true);
    setError(null);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (thrown) {
      setError(toOperationError(thrown));
    } finally {
      setRunning(false);
    }
  };

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title}
      role="alertdialog"
      isWide={props.isWide ?? false}
      foot={
        <>
          {props.disabledReason === undefined || isRunning ? null : <DialogHint>{props.disabledReason}</DialogHint>}
          <Button onPress={props.onClose}>{props.dismissLabel ?? 'Cancel'}</Button>
          <Button
            autoFocus={props.isFieldFirst !== true && isReadyAtOnce}
            variant={props.tone ?? 'primary'}
            isPending={isRunning}
            disabledReason={props.disabledReason}
            onPress={() => void confirm()}
          >
            {error === null ? props.confirmLabel : 'Try again'}
          </Button>
        </>
      }
    >
      {props.children}
      {error === null ? null : <ErrorNote error={error} />}
    </Dialog>
  );
}
