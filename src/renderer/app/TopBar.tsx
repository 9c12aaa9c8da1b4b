// The top bar: whose books these are, in which world, how fresh; search, sync, look, help.
import { Contrast, Keyboard, Moon, RefreshCw, Search, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import type { StatusOutput } from '../../contract/status.ts';
import { useLongWork } from '../bridge/progressStore.ts';
import { useCommandOperation } from '../bridge/useCommandOperation.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/classNames.ts';
import { formatCount } from '../ui/formatMoney.ts';
import { MenuButton } from '../ui/MenuButton.tsx';
import { toastDone, toastFailure } from '../ui/toasts.ts';
import { FreshnessDots } from './FreshnessDots.tsx';
import { modifierName } from './shortcuts.ts';
import { offlineReason } from './StatusContext.ts';
import { setTheme, themes, useTheme } from './theme.ts';
import css from './TopBar.module.css';

const environmentMeaning = {
  demo: 'Demo company: simulated Stripe and QuickBooks, no real money.',
  test: 'Test mode: Stripe test data and a QuickBooks sandbox.',
  live: 'Live: real money and real books.',
} as const;
const themeIcons = { system: Contrast, light: Sun, dark: Moon } as const;
const themeNames = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

export function TopBar({
  status,
  onSearch,
  onHelp,
}: {
  readonly status: StatusOutput;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}): ReactElement {
  const sync = useCommandOperation('sync.now');
  const theme = useTheme();
  const ThemeIcon = themeIcons[theme];
  const works = useLongWork(status.longWork);
  const poll = works.find((work) => work.kind === 'poll');
  const isSyncing = works.some((work) => work.kind === 'poll' || work.kind === 'backfill');
  const syncText =
    poll === undefined || poll.total === null
      ? undefined
      : `${poll.doing}: ${formatCount(poll.done)} of ${formatCount(poll.total)}`;
  const syncNow = async (): Promise<void> => {
    try {
      const { started, kind } = await sync.run({});
      if (started) toastDone(kind === 'backfill' ? 'Reading everything from Stripe' : 'Reading what is new in Stripe');
      else toastDone('A sync is already running');
    } catch (thrown) {
      toastFailure('Sync did not start', thrown, () => void syncNow());
    }
  };
  return (
    <header className={cx(css.bar)}>
      <p className={cx(css.company)}>
        <span className={cx(css.companyName)}>{status.businessName}</span>
        <span className={cx(css.environment, css[status.environment])} title={environmentMeaning[status.environment]}>
          {status.environment.toUpperCase()}
        </span>
      </p>
      <FreshnessDots status={status} />
      <Button
        size="s"
        variant="quiet"
        className={cx(css.sync)}
        icon={<RefreshCw aria-hidden="true" className={cx(isSyncing && css.spinning)} />}
        isPending={sync.isRunning}
        disabledReason={offlineReason(status)}
        tip={syncText}
        onPress={() => void syncNow()}
      >
        {isSyncing ? 'Syncing…' : 'Sync now'}
      </Button>
      <span className={cx(css.spacer)} />
      <button type="button" className={cx(css.search)} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Search aria-hidden="true" />
        <span>Search or go to…</span>
        <kbd aria-hidden="true">{`${modifierName} K`}</kbd>
      </button>
      <MenuButton
        size="s"
        variant="quiet"
        aria-label={`Look: ${themeNames[theme]}`}
        menuLabel="Look"
        icon={<ThemeIcon aria-hidden="true" />}
        acts={themes.map((id) => {
          const Icon = themeIcons[id];
          return {
            id,
            label: id === theme ? `${themeNames[id]} (chosen)` : themeNames[id],
            icon: <Icon aria-hidden="true" />,
            onAct: () => setTheme(id),
          };
        })}
      />
      <Button
        size="s"
        variant="quiet"
        aria-label="Keyboard shortcuts"
        tip="Keyboard shortcuts (?)"
        icon={<Keyboard aria-hidden="true" />}
        onPress={onHelp}
      />
    </header>
  );
}
