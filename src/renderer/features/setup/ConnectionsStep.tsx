// The first two steps: Stripe's key with each permission tried, and QuickBooks by its sign-in.
import { Check, CircleDashed, Plug, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { WritePermissions } from '../../../contract/setup.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card } from '../../ui/Screen.tsx';
import { ConnectDialog } from '../quickbooks/ConnectDialog.tsx';
import { QuickBooksApp, StripeKey, whereKept } from '../settings/ConnectionsSection.tsx';
import css from './Setup.module.css';

export function ConnectionsStep({ source }: { readonly source: 'stripe' | 'quickbooks' }): ReactElement | null {
  const settings = useQueryOperation('settings.get', {});
  if (settings.isError) return <ErrorNote error={toOperationError(settings.error)} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return null;
  const kept = whereKept[settings.data.secretsPersistence];
  if (source === 'quickbooks') return <QuickBooksStep app={<QuickBooksApp settings={settings.data} kept={kept} />} hasApp={settings.data.quickBooks.clientSecret.isStored} redirectUri={settings.data.quickBooks.redirectUri} />;
  return (
    <>
      <Card isFlush>
        <StripeKey settings={settings.data} kept={kept} />
      </Card>
      <WriteAccess key={settings.data.stripe.key.storedAt} hasKey={settings.data.stripe.key.isStored} />
    </>
  );
}

const accessWords = {
  granted: { word: 'Granted', icon: Check, tone: 'good' },
  missing: { word: 'Missing', icon: X, tone: 'amber' },
  unknown: { word: 'Not tested', icon: CircleDashed, tone: 'neutral' },
} as const;

/** Tried by itself once a key is there: it changes nothing in Stripe. */
function WriteAccess({ hasKey }: { readonly hasKey: boolean }): ReactElement | null {
  const status = useStatus();
  const { run, isRunning } = useCommandOperation('setup.testStripeWrites');
  const [permissions, setPermissions] = useState<WritePermissions | null>(null);
  const [error, setError] = useState<OperationError | null>(null);
  const test = useCallback(async (): Promise<void> => {
    setError(null);
    try {
      setPermissions((await run({})).permissions);
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  }, [run]);
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!hasKey || hasBegun.current) return;
    hasBegun.current = true;
    void test();
  }, [hasKey, test]);
  if (!hasKey) return null;
  return (
    <Card
      title="What the key may change"
      acts={
        <Button size="s" isPending={isRunning} disabledReason={offlineReason(status)} onPress={() => void test()}>
          Test again
        </Button>
      }
    >
      <p className="muted">Only for what you want to do from here; everything else works with reading alone. The test asks to change something that does not exist, so nothing changes.</p>
      {error === null ? null : <ErrorNote error={error} />}
      {permissions === null ? null : (
        <div className={cx(css.flush)}>
          <ReportTable
            caption="What the Stripe key may write"
            rows={permissions}
            keyOf={({ resource }) => resource}
            columns={[
              { id: 'resource', header: 'Permission to write', cell: ({ resource }) => resource },
              { id: 'neededFor', header: 'Needed for', isWrapping: true, cell: ({ neededFor }) => neededFor },
              { id: 'now', header: 'Switched on', cell: ({ isNeededNow }) => (isNeededNow ? 'Yes, under Settings' : 'When you do it') },
              {
                id: 'access',
                header: 'Last test',
                cell: ({ access, isNeededNow }) => (
                  <Pill icon={accessWords[access].icon} tone={access === 'missing' && !isNeededNow ? 'neutral' : accessWords[access].tone}>
                    {accessWords[access].word}
                  </Pill>
                ),
              },
            ]}
          />
        </div>
      )}
    </Card>
  );
}

function QuickBooksStep({ app, hasApp, redirectUri }: { readonly app: ReactElement; readonly hasApp: boolean; readonly redirectUri: string | null }): ReactElement {
  const status = useStatus();
  const connection = useQueryOperation('quickbooks.status', {});
  const [isOpen, setOpen] = useState(false);
  const state = connection.data?.state ?? 'not_configured';
  const reason = !hasApp ? 'Store the Intuit app first.' : redirectUri === null ? 'Start Tieout with --redirect-uri: Intuit’s production keys need an https address of your own.' : offlineReason(status);
  return (
    <>
      <Card isFlush>{app}</Card>
      <Card title="The company">
        <p>{state === 'connected' ? `Connected to ${connection.data?.companyName ?? 'your company'}.` : 'It must be Australian, in Australian dollars, with GST and custom transaction numbers switched on. The next step checks it.'}</p>
        {redirectUri === null ? <p className="muted">The live company needs --redirect-uri at the start: the address that you registered under the production keys at Intuit. The README says how.</p> : null}
        <div className={cx(css.acts)}>
          <Button variant={state === 'connected' ? 'plain' : 'primary'} icon={<Plug aria-hidden="true" />} disabledReason={reason} onPress={() => setOpen(true)}>
            {state === 'connected' ? 'Connect again' : 'Connect QuickBooks'}
          </Button>
        </div>
      </Card>
      <ConnectDialog isOpen={isOpen} onClose={() => setOpen(false)} state={state} />
    </>
  );
}
