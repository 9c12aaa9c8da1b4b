// What the Overview shows until a newcomer has found the way: the welcome to the demo, or the checklist of an own company.
import { ArrowRight, Check, Circle } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { hrefOf, navigate } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { Card } from '../../ui/Screen.tsx';
import { ConnectOwnDialog } from './ConnectOwnDialog.tsx';
import css from './Setup.module.css';
import { stepWords } from './stepWords.ts';

export function SetupCards(): ReactElement | null {
  return useStatus().environment === 'demo' ? <WelcomeCard /> : <ChecklistCard />;
}

const hiddenKey = 'tieout.welcome';
const wasHidden = (): boolean => window.localStorage.getItem(hiddenKey) === 'hidden';

function WelcomeCard(): ReactElement | null {
  const { badges, longWork } = useStatus();
  // While the history is read and found again in QuickBooks, the count is not yet that of what will wait.
  const isCounted = badges.toReview > 0 && !longWork.some(({ kind }) => kind === 'backfill' || kind === 'link');
  const [isHidden, setHidden] = useState(wasHidden);
  const [isConnecting, setConnecting] = useState(false);
  if (isHidden) return null;
  const hide = (): void => {
    window.localStorage.setItem(hiddenKey, 'hidden');
    setHidden(true);
  };
  return (
    <Card
      title="Welcome to Tieout"
      acts={
        <Button size="s" variant="quiet" onPress={hide}>
          Hide
        </Button>
      }
    >
      <p>
        This is the demo company: eighteen months of a small training-software business, in a simulated Stripe and a simulated QuickBooks. Nothing leaves
        your machine, so try everything.
      </p>
      <div className={cx(css.acts)}>
        <Button variant="primary" icon={<ArrowRight aria-hidden="true" />} onPress={() => navigate('quickbooks', { tab: 'awaiting_review' })}>
          {isCounted ? `Explore: review ${countOf(badges.toReview, 'paid invoice')}` : 'Explore the demo company'}
        </Button>
        <Button onPress={() => setConnecting(true)}>Connect my accounts…</Button>
      </div>
      <ConnectOwnDialog isOpen={isConnecting} onClose={() => setConnecting(false)} />
    </Card>
  );
}

function ChecklistCard(): ReactElement | null {
  const setup = useQueryOperation('setup.get', {});
  if (setup.data === undefined || setup.data.isDone) return null;
  const { steps, areWritesHeld } = setup.data;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Card
      title={`Setting up: ${steps.filter(({ isDone }) => isDone).length} of ${steps.length} done`}
      acts={
        <Button variant="primary" icon={<ArrowRight aria-hidden="true" />} onPress={() => navigate('setup', { step: next?.id })}>
          Go on with the setup
        </Button>
      }
    >
      <ol className={cx(css.checklist)}>
        {steps.map(({ id, isDone, sentence }) => (
          <li key={id} className={cx(isDone && css.done)}>
            {isDone ? <Check role="img" aria-label="Done" /> : <Circle role="img" aria-label="To do" />}
            <a href={hrefOf('setup', { step: id })}>{stepWords[id].name}</a>
            <span className="muted">{sentence}</span>
          </li>
        ))}
      </ol>
      {areWritesHeld ? <p className="muted">Until you have looked at the dry run, Tieout writes nothing of its own accord to Stripe or QuickBooks.</p> : null}
    </Card>
  );
}
