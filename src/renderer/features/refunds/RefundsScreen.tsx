// Refunds & disputes: refunds of every origin with their GST and QuickBooks state, and disputes by deadline.
import type { ReactElement } from 'react';
import { Undo2 } from 'lucide-react';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/formatMoney.ts';
import { ScreenHead } from '../../ui/Screen.tsx';
import { ScreenTabs } from '../../ui/ScreenTabs.tsx';
import { DisputesList } from './DisputesList.tsx';
import { RecordRefundDialog } from './RecordRefundDialog.tsx';
import { RefundsList } from './RefundsList.tsx';
import { WaitingList } from './WaitingList.tsx';

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
      {params.has('open') ? null : <WaitingList />}
      <ScreenTabs
        label="Refunds or disputes"
        selected={tab}
        onSelect={(id) => navigate('refunds', { tab: id === 'disputes' ? id : undefined })}
        tabs={[
          { id: 'refunds', name: 'Refunds' },
          { id: 'disputes', name: 'Disputes', count: openCount === 0 ? undefined : `${formatCount(openCount)} open`, isUrgent: openCount > 0 },
        ]}
      >
        {tab === 'refunds' ? <RefundsList /> : <DisputesList />}
      </ScreenTabs>
      {record === null ? null : (
        <RecordRefundDialog
          key={record}
          invoiceId={/^\d+$/.test(record) ? Number(record) : null}
          isFraud={params.get('because') === 'fraud'}
          onClose={() => updateParams({ record: undefined, because: undefined }, { replace: true })}
        />
      )}
    </>
  );
}
