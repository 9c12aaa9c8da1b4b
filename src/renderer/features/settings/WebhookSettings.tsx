// The loopback webhook: where Stripe's CLI forwards to, its signing secret, and the desktop app's listener.
import { useState, type ReactElement, type ReactNode } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { SettingsOutput } from '../../../contract/settings.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './SettingsScreen.module.css';

const path = '/billing/webhook';

export function WebhookSettings({
  settings,
  secretState,
}: {
  readonly settings: SettingsOutput;
  /** How the stored secret is told of, as for the other keys. */
  readonly secretState: ReactNode;
}): ReactElement {
  const { timeZone } = useStatus();
  const { webhook } = settings.stripe;
  const isDesktop = webhook.shell === 'desktop';
  const address = isDesktop ? `http://127.0.0.1:${webhook.listener.port}${path}` : `${window.location.origin}${path}`;
  return (
    <div className={cx(css.block)}>
      <h3>Stripe webhook on this machine</h3>
      <p className="muted">
        Optional: Stripe’s command line tool forwards events here as they happen, so that they show within a second. The
        console hears of everything without it, at the next poll.
      </p>
      {secretState}
      <Facts
        facts={[
          ['Command', <code key="command">{`stripe listen --forward-to ${address}`}</code>],
          [
            'Last webhook',
            webhook.lastReceivedAt === null ? 'None yet' : formatInstant(webhook.lastReceivedAt, timeZone),
          ],
        ]}
      />
      <SigningSecret isStored={webhook.secret.isStored} />
      {isDesktop ? <Listener key={webhook.listener.port} listener={webhook.listener} /> : null}
    </div>
  );
}

function SigningSecret({ isStored }: { readonly isStored: boolean }): ReactElement {
  const setSecret = useCommandOperation('settings.setWebhookSecret');
  const [secret, setText] = useState('');
  const [error, setError] = useState<OperationError | null>(null);
  const submit = async (next: string | null): Promise<void> => {
    setError(null);
    try {
      await setSecret.run({ secret: next });
      setText('');
      toastDone(next === null ? 'The signing secret was taken away' : 'The signing secret is stored');
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  return (
    <>
      <div className={cx(css.row)}>
        <TextField
          label={isStored ? 'Replace the signing secret' : 'Signing secret'}
          type="password"
          value={secret}
          onChange={setText}
          maxLength={300}
          placeholder="whsec_…"
          help="stripe listen prints it when it starts."
        />
        <Button
          isPending={setSecret.isRunning}
          disabledReason={secret.trim().length < 8 ? 'Enter the secret first.' : undefined}
          onPress={() => void submit(secret.trim())}
        >
          Store the secret
        </Button>
        {isStored ? (
          <Button variant="quiet" isPending={setSecret.isRunning} onPress={() => void submit(null)}>
            Take it away
          </Button>
        ) : null}
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </>
  );
}

function Listener({ listener }: { readonly listener: SettingsOutput['stripe']['webhook']['listener'] }): ReactElement {
  const setListener = useCommandOperation('settings.setWebhookListener');
  const [portText, setPortText] = useState(String(listener.port));
  const [error, setError] = useState<OperationError | null>(null);
  const port = /^\d{4,5}$/.test(portText) ? Number(portText) : null;
  const isPort = port !== null && port >= 1024 && port <= 65_535;
  const save = async (next: { isOn: boolean; port: number }): Promise<void> => {
    setError(null);
    try {
      await setListener.run(next);
      toastDone(next.isOn ? `Listening on port ${next.port}` : 'The listener is off');
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  return (
    <>
      <SwitchField
        label="Listen for webhooks while the app is open"
        help="Only on this machine; nothing on the network can reach it."
        isOn={listener.isOn}
        onChange={(isOn) => void save({ isOn, port: listener.port })}
      />
      <div className={cx(css.row)}>
        <TextField label="Port" value={portText} onChange={setPortText} maxLength={5} help="1024 to 65535." />
        <Button
          isPending={setListener.isRunning}
          disabledReason={
            !isPort
              ? 'Enter a number from 1024 to 65535.'
              : port === listener.port
                ? 'This is the port in use.'
                : undefined
          }
          onPress={() => (port === null ? undefined : void save({ isOn: listener.isOn, port }))}
        >
          Use this port
        </Button>
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </>
  );
}
