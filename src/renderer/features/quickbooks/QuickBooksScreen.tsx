// QuickBooks: the connection, the queue of invoices by state, that of refunds, fees and payouts, and the account mapping.
import type { ReactElement } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { DOCUMENTS_TAB, DocumentQueue } from './DocumentQueue.tsx';
import { EntityCache } from './EntityCache.tsx';
import { PausedNote } from './PausedNote.tsx';
import { Queue } from './Queue.tsx';
import { queueTabs, type QueueTab } from './queueTabs.ts';
import css from './QuickBooksScreen.module.css';

const MAPPING_TAB = 'mapping';

export default function QuickBooksScreen(): ReactElement {
  const { params } = useRoute();
  const counts = useQueryOperation('push.counts', {});
  const tabText = params.get('tab');
  const documents = useQueryOperation('documents.counts', {});
  const tab: QueueTab | typeof MAPPING_TAB | typeof DOCUMENTS_TAB =
    tabText === MAPPING_TAB || tabText === DOCUMENTS_TAB ? tabText : (queueTabs.find(({ id }) => id === tabText)?.id ?? 'awaiting_review');
  return (
    <>
      <ConnectionPanel isCompact={params.has('open')} />
      {counts.data?.isPaused === true ? <PausedNote approvedCount={counts.data.approved} /> : null}
      <Tabs
        className={cx(css.tabs)}
        selectedKey={tab}
        onSelectionChange={(key) => {
          // The two lists are filtered by different fields.
          if (tab === DOCUMENTS_TAB || key === DOCUMENTS_TAB) navigate('quickbooks', { tab: String(key) });
          else updateParams({ tab: String(key), open: undefined });
        }}
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
          <Tab id={DOCUMENTS_TAB} className={cx(css.tab)}>
            Other documents
            {documents.data === undefined ? null : (
              <span className={cx(css.count, documents.data.stopped > 0 && css.urgent)}>
                {formatCount(documents.data.toReview + documents.data.stopped)}
              </span>
            )}
          </Tab>
          <Tab id={MAPPING_TAB} className={cx(css.tab, css.mapping)}>
            Account mapping
          </Tab>
        </TabList>
        <TabPanel id={tab} className={cx(css.panel)}>
          {tab === MAPPING_TAB ? <EntityCache /> : tab === DOCUMENTS_TAB ? <DocumentQueue /> : <Queue key={tab} tab={tab} />}
        </TabPanel>
      </Tabs>
    </>
  );
}
