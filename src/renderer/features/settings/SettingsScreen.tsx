// Settings: business profile, push policy, connections with write-only keys, data folder, about and diagnostics.
import { useEffect, type ReactElement } from 'react';
import { useRoute } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ScreenHead } from '../../ui/Screen.tsx';
import { AboutSection } from './AboutSection.tsx';
import { BackupsSection } from './BackupsSection.tsx';
import { ConnectionsSection } from './ConnectionsSection.tsx';
import { DataSection } from './DataSection.tsx';
import { GoLiveSection } from './GoLiveSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { RebuildSection } from './RebuildSection.tsx';
import { TestToolsSection } from './TestToolsSection.tsx';
import { settingsSections } from './settingsSections.ts';
import css from './SettingsScreen.module.css';

export default function SettingsScreen(): ReactElement {
  const { params } = useRoute();
  const settings = useQueryOperation('settings.get', {});
  const section = params.get('section');
  const isReady = settings.data !== undefined;
  useEffect(() => {
    if (section !== null && isReady)
      document.querySelector(`#section-${CSS.escape(section)}`)?.scrollIntoView({ block: 'start' });
  }, [section, isReady]);
  return (
    <>
      <ScreenHead title="Settings" />
      <div className={cx(css.layout)}>
        <nav aria-label="Sections of the settings" className={cx(css.nav)}>
          <ul>
            {settingsSections
              .filter(({ id }) => id !== 'test-tools' || settings.data?.environment !== 'live')
              .map(({ id, name }) => (
                <li key={id}>
                  <a
                    href={`#/settings?section=${id}`}
                    {...((section ?? 'profile') === id ? { 'aria-current': 'true' as const } : {})}
                  >
                    {name}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
        <div className={cx(css.body)}>
          {settings.isError ? (
            <ErrorNote error={toOperationError(settings.error)} onRetry={() => void settings.refetch()} />
          ) : null}
          {settings.data === undefined ? null : (
            <>
              <ProfileSection key={JSON.stringify(settings.data.profile)} saved={settings.data.profile} />
              <ConnectionsSection settings={settings.data} />
              <GoLiveSection />
              <DataSection settings={settings.data} />
              <BackupsSection schemaVersion={settings.data.data.schemaVersion} />
              <RebuildSection />
              {settings.data.environment === 'live' ? null : <TestToolsSection />}
              <AboutSection />
            </>
          )}
        </div>
      </div>
    </>
  );
}
