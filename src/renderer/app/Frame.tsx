// The frame around every screen: sidebar, top bar, banners, running work, palette, shortcuts, toasts.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ComponentType, type ReactElement } from 'react';
import { useLinkState } from '../bridge/EngineLink.tsx';
import type { StatusOutput } from '../../contract/status.ts';
import { toOperationError } from '../bridge/OperationFailure.ts';
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
import SetupScreen from '../features/setup/SetupScreen.tsx';
import SubscriptionsScreen from '../features/subscriptions/SubscriptionsScreen.tsx';
import { cx } from '../ui/classNames.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { keepFocus } from '../ui/keepFocus.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { OfflineReason } from '../ui/OfflineReason.ts';
import { ToastRegion } from '../ui/ToastRegion.tsx';
import { Banners, LinkDownBanner } from './Banners.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import css from './Frame.module.css';
import { Palette } from './palette/Palette.tsx';
import { usePaletteEntries } from './palette/usePaletteEntries.tsx';
import { navigate, useRoute, type ScreenId } from './router.ts';
import { screenById } from './screens.ts';
import { ShortcutList } from './ShortcutList.tsx';
import { useGlobalShortcuts } from './shortcuts.ts';
import { Sidebar } from './Sidebar.tsx';
import { offlineReason, StatusContext } from './StatusContext.ts';
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
  setup: SetupScreen,
};

export function Frame(): ReactElement {
  const { screen } = useRoute();
  const client = useQueryClient();
  const linkState = useLinkState();
  const status = useQueryOperation('status.get', {});
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const offline = status.data === undefined ? undefined : offlineReason(status.data);
  const entries = usePaletteEntries({
    offlineReason: offline,
    isLive: status.data?.environment === 'live',
    openHelp: () => setHelpOpen(true),
  });
  useGlobalShortcuts({ openPalette: () => setPaletteOpen(true), openHelp: () => setHelpOpen(true) });
  const main = useScreenChange(screen, status.data?.businessName);
  useFirstLanding(status.data);
  useEffect(keepFocus, []);

  if (status.data === undefined) return <Starting error={status.error} onRetry={() => void status.refetch()} />;
  const View = screenViews[screen];
  return (
    <StatusContext value={status.data}>
      <OfflineReason value={offline}>
        <a className={cx(css.skip)} href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
          Skip to the screen
        </a>
        <div className={cx(css.frame)}>
          <Sidebar status={status.data} current={screen} />
          <TopBar status={status.data} onSearch={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} />
          <div className={cx(css.content)}>
            {linkState !== 'up' ? (
              <LinkDownBanner isSignedOut={linkState === 'signed-out'} onRetry={() => void client.refetchQueries({ type: 'active' })} />
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
        />
        <ShortcutList isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
        <ToastRegion />
        <LiveRegion />
      </OfflineReason>
    </StatusContext>
  );
}

/** A company of one's own without a key has nothing to show yet: it opens on its setup. */
function useFirstLanding(status: StatusOutput | undefined): void {
  const hasLanded = useRef(false);
  useEffect(() => {
    if (status === undefined || hasLanded.current) return;
    hasLanded.current = true;
    const isBare = window.location.hash === '' || window.location.hash === '#/' || window.location.hash === '#/overview';
    if (isBare && status.environment !== 'demo' && status.banners.some(({ id }) => id === 'STRIPE_NOT_CONFIGURED')) navigate('setup', {}, { replace: true });
  }, [status]);
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
