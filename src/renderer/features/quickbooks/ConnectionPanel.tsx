// The connection: which company, how long it still lives, when the heartbeat beat; connect, reconnect, disconnect; the setup check.
import {
  Check,
  ChevronRight,
  CircleCheck,
  CircleDashed,
  Ellipsis,
  FlaskConical,
  Plug,
  RefreshCw,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Meter } from 'react-aria-components';
import type { QuickBooksStatus, SetupCreation } from '../../../contract/quickBooks.ts';
import { updateParams, useRoute } from '../../app/router.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatAsOf, formatInstant, formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toastDone, toastOutcome } from '../../ui/toasts.ts';
import { CreateMissingDialog } from './CreateMissingDialog.tsx';
import { ConnectDialog } from './ConnectDialog.tsx';
import css from './QuickBooksScreen.module.css';
import { SelfTestDialog } from './SelfTestDialog.tsx';
import { ReconcileNow } from './ReconcileNow.tsx';

/** Compact while a review pane needs the height: the state stays, the particulars go. */
export function ConnectionPanel({ isCompact }: { readonly isCompact: boolean }): ReactElement {
  const connection = useQueryOperation('quickbooks.status', {});
  const status = useStatus();
  const refresh = useCommandOperation('quickbooks.refreshSetup');
  const disconnect = useCommandOperation('quickbooks.disconnect');
  const [dialog, setDialog] = useState<'connect' | 'disconnect' | 'selfTest' | null>(null);
  /** The address asks for it: the palette's command. */
  const isConnectAsked = useRoute().params.get('connect') === '1';
  const data = connection.data;
  const refreshSetup = (): Promise<void> =>
    toastOutcome(() => refresh.run({}), { done: 'The setup was checked and the account mapping read again', failed: 'The setup check failed' });
  const isConnected = data?.state === 'connected';
  return (
    <section className={cx(css.connection)} aria-label="Connection">
      <div className={cx(css.line)}>
        <h1>QuickBooks</h1>
        {data === undefined || !isCompact ? null : (
          <span className={cx(css.compact)}>
            <Pill icon={statePills[data.state].icon} tone={statePills[data.state].tone}>
              {statePills[data.state].word}
            </Pill>
            {data.daysLeft === null ? null : ` ${data.companyName ?? ''} · ${data.daysLeft} of 100 days left`}
          </span>
        )}
        <span className={cx(css.push)} />
        {data === undefined ? null : (
          <div className={cx(css.acts)}>
            {data.state === 'not_connected' ? (
              <Button
                variant="primary"
                icon={<Plug aria-hidden="true" />}
                disabledReason={offlineReason(status)}
                onPress={() => setDialog('connect')}
              >
                Connect QuickBooks
              </Button>
            ) : null}
            {data.state !== 'not_connected' && data.reconnectSuggested ? (
              <Button
                variant="amber"
                icon={<Plug aria-hidden="true" />}
                disabledReason={offlineReason(status)}
                onPress={() => setDialog('connect')}
              >
                Reconnect QuickBooks
              </Button>
            ) : null}
            <ReconcileNow disabledReason={isConnected ? offlineReason(status) : 'Connect QuickBooks first.'} />
            <MenuButton
              variant="plain"
              aria-label="More about the connection"
              menuLabel="Connection"
              icon={<Ellipsis aria-hidden="true" />}
              acts={[
                {
                  id: 'setup',
                  label: 'Check the setup again',
                  icon: <RefreshCw aria-hidden="true" />,
                  disabledReason: isConnected ? offlineReason(status) : 'Not connected',
                  onAct: () => void refreshSetup(),
                },
                // Not offered at all where it would write into real books.
                ...(data.environment === 'production'
                  ? []
                  : [
                      {
                        id: 'selfTest',
                        label: 'Self-test of this sandbox…',
                        icon: <FlaskConical aria-hidden="true" />,
                        disabledReason: isConnected ? offlineReason(status) : 'Not connected',
                        onAct: () => setDialog('selfTest'),
                      },
                    ]),
                {
                  id: 'reconnect',
                  label: 'Connect again',
                  icon: <Plug aria-hidden="true" />,
                  disabledReason: data.state === 'not_configured' ? 'Not set up' : offlineReason(status),
                  onAct: () => setDialog('connect'),
                },
                {
                  id: 'disconnect',
                  label: 'Disconnect…',
                  icon: <Unplug aria-hidden="true" />,
                  isDanger: true,
                  disabledReason:
                    data.state === 'not_connected' || data.state === 'not_configured' ? 'Not connected' : undefined,
                  onAct: () => setDialog('disconnect'),
                },
              ]}
            />
          </div>
        )}
      </div>
      {connection.isError ? (
        <ErrorNote error={toOperationError(connection.error)} onRetry={() => void connection.refetch()} />
      ) : null}
      {data === undefined || isCompact ? null : (
        <>
          <ConnectionFacts data={data} />
          <SetupFindings data={data} />
        </>
      )}
      {dialog === 'selfTest' ? <SelfTestDialog onClose={() => setDialog(null)} /> : null}
      <ConnectDialog
        isOpen={dialog === 'connect' || isConnectAsked}
        onClose={() => (isConnectAsked ? updateParams({ connect: undefined }, { replace: true }) : setDialog(null))}
        state={data?.state ?? 'not_connected'}
      />
      <ConfirmDialog
        isOpen={dialog === 'disconnect'}
        title="Disconnect QuickBooks?"
        confirmLabel="Disconnect QuickBooks"
        tone="danger"
        onClose={() => setDialog(null)}
        onConfirm={async () => {
          await disconnect.run({});
          toastDone('QuickBooks is disconnected', 'Approved invoices wait; nothing in QuickBooks was changed.');
        }}
      >
        <p>Tieout gives its access back to Intuit and forgets the tokens. Nothing in QuickBooks is changed.</p>
        <p>Approved invoices wait until you connect the same company again. The heartbeat stops.</p>
      </ConfirmDialog>
    </section>
  );
}

