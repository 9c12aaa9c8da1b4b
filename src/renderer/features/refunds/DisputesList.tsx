// Disputes by deadline, and the pane of the one that is open.
import { Gavel } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DisputeRow } from '../../../contract/disputes.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { arrayWindow } from '../../ui/table/arrayWindow.ts';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, FlagFacet } from '../../ui/table/facets.tsx';
import { useTableState } from '../../ui/table/useTableState.ts';
import { disputeColumns } from './disputeColumns.tsx';
import { DisputePane } from './DisputePane.tsx';

const TABLE_ID = 'disputes';

export function DisputesList(): ReactElement {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const openOnly = params.get('openOnly') === '1';
  const openId = params.get('open');
  const disputes = useQueryOperation('disputes.list', { openOnly }, { keepPrevious: true });
  const all = useQueryOperation('disputes.list', {});
  const state = useTableState<DisputeRow>(TABLE_ID);
  const columns = disputeColumns(timeZone);
  const rows = arrayWindow(disputes.data?.rows, { error: disputes.error, retry: () => void disputes.refetch() });
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const step = (by: 1 | -1): void => {
    const list = disputes.data?.rows ?? [];
    const next = list[list.findIndex((row) => row.id === openId) + by];
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  const withheld = disputes.data?.withheldCents ?? 0;
  return (
    <ListWithPane
      toolbar={
        <FilterBar>
          <FlagFacet label="Open only" isOn={openOnly} onChange={(isOn) => updateParams({ openOnly: isOn === true ? '1' : undefined }, { replace: true })} />
          {withheld === 0 ? null : <span className="muted">{`${formatMoney(withheld)} is held back by the bank`}</span>}
          <ListTools
            title="Disputes"
            count={disputes.data === undefined ? undefined : { matching: disputes.data.rows.length, all: all.data?.rows.length ?? disputes.data.rows.length, noun: 'disputes' }}
            columns={columns}
            state={state}
            pages={async function* everything() {
              yield await Promise.resolve(disputes.data?.rows ?? []);
            }}
          />
        </FilterBar>
      }
      list={
        <DataTable
          label="Disputes"
          state={state}
          listKey={String(openOnly)}
          columns={shownColumns(columns, state, openId !== null)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => `${row.clientName}, ${row.invoiceNumber ?? 'no invoice'}`}
          openId={openId}
          onOpen={(row) => open(row.id)}
          onEscape={() => open(null)}
          placeholder={
            rows.error !== null ? (
              <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />
            ) : (
              <StateMessage icon={Gavel} title={openOnly ? 'No open dispute' : 'No disputes'}>
                When a client’s bank contests a payment it appears here with its deadline. You are reminded 7, 3 and 1 days before.
              </StateMessage>
            )
          }
        />
      }
      pane={openId === null ? undefined : <DisputePane key={openId} disputeId={openId} onClose={() => open(null)} onStep={step} />}
    />
  );
}
