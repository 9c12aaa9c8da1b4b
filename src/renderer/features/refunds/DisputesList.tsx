// Disputes by deadline, and the pane of the one that is open.
import { FileSearch, Gavel } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DisputeRow } from '../../../contract/disputes.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { arrayWindow } from '../../ui/table/arrayWindow.ts';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, FlagFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { useTableState } from '../../ui/table/useTableState.ts';
import { disputeColumns, totalsOf } from './disputeColumns.tsx';
import { DisputePane } from './DisputePane.tsx';

const TABLE_ID = 'disputes';

export function DisputesList(): ReactElement {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const openOnly = params.get('openOnly') === '1';
  const openId = params.get('open');
  const search = params.get('search') ?? '';
  const disputes = useQueryOperation('disputes.list', { openOnly, search }, { keepPrevious: true });
  const state = useTableState<DisputeRow>(TABLE_ID);
  const columns = disputeColumns(timeZone);
  const rows = arrayWindow(disputes.data?.rows, { error: disputes.error, retry: () => void disputes.refetch() });
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const step = (by: 1 | -1): void => {
    const list = disputes.data?.rows ?? [];
    const next = list[list.findIndex((row) => row.id === openId) + by];
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  const isFiltered = openOnly || search !== '';
  const totals = disputes.data === undefined ? null : totalsOf(disputes.data.rows);
  const clear = (
    <Button size="s" variant="quiet" onPress={() => navigate('refunds', { tab: 'disputes' })}>
      Clear
    </Button>
  );
  return (
    <ListWithPane
      toolbar={
        <FilterBar>
          <SearchFacet label="Filter disputes" placeholder="Client, invoice, amount…" value={search} onChange={(next) => updateParams({ search: next }, { replace: true })} />
          <FlagFacet label="Open only" isOn={openOnly} onChange={(isOn) => updateParams({ openOnly: isOn === true ? '1' : undefined }, { replace: true })} />
          {isFiltered ? clear : null}
          <ListTools
            title="Disputes"
            count={disputes.data === undefined ? undefined : { matching: disputes.data.rows.length, all: disputes.data.allCount, noun: 'disputes' }}
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
          listKey={JSON.stringify([openOnly, search])}
          columns={shownColumns(columns, state, openId !== null)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => `${row.clientName}, ${row.invoiceNumber ?? 'no invoice'}`}
          totals={totals}
          totalsLabel={totals === null ? '' : countOf(totals.count, 'dispute')}
          rowActs={(row) => [
            { id: 'open', label: 'Open the dispute', onAct: () => open(row.id) },
            { id: 'invoice', label: 'Open its invoice', disabledReason: row.invoiceId === null ? 'Its invoice is not known' : undefined, onAct: () => navigate('invoices', { open: row.invoiceId ?? undefined }) },
          ]}
          openId={openId}
          onOpen={(row) => open(row.id)}
          onEscape={() => open(null)}
          placeholder={
            rows.error !== null ? (
              <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />
            ) : search !== '' ? (
              <StateMessage icon={FileSearch} title="No dispute matches" action={clear}>
                Every dispute is still there; none fits all of the filters at once.
              </StateMessage>
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
