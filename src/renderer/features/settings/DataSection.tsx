// Where the data is, and when it was last backed up.
import type { ReactElement } from 'react';
import type { SettingsOutput } from '../../../contract/settings.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { cx } from '../../ui/classNames.ts';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { Id } from '../../ui/Id.tsx';
import css from './SettingsScreen.module.css';

export function DataSection({ settings }: { readonly settings: SettingsOutput }): ReactElement {
  const { timeZone } = useStatus();
  return (
    <section id="section-data" className={cx(css.section)} aria-label="Data">
      <div className={cx(css.head)}>
        <h2>Data</h2>
        <p>
          One SQLite file on this machine. What Stripe and QuickBooks know can be rebuilt; what only you know is in the
          backups.
        </p>
      </div>
      <div className={cx(css.block)}>
        <Facts
          facts={[
            ['Folder', <Id key="folder" value={settings.data.folder} name="data folder" />],
            ['Database', settings.data.databaseFile],
            ['Schema version', String(settings.data.schemaVersion)],
            [
              'Last backup',
              settings.data.lastBackupAt === null ? 'None yet' : formatInstant(settings.data.lastBackupAt, timeZone),
            ],
          ]}
        />
      </div>
    </section>
  );
}
