// About: version, and the diagnostics that can be sent to whoever helps; they pass the same filter as the logs.
import { ClipboardCopy } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './SettingsScreen.module.css';

export function AboutSection(): ReactElement {
  const status = useStatus();
  const diagnostics = useQueryOperation('settings.diagnostics', {});
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(diagnostics.data?.text ?? '');
    toastDone('The diagnostics are copied');
  };
  return (
    <section id="section-about" className={cx(css.section)} aria-label="About">
      <div className={cx(css.head)}>
        <h2>About Tieout</h2>
        <p>Stripe, the local books and QuickBooks Online, tied out to the cent.</p>
      </div>
      <div className={cx(css.block)}>
        <Facts
          facts={[
            ['Version', status.version],
            ['Runs as', status.shell === 'desktop' ? 'Desktop app' : 'Browser host on this machine'],
            ['Environment', status.environment.toUpperCase()],
          ]}
        />
        {diagnostics.isError ? (
          <ErrorNote error={toOperationError(diagnostics.error)} onRetry={() => void diagnostics.refetch()} />
        ) : null}
        {diagnostics.data === undefined ? null : (
          <>
            <div className={cx(css.row)}>
              <h3>Diagnostics</h3>
              <Button size="s" variant="quiet" onPress={() => void diagnostics.refetch()}>
                Read again
              </Button>
              <Button size="s" icon={<ClipboardCopy aria-hidden="true" />} onPress={() => void copy()}>
                Copy diagnostics
              </Button>
            </div>
            <pre className={cx(css.diagnostics)} tabIndex={0} aria-label="Diagnostics">
              {diagnostics.data.text}
            </pre>
            <p className="muted">It passes the same filter as the log: no keys and no card data are in it.</p>
          </>
        )}
      </div>
    </section>
  );
}