const statePills = {
  connected: { icon: CircleCheck, tone: 'good', word: 'Connected' },
  not_connected: { icon: CircleDashed, tone: 'neutral', word: 'Not connected' },
  not_configured: { icon: CircleDashed, tone: 'neutral', word: 'Not set up' },
  reconnect_needed: { icon: TriangleAlert, tone: 'amber', word: 'Reconnect needed' },
} as const;
const environmentNames = {
  simulator: 'simulated company',
  sandbox: 'sandbox company',
  production: 'production company',
} as const;

function ConnectionFacts({ data }: { readonly data: QuickBooksStatus }): ReactElement {
  const { timeZone, today } = useStatus();
  const pill = statePills[data.state];
  if (data.state === 'not_configured') {
    return (
      <Note
        tone="info"
        title="QuickBooks is not set up yet."
        action={<a href="#/settings?section=connections">Open Settings</a>}
      >
        <p>Enter the Intuit client id and secret under Settings, Connections; then connect here.</p>
      </Note>
    );
  }
  return (
    <dl className={cx(css.facts)}>
      <div className={cx(css.fact)}>
        <dt>Company</dt>
        <dd>
          {data.companyName ?? 'None yet'}
          <span className={cx(css.sub)}>
            {data.realmId === null
              ? environmentNames[data.environment]
              : `${data.realmId} · ${environmentNames[data.environment]}`}
          </span>
        </dd>
      </div>
      <div className={cx(css.fact)}>
        <dt>State</dt>
        <dd>
          <Pill icon={pill.icon} tone={pill.tone}>
            {pill.word}
          </Pill>
        </dd>
      </div>
      {data.daysLeft === null ? null : (
        <div className={cx(css.fact)}>
          <dt>Connection lives</dt>
          <dd>
            <Meter
              aria-label="Days left of 100"
              value={data.daysLeft}
              maxValue={100}
              valueLabel={`${data.daysLeft} of 100 days`}
              className={cx(css.meter, data.daysLeft < 20 && css.low)}
            >
              {({ percentage }) => (
                <>
                  <span>{`${data.daysLeft} of 100 days`}</span>
                  <span className={cx(css.track)}>
                    <span className={cx(css.fill)} style={{ inlineSize: `${percentage}%` }} />
                  </span>
                </>
              )}
            </Meter>
            <span className={cx(css.sub)}>
              {data.grantExpiresAt === null
                ? 'Each heartbeat starts the 100 days again'
                : `The grant itself ends ${formatLocalDate(localDateOf(data.grantExpiresAt, timeZone))}`}
            </span>
          </dd>
        </div>
      )}
      <div className={cx(css.fact)}>
        <dt>Last heartbeat</dt>
        <dd>
          {data.lastHeartbeatAt === null ? 'None yet' : formatAsOf(data.lastHeartbeatAt, today, timeZone)}
          <span className={cx(css.sub)}>{data.lastHeartbeatResult}</span>
        </dd>
      </div>
      <div className={cx(css.fact)}>
        <dt>Next heartbeat</dt>
        <dd>{data.nextHeartbeatAt === null ? 'Once connected' : formatInstant(data.nextHeartbeatAt, timeZone)}</dd>
      </div>
    </dl>
  );
}

function SetupFindings({ data }: { readonly data: QuickBooksStatus }): ReactElement | null {
  const status = useStatus();
  const [creating, setCreating] = useState<SetupCreation | null>(null);
  const open = data.setup.filter((finding) => !finding.ok);
  const passed = data.setup.filter((finding) => finding.ok);
  if (data.setup.length === 0) return null;
  return (
    <div className={cx(css.findings)}>
      {creating === null ? null : <CreateMissingDialog what={creating} onClose={() => setCreating(null)} />}
      {open.map((finding) => (
        <Note
          key={finding.check}
          tone={finding.severity}
          action={
            finding.creates === null ? undefined : (
              <Button
                size="s"
                disabledReason={data.state === 'connected' ? offlineReason(status) : 'Connect QuickBooks first.'}
                onPress={() => setCreating(finding.creates)}
              >
                Create it…
              </Button>
            )
          }
        >
          <strong>{finding.sentence}</strong> {finding.nextAction}
        </Note>
      ))}
      {passed.length === 0 ? null : (
        <Disclosure className={cx(css.passed)}>
          <AriaButton slot="trigger" className={cx(css.passedButton)}>
            <ChevronRight aria-hidden="true" />
            {`${countOf(passed.length, 'setup check')} passed`}
          </AriaButton>
          <DisclosurePanel>
            <ul className={cx(css.passedList)}>
              {passed.map((finding) => (
                <li key={finding.check}>
                  <Check aria-hidden="true" />
                  <span>{`${finding.check}: ${finding.sentence}`}</span>
                </li>
              ))}
            </ul>
          </DisclosurePanel>
        </Disclosure>
      )}
    </div>
  );
}
