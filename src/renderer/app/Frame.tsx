// The frame around every screen: sidebar, top bar, banners, running work, palette, shortcuts, toasts.
import { useQueryClient } from '@tanstack/react-query';
import { Keyboard, RefreshCw } from 'lucide-react';
import { useEffect, useRef, useState, type ComponentType, type ReactElement } from 'react';
import { useLinkState } from '../bridge/EngineLink.tsx';
import { toOperationError } from '../bridge/OperationFailure.ts';
import { useCommandOperation } from '../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../bridge/useQueryOperation.ts';
import ActivityScreen from '../features/activity/ActivityScreen.tsx';
import ClientsScreen from '../features/clients/ClientsScreen.tsx';
import GstScreen from '../features/gst/GstScreen.tsx';
import InvoicesScreen from '../features/invoices/InvoicesScreen.tsx';
import LedgerScreen from '../features/ledger/LedgerScreen.tsx';
import OverviewScreen from '../features/overview/OverviewScreen.tsx';
import QuickBooksScreen from '../features/quickbooks/QuickBooksScreen.tsx';
import RefundsScreen from '../features/refunds/RefundsScreen.tsx';
import ReconcileScreen from '../features/reconcile/ReconcileScreen.tsx';
import RevenueScreen from '../features/revenue/RevenueScreen.tsx';
import SettingsScreen from '../features/settings/SettingsScreen.tsx';
import SubscriptionsScreen from '../features/subscriptions/SubscriptionsScreen.tsx';
import { cx } from '../ui/classNames.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { toastDone, toastFailure } from '../ui/toasts.ts';
import { ToastRegion } from '../ui/ToastRegion.tsx';
import { Banners, LinkDownBanner } from './Banners.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import css from './Frame.module.css';
import { Palette, type PaletteEntry } from './Palette.tsx';
import { navigate, useRoute, type ScreenId } from './router.ts';
import { screenById, screens } from './screens.ts';
import { ShortcutList } from './ShortcutList.tsx';
import { useGlobalShortcuts } from './shortcuts.ts';
import { Sidebar } from './Sidebar.tsx';
import { StatusContext } from './StatusContext.ts';
import { setTheme, themes } from './theme.ts';
import { TopBar } from './TopBar.tsx';
import { WorkStrip } from './WorkStrip.tsx';

// All in one file: a screen must open even when the program behind the page is gone.
const screenViews: Readonly<Record<ScreenId, ComponentType>> = {
  overview: OverviewScreen,
  revenue: RevenueScreen,
  invoices: InvoicesScreen,
  refunds: RefundsScreen,
  clients: ClientsScreen,
  quickbooks: QuickBooksScreen,
  ledger: LedgerScreen,
  gst: GstScreen,
  reconcile: ReconcileScreen,
  activity: ActivityScreen,
  settings: SettingsScreen,
  subscriptions: SubscriptionsScreen,
};

export function Frame(): ReactElement {
  const { screen } = useRoute();
  const client = useQueryClient();
  const linkState = useLinkState();
  const status = useQueryOperation('status.get', {});
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const entries = usePaletteEntries(() => setHelpOpen(true));
  useGlobalShortcuts({ openPalette: () => setPaletteOpen(true), openHelp: () => setHelpOpen(true) });
  const main = useScreenChange(screen, status.data?.businessName);

  if (status.data === undefined) return <Starting error={status.error} onRetry={() => void status.refetch()} />;
  const View = screenViews[screen];
  return (
    <StatusContext value={status.data}>
      <a className={cx(css.skip)} href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the screen
      </a>
      <div className={cx(css.frame)}>
        <Sidebar status={status.data} current={screen} />
        <TopBar status={status.data} onSearch={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} />
        <div className={cx(css.content)}>
          {linkState === 'down' ? (
            <LinkDownBanner onRetry={() => void client.refetchQueries({ type: 'active' })} />
          ) : null}
          <Banners status={status.data} />
          <WorkStrip status={status.data} />
          <main ref={main} id="main" tabIndex={-1} className={cx(css.main)} aria-label={screenById(screen).name}>
            <ErrorBoundary key={screen}>
              <View />
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <Palette
        isOpen={isPaletteOpen}
        onClose={() => setPaletteOpen(false)}
        entries={entries}
        onOpenInvoice={(invoiceId) => navigate('invoices', { open: invoiceId })}
      />
      <ShortcutList isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <ToastRegion />
      <LiveRegion />
    </StatusContext>
  );
}

/** The page's title follows the screen; after a change of screen the focus is in it, so that the keyboard goes on there. */
function useScreenChange(screen: ScreenId, businessName: string | undefined): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  useEffect(() => {
    document.title = [screenById(screen).name, businessName, 'Tieout'].filter(Boolean).join(' · ');
    if (shown.current !== screen) main.current?.focus({ preventScroll: true });
    shown.current = screen;
  }, [screen, businessName]);
  return main;
}

function Starting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactElement {
  return (
    <main className={cx(css.starting)} aria-label="Tieout">
      {error === null ? (
        <p role="status">Opening the books…</p>
      ) : (
        <ErrorNote error={toOperationError(error)} onRetry={onRetry} />
      )}
    </main>
  );
}

function usePaletteEntries(openHelp: () => void): readonly PaletteEntry[] {
  const sync = useCommandOperation('sync.now');
  const reconcile = useCommandOperation('push.reconcileNow');
  const run = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      toastDone(what);
    } catch (thrown) {
      toastFailure(what, thrown);
    }
  };
  const command = (id: string, name: string, keywords: string, onChoose: () => void): PaletteEntry => ({
    id,
    name,
    keywords,
    group: 'Commands',
    icon: <RefreshCw aria-hidden="true" />,
    onChoose,
  });
  return [
    ...screens.map((entry): PaletteEntry => ({
      id: entry.id,
      name: entry.name,
      group: 'Pages',
      icon: <entry.icon aria-hidden="true" />,
      hint: `g ${entry.letter}`,
      onChoose: () => navigate(entry.id),
    })),
    command('sync', 'Sync now', 'stripe read poll refresh', () => void run('Sync started', () => sync.run({}))),
    command(
      'reconcile',
      'Reconcile with QuickBooks now',
      'heartbeat retry push',
      () => void run('Reconciliation finished', () => reconcile.run({})),
    ),
    command('check', 'Check the books', 'invariants verify hash ledger', () => navigate('ledger', { check: '1' })),
    command('review', 'Review what goes to QuickBooks', 'approve queue push', () =>
      navigate('quickbooks', { tab: 'awaiting_review' }),
    ),
    command('failed', 'Show failed pushes', 'error retry', () => navigate('quickbooks', { tab: 'failed' })),
    command('diagnostics', 'Copy diagnostics', 'support report', () => navigate('settings', { section: 'about' })),
    ...themes.map((theme) =>
      command(
        `theme-${theme}`,
        `Look: ${theme === 'system' ? 'as the system' : theme}`,
        'theme dark light mode appearance',
        () => setTheme(theme),
      ),
    ),
    {
      id: 'help',
      name: 'Keyboard shortcuts',
      keywords: 'help keys',
      group: 'Commands',
      icon: <Keyboard aria-hidden="true" />,
      hint: '?',
      onChoose: openHelp,
    },
  ];
}
