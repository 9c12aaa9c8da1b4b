// Says that the queue is paused, what waits, and lets it go on.
import { Play } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';

export function PausedNote({ approvedCount }: { readonly approvedCount: number }): ReactElement {
  const resume = useCommandOperation('push.resume');
  const goOn = async (): Promise<void> => {
    try {
      await resume.run({});
      toastDone('Pushing goes on');
    } catch (thrown) {
      toastFailure('Pushing could not go on', thrown, () => void goOn());
    }
  };
  return (
    <Note
      tone="warning"
      title="Pushing to QuickBooks is paused"
      action={
        <Button size="s" icon={<Play aria-hidden="true" />} isPending={resume.isRunning} onPress={() => void goOn()}>
          Go on
        </Button>
      }
    >
      <p>
        {approvedCount === 0
          ? 'What is approved from now on waits as well, also over a restart.'
          : `${countOf(approvedCount, 'approved invoice')} ${approvedCount === 1 ? 'waits' : 'wait'}, also over a restart. Those you no longer want can be taken back to review.`}
      </p>
    </Note>
  );
}
