// Refunds & disputes: refunds of every origin with their GST and QuickBooks state, and disputes by deadline.
import type { ReactElement } from 'react';
import { Undo2 } from 'lucide-react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ScreenHead } from '../../ui/Screen.tsx';
import tabCss from '../quickbooks/QuickBooksScreen.module.css';
import { DisputesList } from './DisputesList.tsx';
import { RecordRefundDialog } from './RecordRefundDialog.tsx';
import { RefundsList } from './RefundsList.tsx';
import css from './RefundsScreen.module.css';
import { UnfinishedChanges } from './UnfinishedChanges.tsx';

export default function RefundsScreen(): ReactElement {
  const { params } = useRoute();
  const disputes = useQueryOperation('disputes.list', {});
  const tab = params.get('tab') === 'disputes' ? 'disputes' : 'refunds';
  const record = params.get('record');
  const openCount = disputes.data?.openCount ?? 0;
  return (
    <>
      <ScreenHead
        title="Refunds & disputes"
        acts={
          <Button
            icon={<Undo2 aria-hidden="true" />}
            tip="For money given back outside Stripe: a bank transfer, cash"
            onPress={() => updateParams({ record: 'new' })}
          >
            Record a refund
          </Button>
        }
      >
        <p>Refunds made in Stripe come by themselves. Record here what was given back in another way.</p>
      </ScreenHead>
      <UnfinishedChanges />
      <Tabs
        className={cx(css.tabs)}
        selectedKey={tab}
        onSelectionChange={(key) => updateParams({ tab: key === 'disputes' ? 'disputes' : undefined, open: undefined })}
      >
        <TabList aria-label="Refunds or disputes" className={cx(tabCss.tabList)}>
          <Tab id="refunds" className={cx(tabCss.tab)}>
            Refunds
          </Tab>
          <Tab id="disputes" className={cx(tabCss.tab)}>
            Disputes
            {openCount === 0 ? null : (
              <span className={cx(tabCss.count, tabCss.urgent)}>{`${formatCount(openCount)} open`}</span>
            )}
          </Tab>
        </TabList>
        <TabPanel id={tab} className={cx(css.panel)}>
          {tab === 'refunds' ? <RefundsList /> : <DisputesList />}
        </TabPanel>
      </Tabs>
      {record === null ? null : (
        <RecordRefundDialog
          key={record}
          invoiceId={/^\d+$/.test(record) ? Number(record) : null}
          onClose={() => updateParams({ record: undefined }, { replace: true })}
        />
      )}
    </>
  );
}
