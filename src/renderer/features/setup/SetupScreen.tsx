// Setting up a company of one's own, step by step; each can be left and taken up again.
import { Check, Circle } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { setupStepIds, type SetupOutput, type SetupStepId } from '../../../contract/setup.ts';
import { hrefOf, navigate, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { Card, ScreenHead } from '../../ui/Screen.tsx';
import { toastFailure } from '../../ui/toasts.ts';
import { ConnectOwnDialog } from './ConnectOwnDialog.tsx';
import { ConnectionsStep } from './ConnectionsStep.tsx';
import { DryRunStep } from './DryRunStep.tsx';
import { MappingStep } from './MappingStep.tsx';
import { openCompany } from './openCompany.ts';
import { ProfileStep } from './ProfileStep.tsx';
import css from './Setup.module.css';
import { stepWords } from './stepWords.ts';

export default function SetupScreen(): ReactElement {
  const { environment } = useStatus();
  return environment === 'demo' ? <DemoSetup /> : <OwnSetup />;
}

function DemoSetup(): ReactElement {
  const [isConnecting, setConnecting] = useState(false);
  return (
    <>
      <ScreenHead title="Set up" />
      <div className={cx(css.alone)}>
        <Card title="This is the demo company">
          <p>It needs no setup. Your own company has its own data folder and its own keys.</p>
          <div className={cx(css.acts)}>
            <Button variant="primary" onPress={() => setConnecting(true)}>
              Connect my accounts…
            </Button>
          </div>
        </Card>
      </div>
      <ConnectOwnDialog isOpen={isConnecting} onClose={() => setConnecting(false)} />
    </>
  );
}

function OwnSetup(): ReactElement {
  const { params } = useRoute();
  const setup = useQueryOperation('setup.get', {});
  const goToDemo = async (): Promise<void> => {
    try {
      await openCompany('demo', 'overview');
    } catch (thrown) {
      toastFailure('The demo company was not opened', thrown);
    }
  };
  const asked = setupStepIds.find((id) => id === params.get('step'));
  const firstOpen = setup.data?.steps.find(({ isDone }) => !isDone)?.id;
  const step = asked ?? firstOpen ?? 'dry_run';
  const isRead = setup.data !== undefined;
  // The step stays under the person's eyes once it is done; the address says which it is.
  useEffect(() => {
    if (asked === undefined && isRead) navigate('setup', { step }, { replace: true });
  }, [asked, isRead, step]);
  return (
    <>
      <ScreenHead title="Set up" acts={<Button onPress={() => void goToDemo()}>Explore the demo company instead</Button>}>
        <p>Leave at any time; the Overview keeps the list until it is done.</p>
      </ScreenHead>
      <div className={cx(css.layout)}>
        <nav aria-label="Steps of the setup">
          <StepList steps={setup.data?.steps ?? []} current={step} />
        </nav>
        <div className={cx(css.body)}>
          {setup.isError ? <ErrorNote error={toOperationError(setup.error)} onRetry={() => void setup.refetch()} /> : null}
          {setup.data?.isDone === true ? (
            <Note tone="info" title="The setup is done." action={<a href={hrefOf('quickbooks', { tab: 'awaiting_review' })}>Review invoices</a>}>
              <p>Each step can be looked at and done again. Before real books: Settings, Go live.</p>
            </Note>
          ) : null}
          {setup.data === undefined ? null : <StepBody setup={setup.data} step={step} />}
        </div>
      </div>
    </>
  );
}

function StepList({ steps, current }: { readonly steps: SetupOutput['steps']; readonly current: SetupStepId }): ReactElement {
  return (
    <ol className={cx(css.steps)}>
      {steps.map(({ id, isDone }) => (
        <li key={id} className={cx(isDone && css.done)}>
          <a href={hrefOf('setup', { step: id })} {...(id === current ? { 'aria-current': 'step' as const } : {})}>
            {isDone ? <Check role="img" aria-label="Done:" /> : <Circle role="img" aria-label="To do:" />}
            {stepWords[id].name}
          </a>
        </li>
      ))}
    </ol>
  );
}

function StepBody({ setup, step }: { readonly setup: SetupOutput; readonly step: SetupStepId }): ReactElement {
  const index = setupStepIds.indexOf(step);
  const next = setupStepIds[index + 1];
  const present = setup.steps.find(({ id }) => id === step);
  return (
    <>
      <div className={cx(css.step)}>
        <div>
          <h2>{`${index + 1}. ${stepWords[step].name}`}</h2>
          <p className="muted">{stepWords[step].lead}</p>
        </div>
        {step === 'stripe' || step === 'quickbooks' ? <ConnectionsStep source={step} /> : null}
        {step === 'mapping' ? <MappingStep /> : null}
        {step === 'profile' ? <ProfileStep isConfirmed={present?.isDone === true} /> : null}
        {step === 'dry_run' ? <DryRunStep isConfirmed={present?.isDone === true} /> : null}
      </div>
      <div className={cx(css.acts)}>
        <p className="muted">{present?.sentence}</p>
        {next === undefined ? null : (
          <Button variant={present?.isDone === true ? 'primary' : 'plain'} onPress={() => navigate('setup', { step: next })}>
            {present?.isDone === true ? `Next: ${stepWords[next].name}` : 'Do this later'}
          </Button>
        )}
      </div>
    </>
  );
}
