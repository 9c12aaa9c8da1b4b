// What is on its way to Stripe, or stopped half-way: go on with it, or give it up.
import type { ReactElement } from 'react';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import css from './RefundsScreen.module.css';
import { cx } from '../../ui/classNames.ts';
import { useOfflineReason } from '../../ui/OfflineReason.ts';

export function UnfinishedChanges(): ReactElement | null {
  const unfinished = useQueryOperation('refunds.unfinished', {});
  const offline = useOfflineReason();
  const goOn = useCommandOperation('changes.continue');
  const giveUp = useCommandOperation('changes.giveUp');
  const changes = unfinished.data?.changes ?? [];
  const run = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      toastDone(what);
    } catch (thrown) {
      toastFailure(what, thrown);
    }
  };
  if (changes.length === 0) return null;
  return (
    <div className={cx(css.unfinished)}>
      {changes.map((change) => {
        const looked = { changeId: change.changeId, expectedVersion: change.version };
        const isPaused = change.state === 'paused';
        return (
          <Note
            key={change.changeId}
            tone={isPaused ? 'warning' : 'info'}
            title={isPaused ? `${change.summary}: stopped` : `${change.summary}: on its way`}
            action={
              isPaused ? (
                <div className={cx(css.acts)}>
                  <Button size="s" disabledReason={offline} onPress={() => void run('It goes on', () => goOn.run(looked))}>
                    Try again
                  </Button>
                  <Button size="s" variant="quiet" onPress={() => void run('It was given up', () => giveUp.run(looked))}>
                    Give up
                  </Button>
                </div>
              ) : undefined
            }
          >
            {change.error === null ? null : <p>{change.error}</p>}
          </Note>
        );
      })}
    </div>
  );
}
