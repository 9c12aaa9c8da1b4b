// QuickBooks: the connection, the queue of invoices by state, that of refunds, fees and payouts, and the account mapping.
import type { ReactElement } from 'react';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { ScreenTabs } from '../../ui/ScreenTabs.tsx';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { DOCUMENTS_TAB, DocumentQueue } from './DocumentQueue.tsx';
import { EntityCache } from './EntityCache.tsx';
import { PausedNote } from './PausedNote.tsx';
import { Queue } from './Queue.tsx';
import { queueTabs, type QueueTab } from './queueTabs.ts';

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
      <ScreenTabs
        label="Queue by state"
        selected={tab}
        onSelect={(id) => {
          // The two lists are filtered by different fields.
          if (tab === DOCUMENTS_TAB || id === DOCUMENTS_TAB) navigate('quickbooks', { tab: id });
          else updateParams({ tab: id, open: undefined });
        }}
        tabs={[
          ...queueTabs.map(({ id, name, isUrgent }) => {
            const count = counts.data?.[id];
            return { id, name, count: count === undefined ? undefined : formatCount(count), isUrgent: isUrgent && (count ?? 0) > 0 };
          }),
          {
            id: DOCUMENTS_TAB,
            name: 'Other documents',
            count: documents.data === undefined ? undefined : formatCount(documents.data.toReview + documents.data.stopped),
            isUrgent: (documents.data?.stopped ?? 0) > 0,
          },
          { id: MAPPING_TAB, name: 'Account mapping', isApart: true },
        ]}
      >
        {tab === MAPPING_TAB ? <EntityCache /> : tab === DOCUMENTS_TAB ? <DocumentQueue /> : <Queue key={tab} tab={tab} />}
      </ScreenTabs>
    </>
  );
}
