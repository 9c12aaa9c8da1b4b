// The account mapping: which QuickBooks entities the pushes refer to, as they were last looked up.
import { BookOpenText, RefreshCw } from 'lucide-react';
import type { ReactElement } from 'react';
import type { OperationOutput } from '../../../contract/operations.ts';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card, TabPage } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import { humanise } from '../../ui/humanise.ts';

const numbersOf = (rows: OperationOutput<'quickbooks.entityCache'>['rows']): string[][] => [
  ['Used as', 'Name in QuickBooks', 'Kind', 'Id', 'Detail', 'Looked up'],
  ...rows.map((row) => [row.label, row.name, humanise(row.kind), row.quickBooksId, row.detail ?? '', row.fetchedAt]),
];

export function EntityCache(): ReactElement {
  const status = useStatus();
  const cache = useQueryOperation('quickbooks.entityCache', {});
  const refresh = useCommandOperation('quickbooks.refreshSetup');
  const run = async (): Promise<void> => {
    try {
      const { ok } = await refresh.run({});
      if (ok) toastDone('The mapping was read again from QuickBooks');
      else toastDone('The mapping was read again; something is missing', 'See the setup findings above.');
    } catch (thrown) {
      toastFailure('The mapping could not be read', thrown, () => void run());
    }
  };
  const rows = cache.data?.rows ?? [];
  return (
    <TabPage>
      <Card
        title="Account mapping"
        isFlush
        acts={
          <span className="inline-tools">
            {rows.length === 0 ? null : <NumbersTools title="QuickBooks account mapping" numbers={() => numbersOf(rows)} />}
            <Button
              size="s"
              icon={<RefreshCw aria-hidden="true" />}
              isPending={refresh.isRunning}
              disabledReason={offlineReason(status)}
              onPress={() => void run()}
            >
              Read again from QuickBooks
            </Button>
          </span>
        }
      >
        {cache.isError ? (
          <ErrorNote error={toOperationError(cache.error)} onRetry={() => void cache.refetch()} />
        ) : null}
        {cache.isSuccess && rows.length === 0 ? (
          <StateMessage icon={BookOpenText} title="Nothing is mapped yet">
            The accounts, item, tax code and terms are looked up when QuickBooks is connected.
          </StateMessage>
        ) : (
          <ReportTable
            caption="QuickBooks entities that pushes refer to"
            rows={rows}
            keyOf={(row) => `${row.kind}-${row.label}`}
            columns={[
              { id: 'label', header: 'Used as', cell: (row) => row.label },
              { id: 'name', header: 'Name in QuickBooks', isWrapping: true, cell: (row) => row.name },
              { id: 'kind', header: 'Kind', cell: (row) => humanise(row.kind) },
              { id: 'id', header: 'Id', cell: (row) => <code>{row.quickBooksId}</code> },
              { id: 'detail', header: 'Detail', isWrapping: true, cell: (row) => row.detail ?? '–' },
              { id: 'fetched', header: 'Looked up', cell: (row) => formatInstant(row.fetchedAt, status.timeZone) },
            ]}
          />
        )}
      </Card>
    </TabPage>
  );
}
