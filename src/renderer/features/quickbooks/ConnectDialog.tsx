// Connecting: Intuit's page opens in a window of its own or a tab; where that fails, the address it ended on can be pasted.
import { ArrowUpRight } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { QuickBooksStatus } from '../../../contract/quickBooks.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatTime } from '../../ui/formatDate.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './QuickBooksScreen.module.css';

interface ConnectDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly state: QuickBooksStatus['state'];
}

export function ConnectDialog({ isOpen, onClose, state }: ConnectDialogProps): ReactElement {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Connect QuickBooks">
      <ConnectBody onClose={onClose} state={state} />
    </Dialog>
  );
}

function ConnectBody({ onClose, state }: Omit<ConnectDialogProps, 'isOpen'>): ReactElement {
  const { shell, timeZone } = useStatus();
  const offline = useOfflineReason();
  const connect = useCommandOperation('quickbooks.connect');
  const callback = useCommandOperation('quickbooks.callback');
  const [stateAtOpening] = useState(state);
  const [started, setStarted] = useState<{ readonly authorizeUrl: string; readonly expiresAt: string } | null>(null);
  const [address, setAddress] = useState('');
  const [error, setError] = useState<OperationError | null>(null);

  useEffect(() => {
    if (started === null || state !== 'connected' || stateAtOpening === 'connected') return;
    toastDone('QuickBooks is connected');
    onClose();
  }, [state, stateAtOpening, started, onClose]);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setError(null);
    try {
      await act();
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  const start = (): Promise<void> => attempt(async () => setStarted(await connect.run({})));
  const finish = (): Promise<void> =>
    attempt(async () => {
      const { companyName } = await callback.run({ address: address.trim() });
      toastDone(`Connected to ${companyName}`);
      onClose();
    });

  return (
    <>
      <p>
        Sign in at Intuit, choose the company that these books belong to, and allow access to accounting. Tieout never
        sees your Intuit password.
      </p>
      {started === null ? (
        <Button variant="primary" isPending={connect.isRunning} disabledReason={offline} onPress={() => void start()}>
          Start
        </Button>
      ) : (
        <>
          {shell === 'browser' ? (
            <a className={cx(css.linkButton)} href={started.authorizeUrl} target="_blank" rel="noreferrer">
              Continue at Intuit
              <ArrowUpRight aria-hidden="true" />
            </a>
          ) : (
            <p role="status">
              Intuit's page has opened in its own window. This dialog closes by itself when you are done there.
            </p>
          )}
          <p className="muted">{`This sign-in is valid until ${formatTime(started.expiresAt, timeZone)}.`}</p>
          <TextField
            label="Signed in, but nothing happened here?"
            help="Copy the whole address of the page you landed on and paste it here."
            placeholder="https://…?code=…&realmId=…&state=…"
            value={address}
            onChange={setAddress}
          />
          <Button
            isPending={callback.isRunning}
            disabledReason={address.trim() === '' ? 'Paste the address first.' : offline}
            onPress={() => void finish()}
          >
            Finish with this address
          </Button>
        </>
      )}
      {error === null ? null : <ErrorNote error={error} />}
    </>
  );
}
