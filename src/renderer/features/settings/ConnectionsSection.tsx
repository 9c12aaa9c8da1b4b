// Connections: keys go in and never come out; Stripe's permissions as they were last tested.
import { Check, CircleDashed, KeyRound, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { SettingsOutput } from '../../../contract/settings.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './SettingsScreen.module.css';
import { WebhookSettings } from './WebhookSettings.tsx';

export const whereKept = { system: 'stored in the system keychain', memory: 'kept in memory for this session' } as const;
const accessWords = {
  granted: { word: 'Granted', icon: Check, tone: 'good' },
  missing: { word: 'Missing', icon: X, tone: 'amber' },
  unknown: { word: 'Not tested', icon: CircleDashed, tone: 'neutral' },
} as const;

export function ConnectionsSection({ settings }: { readonly settings: SettingsOutput }): ReactElement {
  const kept = whereKept[settings.secretsPersistence];
  return (
    <section id="section-connections" className={cx(css.section)} aria-label="Connections and keys">
      <div className={cx(css.head)}>
        <h2>Connections and keys</h2>
        <p>{`Keys are write-only: they are ${kept}, used by the program, and never shown again.`}</p>
      </div>
      <StripeKey settings={settings} kept={kept} />
      <WebhookSettings
        settings={settings}
        secretState={<SecretState secret={settings.stripe.webhook.secret} kept={kept} name="Signing secret" />}
      />
      <QuickBooksApp settings={settings} kept={kept} />
    </section>
  );
}

function SecretState({
  secret,
  kept,
  name,
}: {
  readonly secret: SettingsOutput['stripe']['key'];
  readonly kept: string;
  readonly name: string;
}): ReactElement {
  const { timeZone } = useStatus();
  return (
    <p className={cx(css.secretState)}>
      <Pill icon={secret.isStored ? KeyRound : CircleDashed} tone={secret.isStored ? 'good' : 'neutral'}>
        {secret.isStored ? `${name} ${kept}` : `No ${name.toLowerCase()} yet`}
      </Pill>
      {secret.hint === null ? null : <span className="muted">{`ends in ${secret.hint}`}</span>}
      {secret.storedAt === null ? null : (
        <span className="muted">{`since ${formatInstant(secret.storedAt, timeZone)}`}</span>
      )}
    </p>
  );
}

export function StripeKey({ settings, kept }: { readonly settings: SettingsOutput; readonly kept: string }): ReactElement {
  const status = useStatus();
  const setKey = useCommandOperation('settings.setStripeKey');
  const [key, setKeyText] = useState('');
  const [error, setError] = useState<OperationError | null>(null);
  const submit = async (): Promise<void> => {
    setError(null);
    try {
      const { accountId, permissions } = await setKey.run({ key: key.trim() });
      setKeyText('');
      const missing = permissions.filter(({ access }) => access === 'missing').length;
      toastDone(
        `Connected to ${accountId ?? 'Stripe'}`,
        missing === 0
          ? 'Every permission the console needs is there.'
          : `${missing} permissions are missing; see the list.`,
      );
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  return (
    <div className={cx(css.block)}>
      <h3>Stripe</h3>
      <SecretState secret={settings.stripe.key} kept={kept} name="Key" />
      <Facts
        facts={[
          ['Account', settings.stripe.accountId ?? 'Not known yet'],
          ['Reached at', settings.stripe.apiBase],
        ]}
      />
      <div className={cx(css.row)}>
        <TextField
          label={settings.stripe.key.isStored ? 'Replace the restricted key' : 'Restricted key'}
          type="password"
          value={key}
          onChange={setKeyText}
          maxLength={300}
          placeholder="rk_live_…"
        />
        <Button
          variant="primary"
          isPending={setKey.isRunning}
          disabledReason={key.trim().length < 8 ? 'Enter the key first.' : offlineReason(status)}
          onPress={() => void submit()}
        >
          Test and store
        </Button>
      </div>
      <p className="muted">
        Create it in Stripe under Developers, API keys, with the permissions listed below. It is tested before it is
        stored.
      </p>
      {error === null ? null : <ErrorNote error={error} />}
      {settings.stripe.permissions.length === 0 ? null : (
        <div className={cx(css.bleed)}>
          <ReportTable
            caption="Permissions of the Stripe key"
            rows={settings.stripe.permissions}
            keyOf={(permission) => permission.resource}
            columns={[
              { id: 'resource', header: 'Permission', cell: (permission) => permission.resource },
              { id: 'neededFor', header: 'Needed for', isWrapping: true, cell: (permission) => permission.neededFor },
              {
                id: 'access',
                header: 'Last test',
                cell: (permission) => (
                  <Pill icon={accessWords[permission.access].icon} tone={accessWords[permission.access].tone}>
                    {accessWords[permission.access].word}
                  </Pill>
                ),
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}

export function QuickBooksApp({ settings, kept }: { readonly settings: SettingsOutput; readonly kept: string }): ReactElement {
  const setApp = useCommandOperation('settings.setQuickBooksApp');
  const [clientId, setClientId] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  const [error, setError] = useState<OperationError | null>(null);
  const isComplete = clientId.trim().length >= 4 && clientSecret.trim().length >= 4;
  const submit = async (): Promise<void> => {
    setError(null);
    try {
      await setApp.run({ clientId: clientId.trim(), clientSecret: clientSecret.trim() });
      setClientId('');
      setClientSecret('');
      toastDone('The Intuit app is stored', 'Now connect the company under QuickBooks.');
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  return (
    <div className={cx(css.block)}>
      <h3>QuickBooks Online</h3>
      <SecretState secret={settings.quickBooks.clientSecret} kept={kept} name="Client secret" />
      <Facts
        facts={[
          ['Client id', settings.quickBooks.clientId ?? 'None yet'],
          ['Redirect address', settings.quickBooks.redirectUri ?? 'Not set'],
          ['Reached at', settings.quickBooks.apiBase],
          [
            'Company',
            <a key="company" href="#/quickbooks">
              Connect or look at the connection
            </a>,
          ],
        ]}
      />
      <div className={cx(css.grid)}>
        <TextField label="Intuit client id" value={clientId} onChange={setClientId} maxLength={200} />
        <TextField
          label="Intuit client secret"
          type="password"
          value={clientSecret}
          onChange={setClientSecret}
          maxLength={200}
          help="From developer.intuit.com, your app, Keys and OAuth."
        />
      </div>
      {error === null ? null : <ErrorNote error={error} />}
      <div className={cx(css.row)}>
        <span />
        <Button
          isPending={setApp.isRunning}
          disabledReason={isComplete ? undefined : 'Enter both first.'}
          onPress={() => void submit()}
        >
          Store the Intuit app
        </Button>
      </div>
    </div>
  );
}
