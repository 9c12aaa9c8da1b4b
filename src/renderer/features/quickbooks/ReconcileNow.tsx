// Runs the heartbeat and the reconciliation loop at once and says what came of it.
import { RefreshCw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { ReconcileResult } from '../../../contract/push.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { countOf } from '../../ui/formatMoney.ts';

const sentences: Readonly<Record<ReconcileResult['status'], string>> = {
  ok: 'The heartbeat beat and the loop ran: what was pending, failed or half done in the last 7 days was tried again.',
  skipped: 'The loop was skipped: without a good heartbeat nothing is pushed.',
  running: 'A reconciliation is already running; its progress is shown above.',
};

export function ReconcileNow({ disabledReason }: { readonly disabledReason: string | undefined }): ReactElement {
  const reconcile = useCommandOperation('push.reconcileNow');
  const [result, setResult] = useState<ReconcileResult | null>(null);
  const [error, setError] = useState<OperationError | null>(null);
  const run = async (): Promise<void> => {
    setError(null);
    try {
      const answer = await reconcile.run({});
      setResult(answer);
      announce(`Reconciliation: ${answer.synced} synced, ${answer.failed} failed, ${answer.abandoned} abandoned.`);
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  const close = (): void => {
    setResult(null);
    setError(null);
  };
  return (
    <>
      <Button
        icon={<RefreshCw aria-hidden="true" />}
        isPending={reconcile.isRunning}
        disabledReason={disabledReason}
        tip="Heartbeat, then retry what is pending, failed or half done"
        onPress={() => void run()}
      >
        {reconcile.isRunning ? 'Reconciling…' : 'Reconcile now'}
      </Button>
      <Dialog
        isOpen={result !== null || error !== null}
        onClose={close}
        title="Reconciliation with QuickBooks"
        foot={
          <Button variant="primary" autoFocus onPress={close}>
            Close
          </Button>
        }
      >
        {error === null ? null : <ErrorNote error={error} onRetry={() => void run()} />}
        {result === null ? null : (
          <>
            <p>{sentences[result.status]}</p>
            <Facts
              facts={[
                [
                  'Heartbeat',
                  result.heartbeat.ok ? `Good. ${result.heartbeat.message}` : `Failed. ${result.heartbeat.message}`,
                ],
                ['Synced', countOf(result.synced, 'invoice')],
                [
                  'Failed',
                  <a key="failed" href="#/quickbooks?tab=failed" onClick={close}>
                    {countOf(result.failed, 'invoice')}
                  </a>,
                ],
                [
                  'Abandoned',
                  <a key="abandoned" href="#/quickbooks?tab=abandoned" onClick={close}>
                    {countOf(result.abandoned, 'invoice')}
                  </a>,
                ],
              ]}
            />
          </>
        )}
      </Dialog>
    </>
  );
}
