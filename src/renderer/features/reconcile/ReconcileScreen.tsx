// Reconcile: what does not tie out, payouts with their members, and Stripe's fees beside its tax invoices.
import type { ReactElement } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { formatAsOf } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ScreenHead } from '../../ui/Screen.tsx';
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
  const { today, timeZone } = useStatus();
  const exceptions = useQueryOperation('reconcile.exceptions', {});
  const tab: TabId = tabs.find(({ id }) => id === params.get('tab'))?.id ?? 'exceptions';
  const urgentCount = exceptions.data?.exceptions.filter((row) => row.isUrgent).length ?? 0;
  const asOf = exceptions.data?.asOf ?? null;
  return (
    <>
      <ScreenHead title="Reconcile">
        <p>
          {asOf === null ? 'Not read from Stripe yet' : `Stripe as of ${formatAsOf(asOf, today, timeZone)}`}
        </p>
      </ScreenHead>
      <Tabs
        className={cx(css.tabs)}
        selectedKey={tab}
        onSelectionChange={(key) => updateParams({ tab: String(key), open: undefined, of: undefined, status: undefined })}
      >
        <TabList aria-label="Parts of the reconciliation" className={cx(css.tabList)}>
          {tabs.map(({ id, name }) => (
            <Tab key={id} id={id} className={cx(css.tab)}>
              {name}
              {id === 'exceptions' && exceptions.data !== undefined ? (
                <span className={cx(css.count, urgentCount > 0 && css.urgent)}>
                  {formatCount(exceptions.data.exceptions.length)}
                </span>
              ) : null}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={tab} className={cx(css.panel)}>
          {tab === 'payouts' ? <PayoutsTab /> : <div className={cx(css.padded)}>{tab === 'fees' ? <FeesTab /> : tab === 'changes' ? <DriftTab /> : <ExceptionsTab />}</div>}
        </TabPanel>
      </Tabs>
    </>
  );
}
