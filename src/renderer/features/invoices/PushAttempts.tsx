// The verified steps of each push, with what was sent and what came back: the evidence.
import { Check, ChevronRight, Circle, CircleX, LoaderCircle, Minus } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components';
import type { PushAttemptView, PushStepView } from '../../../contract/invoices.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { cx } from '../../ui/classNames.ts';
import { Facts, type Fact } from '../../ui/Facts.tsx';
import { formatDuration, formatInstant, formatTimeWithSeconds } from '../../ui/formatDate.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { failureWords } from './failureWords.ts';
import css from './PushAttempts.module.css';

const stepIcons = { waiting: Circle, running: LoaderCircle, done: Check, failed: CircleX, skipped: Minus } as const;
const stepWords = {
  waiting: 'waiting',
  running: 'running now',
  done: 'done',
  failed: 'failed',
  skipped: 'not needed',
} as const;
const attemptWords = { running: 'running', synced: 'synced', failed: 'failed', waiting: 'waiting' } as const;

export function PushAttempts({ attempts }: { readonly attempts: readonly PushAttemptView[] }): ReactElement | null {
  const newestFirst = attempts.toSorted((left, right) => right.attempt - left.attempt);
  const [latest, ...earlier] = newestFirst;
  if (latest === undefined) return null;
  return (
    <div className={cx(css.attempts)}>
      <Attempt attempt={latest} />
      {earlier.length === 0 ? null : (
        <Disclosure className={cx(css.earlier)}>
          <AriaButton slot="trigger" className={cx(css.earlierButton)}>
            <ChevronRight aria-hidden="true" />
            {countOf(earlier.length, 'earlier attempt')}
          </AriaButton>
          <DisclosurePanel>
            {earlier.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} />
            ))}
          </DisclosurePanel>
        </Disclosure>
      )}
    </div>
  );
}

function Attempt({ attempt }: { readonly attempt: PushAttemptView }): ReactElement {
  const { timeZone } = useStatus();
  const doneCount = attempt.steps.filter((step) => step.state === 'done').length;
  return (
    <div className={cx(css.attempt)}>
      <p className={cx(css.attemptHead)}>
        <span>{`Attempt ${attempt.attempt}, ${attemptWords[attempt.state]}`}</span>
        <span className="muted">{`${formatInstant(attempt.startedAt, timeZone)}${attempt.endedAt === null ? '' : ` · ${formatDuration(attempt.startedAt, attempt.endedAt)}`}`}</span>
      </p>
      {attempt.state === 'running' ? (
        <p className="visually-hidden" role="status">
          {`Step ${Math.min(attempt.steps.length, doneCount + 1)} of ${attempt.steps.length} is running`}
        </p>
      ) : null}
      {attempt.errorMessage === null || attempt.steps.some((step) => step.error !== null) ? null : (
        <p className={cx(css.attemptError)}>{failureWords(attempt.errorMessage)}</p>
      )}
      <ol className={cx(css.steps)}>
        {attempt.steps.map((step) => (
          // Adopting what QuickBooks already had needs no writing: those steps did not wait, they were not needed.
          <Step
            key={step.step}
            step={attempt.state === 'synced' && step.state === 'waiting' ? { ...step, state: 'skipped' } : step}
          />
        ))}
      </ol>
    </div>
  );
}

function Step({ step }: { readonly step: PushStepView }): ReactElement {
  const { timeZone } = useStatus();
  const Icon = stepIcons[step.state];
  const took = step.startedAt !== null && step.endedAt !== null ? formatDuration(step.startedAt, step.endedAt) : '';
  const facts: readonly Fact[] = [
    ...step.request.map((line): Fact => [line.label, line.value]),
    ...(step.requestId === null ? [] : [['Request id', <code key="id">{step.requestId}</code>] as const]),
  ];
  const evidence: readonly Fact[] = [
    ...step.evidence.map((line): Fact => [line.label, line.value]),
    ...(step.intuitTid === null ? [] : [['intuit_tid', <code key="tid">{step.intuitTid}</code>] as const]),
    ...(step.responseDigest === null
      ? []
      : [['Answer digest', <code key="digest">{step.responseDigest.slice(0, 16)}</code>] as const]),
    ...(step.startedAt === null ? [] : [['Started', formatTimeWithSeconds(step.startedAt, timeZone)] as const]),
  ];
  const hasEvidence = facts.length > 0 || step.evidence.length > 0 || step.intuitTid !== null;
  const line = (
    <>
      <span className={cx(css.stepIcon)}>
        <Icon aria-hidden="true" />
      </span>
      <span className={cx(css.stepTitle)}>
        <span className={cx(css.stepNumber)}>{step.step}</span>
        {step.title}
        <span className="visually-hidden">{`, ${stepWords[step.state]}`}</span>
      </span>
      <span className={cx(css.took)}>{took}</span>
    </>
  );
  return (
    <li className={cx(css.step, css[step.state])}>
      {hasEvidence ? (
        <Disclosure>
          <AriaButton slot="trigger" className={cx(css.stepLine, css.stepButton)}>
            {line}
            <ChevronRight aria-hidden="true" className={cx(css.chevron)} />
          </AriaButton>
          <DisclosurePanel>
            <div className={cx(css.evidence)}>
              {facts.length === 0 ? null : (
                <>
                  <p className={cx(css.evidenceTitle)}>Sent</p>
                  <Facts facts={facts} />
                </>
              )}
              <p className={cx(css.evidenceTitle)}>Came back</p>
              <Facts facts={evidence} />
            </div>
          </DisclosurePanel>
        </Disclosure>
      ) : (
        <div className={cx(css.stepLine)}>{line}</div>
      )}
      {step.error === null ? null : <p className={cx(css.stepError)}>{failureWords(step.error)}</p>}
    </li>
  );
}
