// A change in Stripe that is under way or stopped: its steps, why it stopped, and the two ways on.
import type { ReactElement } from 'react';
import type { StripeChangeView } from '../../../contract/stripeWrites.ts';
import { openExternal } from '../../bridge/transport.ts';
import { call } from '../../bridge/call.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Note } from '../../ui/Note.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { toastFailure, toastOutcome } from '../../ui/toasts.ts';
import css from './subscriptions.module.css';

const stepWords = { planned: 'not sent yet', sending: 'under way', done: 'done', failed: 'refused' } as const;

export function UnfinishedChange({ change, hasCardPage = false }: { readonly change: StripeChangeView; readonly hasCardPage?: boolean }): ReactElement {
  const offline = useOfflineReason();
  const goOn = useCommandOperation('changes.continue');
  const giveUp = useCommandOperation('changes.giveUp');
  const looked = { changeId: change.changeId, expectedVersion: change.version };
  const decide = (act: typeof goOn | typeof giveUp, done: string): Promise<void> => toastOutcome(() => act.run(looked), { done, failed: 'The change was not decided' });
  const openPage = async (): Promise<void> => {
    try {
      openExternal((await call('changes.cardPage', { changeId: change.changeId })).url);
    } catch (thrown) {
      toastFailure('The card page could not be opened', thrown);
    }
  };
  const isPaused = change.state === 'paused';
  return (
    <Note
      tone={isPaused ? 'warning' : 'info'}
      title={isPaused ? `Stopped: ${change.summary}` : `Under way: ${change.summary}`}
      action={
        isPaused ? (
          <>
            <Button size="s" variant="primary" isPending={goOn.isRunning} disabledReason={offline} onPress={() => void decide(goOn, 'The change goes on')}>
              Continue
            </Button>
            <Button size="s" isPending={giveUp.isRunning} tip="What was done in Stripe stays; the rest is not sent" onPress={() => void decide(giveUp, 'The change was given up')}>
              Give up
            </Button>
          </>
        ) : hasCardPage ? (
          <>
            <Button size="s" disabledReason={offline} onPress={() => void openPage()}>
              Open the card page
            </Button>
            <Button size="s" isPending={giveUp.isRunning} tip="Nothing was charged; the subscription is not begun" onPress={() => void decide(giveUp, 'The subscription is not begun')}>
              Stop waiting
            </Button>
          </>
        ) : undefined
      }
    >
      {change.error === null ? null : <p>{change.error}</p>}
      <ol className={cx(css.steps)}>
        {change.steps.map((step) => (
          <li key={step.position}>{`${step.title}: ${stepWords[step.state]}`}</li>
        ))}
      </ol>
    </Note>
  );
}
