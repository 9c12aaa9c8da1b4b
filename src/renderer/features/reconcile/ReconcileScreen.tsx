// Reconcile: what does not tie out, payouts with their members, and Stripe's fees beside its tax invoices.
import type { ReactElement } from 'react';
import { AsOf } from '../../app/AsOf.tsx';
import { navigate, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ScreenHead } from '../../ui/Screen.tsx';
import { ScreenTabs } from '../../ui/ScreenTabs.tsx';
import { DriftTab } from './DriftTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { FeesTab } from './FeesTab.tsx';
import { PayoutsTab } from './PayoutsTab.tsx';
import css from './ReconcileScreen.module.css';

const tabs = [
  { id: 'exceptions', name: 'Exceptions' },
  { id: 'changes', name: 'Changed in QuickBooks' },
  { id: 'payouts', name: 'Payouts' },
  { id: 'fees', name: 'Fees' },
] as const;
type TabId = (typeof tabs)[number]['id'];

export default function ReconcileScreen(): ReactElement {
  const { params } = useRoute();
  const exceptions = useQueryOperation('reconcile.exceptions', {});
  const tab: TabId = tabs.find(({ id }) => id === params.get('tab'))?.id ?? 'exceptions';
  const toSettle = (exceptions.data?.exceptions ?? []).filter((row) => row.isToSettle);
  const settleCount = toSettle.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <ScreenHead title="Reconcile">
        <AsOf at={exceptions.data?.asOf} />
      </ScreenHead>
      <ScreenTabs
        label="Parts of the reconciliation"
        selected={tab}
        onSelect={(id) => navigate('reconcile', { tab: id })}
        tabs={tabs.map(({ id, name }) =>
          id === 'exceptions' && settleCount > 0
            ? { id, name, count: formatCount(settleCount), isUrgent: toSettle.some((row) => row.isUrgent) }
            : { id, name },
        )}
      >
        {tab === 'payouts' ? <PayoutsTab /> : <div className={cx(css.padded)}>{tab === 'fees' ? <FeesTab /> : tab === 'changes' ? <DriftTab /> : <ExceptionsTab />}</div>}
      </ScreenTabs>
    </>
  );
}
