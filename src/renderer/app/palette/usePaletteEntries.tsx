// The palette's pages and commands.
import { Archive, BookOpenCheck, ClipboardCopy, Contrast, Eye, FileWarning, Keyboard, Pause, Play, Plug, RefreshCw, Scale, Settings, Undo2, type LucideIcon } from 'lucide-react';
import type { OperationInput, OperationName } from '../../../contract/operations.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { settingsSections } from '../../features/settings/settingsSections.ts';
import { toastOutcome } from '../../ui/toasts.ts';
import { navigate } from '../router.ts';
import { screens } from '../screens.ts';
import { setTheme, themes } from '../theme.ts';
import type { PaletteEntry } from './PaletteEntry.ts';

interface Surroundings {
  /** Why nothing that needs the network can be done now. */
  readonly offlineReason: string | undefined;
  readonly isLive: boolean;
  readonly openHelp: () => void;
}

const command = (id: string, name: string, Icon: LucideIcon, keywords: string, onChoose: () => void, disabledReason?: string): PaletteEntry => ({
  id: `command-${id}`,
  name,
  keywords,
  group: 'Commands',
  icon: <Icon aria-hidden="true" />,
  onChoose,
  disabledReason,
});

/** Runs a command that takes nothing; a toast says what came of it. */
function useRun<N extends OperationName>(operation: N, input: OperationInput<N>, done: string, failed: string): () => void {
  const { run } = useCommandOperation(operation);
  return () => void toastOutcome(() => run(input), { done, failed });
}

export function usePaletteEntries({ offlineReason, isLive, openHelp }: Surroundings): readonly PaletteEntry[] {
  const counts = useQueryOperation('push.counts', {});
  const sync = useRun('sync.now', {}, 'Sync started', 'Sync did not start');
  const reconcile = useRun('push.reconcileNow', {}, 'Reconciliation finished', 'The reconciliation failed');
  const backUp = useRun('backups.create', {}, 'The books were backed up', 'The books could not be backed up');
  const pause = useRun('push.pause', {}, 'Pushing is paused', 'Pushing could not be paused');
  const resume = useRun('push.resume', {}, 'Pushing goes on', 'Pushing could not go on');
  const isPaused = counts.data?.isPaused === true;
  return [
    ...screens.map((screen): PaletteEntry => ({
      id: `page-${screen.id}`,
      name: screen.name,
      group: 'Pages',
      icon: <screen.icon aria-hidden="true" />,
      hint: `g ${screen.letter}`,
      onChoose: () => navigate(screen.id),
    })),
    command('sync', 'Sync now', RefreshCw, 'stripe read poll refresh', sync, offlineReason),
    command('reconcile', 'Reconcile with QuickBooks now', Scale, 'heartbeat retry push', reconcile, offlineReason),
    command('check', 'Check the books', BookOpenCheck, 'invariants verify hash ledger', () => navigate('ledger', { check: '1' })),
    command('review', 'Review what goes to QuickBooks', Eye, 'approve queue push', () => navigate('quickbooks', { tab: 'awaiting_review' })),
    command('failed', 'Show failed pushes', FileWarning, 'error retry', () => navigate('quickbooks', { tab: 'failed' })),
    isPaused
      ? command('resume', 'Resume pushing to QuickBooks', Play, 'go on continue queue', resume)
      : command('pause', 'Pause pushing to QuickBooks', Pause, 'stop hold queue', pause),
    command('connect', 'Connect QuickBooks', Plug, 'reconnect intuit sign in oauth', () => navigate('quickbooks', { connect: '1' }), offlineReason),
    command('refund', 'Record a refund', Undo2, 'give back money', () => navigate('refunds', { record: 'new' })),
    command('backup', 'Back up now', Archive, 'save copy database', backUp),
    ...settingsSections
      .filter(({ id }) => id !== 'test-tools' || !isLive)
      .map(({ id, name }) => command(`settings-${id}`, `Settings: ${name}`, Settings, 'go to settings', () => navigate('settings', { section: id }))),
    command('diagnostics', 'Copy diagnostics', ClipboardCopy, 'support report', () => navigate('settings', { section: 'about' })),
    ...themes.map((theme) =>
      command(`theme-${theme}`, `Look: ${theme === 'system' ? 'as the system' : theme}`, Contrast, 'theme dark light mode appearance', () => setTheme(theme)),
    ),
    { ...command('help', 'Keyboard shortcuts', Keyboard, 'help keys', openHelp), hint: '?' },
  ];
}
