// QuickBooks: the connection, the queue by state with its review pane, and the account mapping.
import type { ReactElement } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { EntityCache } from './EntityCache.tsx';
import { Queue } from './Queue.tsx';
import { queueTabs, type QueueTab } from './queueTabs.ts';
import css from './QuickBooksScreen.module.css';

const MAPPING_TAB = 'mapping';

export default function QuickBooksScreen(): ReactElement {
  const { params } = useRoute();
  const counts = useQueryOperation('push.counts', {});
  const tabText = params.get('tab');
  const tab: QueueTab | typeof MAPPING_TAB =
    tabText === MAPPING_TAB ? MAPPING_TAB : (queueTabs.find(({ id }) => id === tabText)?.id ?? 'awaiting_review');
  return (
    <>
      <ConnectionPanel isCompact={params.has('open')} />
      <Tabs
        className={cx(css.tabs)}
        selectedKey={tab}
        onSelectionChange={(key) => updateParams({ tab: String(key), open: undefined })}
      >
        <TabList aria-label="Queue by state" className={cx(css.tabList)}>
          {queueTabs.map(({ id, name, isUrgent }) => {
            const count = counts.data?.[id];
            return (
              <Tab key={id} id={id} className={cx(css.tab)}>
                {name}
                {count === undefined ? null : (
                  <span className={cx(css.count, isUrgent && count > 0 && css.urgent)}>{formatCount(count)}</span>
                )}
              </Tab>
            );
          })}
          <Tab id={MAPPING_TAB} className={cx(css.tab, css.mapping)}>
            Account mapping
          </Tab>
        </TabList>
        <TabPanel id={tab} className={cx(css.panel)}>
          {tab === MAPPING_TAB ? <EntityCache /> : <Queue key={tab} tab={tab} />}
        </TabPanel>
      </Tabs>
    </>
  );
}
