// Rebuild the mirror: Stripe is read again beside the books, what differs is listed, and what is missing is taken in.
import { RefreshCcw, ScanSearch } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { RebuildRun } from '../../../contract/rebuild.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { countOf, formatCount } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { toastDone, toastFailure, toastOutcome } from '../../ui/toasts.ts';
import { RebuildDifferences } from './RebuildDifferences.tsx';
import css from './SettingsScreen.module.css';

export function RebuildSection(): ReactElement {
  const app = useStatus();
  const rebuild = useQueryOperation('rebuild.status', {});
  const start = useCommandOperation('rebuild.start');
  const discard = useCommandOperation('rebuild.discard');
  const [isConfirming, setConfirming] = useState(false);
  const run = rebuild.data?.run ?? null;
  const isBusy = run !== null && (run.isWorking || run.state === 'comparing' || run.state === 'applying');
  const busyReason = isBusy ? 'The mirror is being read or compared; the progress is under the top bar.' : undefined;
  const begin = async (): Promise<void> => {
    try {
      await start.run({});
      toastDone('Stripe is being read again', 'You can go on working meanwhile.');
    } catch (thrown) {
      toastFailure('It could not be started', thrown, () => void begin());
    }
  };
  const forget = (runId: number): Promise<void> =>
    toastOutcome(() => discard.run({ runId }), { done: 'The list was discarded', failed: 'It could not be discarded' });
  return (
    <section id="section-rebuild" className={cx(css.section)} aria-label="Rebuild the mirror">
      <div className={cx(css.head)}>
        <h2>Rebuild the mirror</h2>
        <p>
          Everything in Stripe is read again beside the books and compared with them, row by row. Nothing is changed
          until you say so, and the ledger is only ever added to.
        </p>
      </div>
      <div className={cx(css.block)}>
        {rebuild.isError ? (
          <ErrorNote error={toOperationError(rebuild.error)} onRetry={() => void rebuild.refetch()} />
        ) : null}
        {rebuild.isSuccess && run === null ? <p>Not read again yet, or the last list was discarded.</p> : null}
        {run === null ? null : <RunState run={run} timeZone={app.timeZone} />}
        {run?.state === 'ready' && total(run) > 0 ? <RebuildDifferences key={run.comparedAt} run={run} /> : null}
      </div>
      <div className={cx(css.foot)}>
        {run?.state === 'ready' ? (
          <Button
            variant="quiet"
            isPending={discard.isRunning}
            disabledReason={busyReason}
            onPress={() => void forget(run.id)}
          >
            Discard the list
          </Button>
        ) : null}
        {run?.state === 'ready' && run.mendable > 0 ? (
          <Button
            icon={<RefreshCcw aria-hidden="true" />}
            disabledReason={busyReason ?? offlineReason(app)}
            onPress={() => setConfirming(true)}
          >
            {`Take in ${countOf(run.mendable, 'difference')}…`}
          </Button>
        ) : null}
        <Button
          icon={<ScanSearch aria-hidden="true" />}
          isPending={start.isRunning}
          disabledReason={busyReason ?? offlineReason(app)}
          onPress={() => void begin()}
        >
          {run?.state === 'reading' ? 'Go on reading' : 'Read Stripe again and compare'}
        </Button>
      </div>
      {run === null ? null : <ApplyDialog run={run} isOpen={isConfirming} onClose={() => setConfirming(false)} />}
    </section>
  );
}

const total = (run: RebuildRun): number => Object.values(run.counts).reduce((sum, count) => sum + count, 0);

function RunState({ run, timeZone }: { readonly run: RebuildRun; readonly timeZone: string }): ReactElement {
  if (run.state === 'reading' && !run.isWorking)
    return <p>{`Begun ${formatInstant(run.startedAt, timeZone)} and not finished; it goes on where it was.`}</p>;
  if (run.state !== 'ready') return <p>{`Begun ${formatInstant(run.startedAt, timeZone)}; under way.`}</p>;
  const at = run.comparedAt === null ? '' : formatInstant(run.comparedAt, timeZone);
  if (total(run) === 0) return <Note tone="info" title={`Nothing differs: compared ${at}, every row.`} />;
  const left = total(run) - run.mendable;
  return (
    <Note tone="warning" title={`${countOf(total(run), 'difference')}, compared ${at}`}>
      {left === 0
        ? 'All of them can be taken in from Stripe.'
        : `${formatCount(left)} of them need a person: what the books have and Stripe has not, or a ledger row that is another. The ledger is never changed; check the books, and restore a backup if a row was altered.`}
    </Note>
  );
}

function ApplyDialog({
  run,
  isOpen,
  onClose,
}: {
  readonly run: RebuildRun;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const apply = useCommandOperation('rebuild.apply');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Take in what Stripe has?"
      confirmLabel={`Take in ${countOf(run.mendable, 'difference')}`}
      onClose={onClose}
      onConfirm={async () => {
        await apply.run({ runId: run.id, mendable: run.mendable });
        toastDone('What was missing is being taken in', 'The comparison follows by itself.');
      }}
    >
      <p>
        {`${formatCount(run.counts.missing_here)} missing and ${formatCount(run.counts.mirror_differs)} differing fields of the mirror are taken from Stripe. Payments and refunds that were missing are added to the ledger with today’s recording time and go to the review queue. The books are backed up first.`}
      </p>
    </ConfirmDialog>
  );
}
