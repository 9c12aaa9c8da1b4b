// Long work under the top bar: what it does now, how far, how fast, and Cancel. It survives leaving the page.
import { Pause, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { ProgressBar } from 'react-aria-components';
import type { LongWork, StatusOutput } from '../../contract/status.ts';
import { useLongWork } from '../bridge/progressStore.ts';
import { useCommandOperation } from '../bridge/useCommandOperation.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/classNames.ts';
import { formatCount } from '../ui/formatMoney.ts';
import { toastDone, toastFailure } from '../ui/toasts.ts';
import { useRunningExports } from './export/runningExports.ts';
import css from './WorkStrip.module.css';

const kindNames = {
  backfill: 'Back-fill',
  poll: 'Sync',
  push: 'Push',
  reconcile: 'Reconcile',
  link: 'Linking',
  check: 'Check',
  rebuild: 'Rebuild',
} as const;

/** A line of the strip: the engine's work, or an export that this page writes. */
interface StripWork {
  readonly id: string;
  readonly name: string;
  readonly doing: string;
  readonly done: number;
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly isPause: boolean;
  /** Its end is told in another way. */
  readonly isEndTold: boolean;
  readonly onCancel: (() => Promise<void> | void) | null;
}

export function WorkStrip({ status }: { readonly status: StatusOutput }): ReactElement | null {
  const cancel = useCommandOperation('work.cancel');
  const cancelWork = async ({ id, kind }: LongWork): Promise<void> => {
    try {
      await cancel.run({ id });
      if (kind === 'push') toastDone('Pushing is paused', 'What was pushed is kept; the rest waits. Let it go on under QuickBooks.');
      else toastDone(`${kindNames[kind]} cancelled`, 'What was done so far is kept.');
    } catch (thrown) {
      toastFailure('It could not be cancelled', thrown);
    }
  };
  // The regular reading of what is new shows in the top bar; a strip for it would make the screen jump every minute.
  const engineWorks = useLongWork(status.longWork).filter((work) => work.kind !== 'poll');
  const exports = useRunningExports().filter((one) => one.isLong);
  const works: readonly StripWork[] = [
    ...engineWorks.map((work) => ({
      ...work,
      name: kindNames[work.kind],
      isPause: work.kind === 'push',
      isEndTold: false,
      onCancel: work.cancellable ? () => cancelWork(work) : null,
    })),
    ...exports.map((one) => ({
      id: one.id,
      name: 'Export',
      doing: one.isWriting ? `Putting the ${one.format} together: ${one.title}` : `Reading ${one.title} for the ${one.format}`,
      done: one.doneRows,
      total: one.totalRows,
      perSecond: one.perSecond,
      isPause: false,
      isEndTold: true,
      onCancel: one.cancel,
    })),
  ];
  useWorkAnnouncements(works);
  if (works.length === 0) return null;
  return (
    <section className={cx(css.strip)} aria-label="Running work">
      <ul>
        {works.map((work) => (
          <WorkLine key={work.id} work={work} />
        ))}
      </ul>
    </section>
  );
}

function WorkLine({ work }: { readonly work: StripWork }): ReactElement {
  const [isCancelling, setCancelling] = useState(false);
  const { onCancel } = work;
  const figures =
    work.total === null ? formatCount(work.done) : `${formatCount(work.done)} of ${formatCount(work.total)}`;
  const rate =
    work.perSecond === null || work.perSecond < 1 ? '' : ` · ${formatCount(Math.round(work.perSecond))} a second`;
  return (
    <li className={cx(css.work)}>
      <ProgressBar
        className={cx(css.progress)}
        aria-label={work.doing}
        isIndeterminate={work.total === null}
        value={work.done}
        maxValue={Math.max(1, work.total ?? 1)}
        valueLabel={figures}
      >
        {({ percentage, isIndeterminate }) => (
          <>
            <span className={cx(css.kind)}>{work.name}</span>
            <span className={cx(css.doing)}>{work.doing}</span>
            <span className={cx(css.track)}>
              <span
                className={cx(css.fill, isIndeterminate && css.indeterminate)}
                style={isIndeterminate ? {} : { inlineSize: `${percentage ?? 0}%` }}
              />
            </span>
            <span className={cx(css.figures)}>{figures + rate}</span>
          </>
        )}
      </ProgressBar>
      {onCancel === null ? null : (
        <Button
          size="s"
          variant="quiet"
          icon={work.isPause ? <Pause aria-hidden="true" /> : <X aria-hidden="true" />}
          isPending={isCancelling}
          onPress={() => {
            setCancelling(true);
            void Promise.resolve(onCancel()).finally(() => setCancelling(false));
          }}
        >
          {work.isPause ? 'Pause' : 'Cancel'}
        </Button>
      )}
    </li>
  );
}

/** Start, every quarter and end are spoken; not every number. */
function useWorkAnnouncements(works: readonly StripWork[]): void {
  const spoken = useRef(new Map<string, { doing: string; quarter: number; isEndTold: boolean }>());
  useEffect(() => {
    const present = new Set(works.map((work) => work.id));
    for (const work of works) {
      const quarter = work.total === null || work.total === 0 ? 0 : Math.floor((work.done * 4) / work.total);
      const before = spoken.current.get(work.id);
      if (before === undefined) announce(`${work.name} started: ${work.doing}`);
      else if (quarter > before.quarter && work.total !== null)
        announce(`${work.doing}: ${formatCount(work.done)} of ${formatCount(work.total)}`);
      spoken.current.set(work.id, { doing: work.doing, quarter, isEndTold: work.isEndTold });
    }
    for (const [id, before] of spoken.current) {
      if (present.has(id)) continue;
      if (!before.isEndTold) announce(`Finished: ${before.doing}`);
      spoken.current.delete(id);
    }
  }, [works]);
}
