// Disputes by deadline, and the pane of the one that is open.
import { Gavel } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DisputeRow } from '../../../contract/disputes.ts';
import type { FilterFields } from '../../app/filterCodec.ts';
import { ClearFilters } from '../../app/list/ClearFilters.tsx';
import { ListPlaceholder } from '../../app/list/ListPlaceholder.tsx';
import { ListTools } from '../../app/list/ListTools.tsx';
import { SelectionBar } from '../../app/list/SelectionBar.tsx';
import { sortBy } from '../../app/list/sortBy.ts';
import { useListFilter } from '../../app/list/useListFilter.ts';
import { useListSelection } from '../../app/list/useListSelection.ts';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { arrayWindow } from '../../ui/table/arrayWindow.ts';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, FlagFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { disputeColumns, disputedAmounts, disputeSortKeys, sortedDisputes, totalsOf } from './disputeColumns.tsx';
import { DisputePane } from './DisputePane.tsx';

const TABLE_ID = 'disputes';
const filterFields: FilterFields<{ search?: string; openOnly?: boolean }> = { search: { kind: 'text' }, openOnly: { kind: 'flag' } };

export function DisputesList(): ReactElement {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(filterFields);
  const openId = params.get('open');
  const disputes = useQueryOperation('disputes.list', filter, { keepPrevious: true });
  const state = useTableState<DisputeRow>(TABLE_ID);
  const columns = disputeColumns(timeZone);
  const sort = decodeSort(params.get('sort'), disputeSortKeys, { key: 'due', direction: 'asc' });
  const sorted = disputes.data === undefined ? undefined : sortedDisputes(disputes.data.rows, sort);
  const rows = arrayWindow(sorted, { error: disputes.error, retry: () => void disputes.refetch() });
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const step = (by: 1 | -1): void => {
    const list = sorted ?? [];
    const next = list[list.findIndex((row) => row.id === openId) + by];
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  const pages = async function* everything(): AsyncGenerator<readonly DisputeRow[]> {
    yield await Promise.resolve(sorted ?? []);
  };
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const totals = disputes.data === undefined ? null : totalsOf(disputes.data.rows);
  return (
    <ListWithPane
      toolbar={
        <FilterBar>
          <SearchFacet label="Filter disputes" placeholder="Client, invoice, amount…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
          <FlagFacet label="Open only" isOn={filter.openOnly === true} onChange={(openOnly) => setFilter({ openOnly })} />
          {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
          <ListTools
            title="Disputes"
            count={disputes.data === undefined ? undefined : { matching: disputes.data.rows.length, all: disputes.data.allCount, noun: 'disputes' }}
            columns={columns}
            state={state}
            pages={pages}
          />
        </FilterBar>
      }
      list={
        <DataTable
          label="Disputes"
          state={state}
          listKey={JSON.stringify([filter, sort])}
          columns={shownColumns(columns, state, openId !== null)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => `${row.clientName}, ${row.invoiceNumber ?? 'no invoice'}`}
          totals={totals}
          totalsLabel={totals === null ? '' : countOf(totals.count, 'dispute')}
          sort={sort}
          onSort={sortBy(sort)}
          isSelectable
          onSelectAll={selection.selectAll}
          rowActs={(row) => [
            { id: 'open', label: 'Open the dispute', onAct: () => open(row.id) },
            { id: 'invoice', label: 'Open its invoice', disabledReason: row.invoiceId === null ? 'Its invoice is not known' : undefined, onAct: () => navigate('invoices', { open: row.invoiceId ?? undefined }) },
          ]}
          openId={openId}
          onOpen={(row) => open(row.id)}
          onEscape={() => open(null)}
          placeholder={
            // No open dispute is good news, not a filter that fits nothing.
            <ListPlaceholder
              rows={rows}
              isFiltered={filter.search !== undefined}
              noun="dispute"
              onClear={clearFilters}
              emptyIcon={Gavel}
              emptyTitle={filter.openOnly === true ? 'No open dispute' : 'No disputes'}
            >
              When a client’s bank contests a payment it appears here with its deadline. You are reminded 7, 3 and 1 days before.
            </ListPlaceholder>
          }
        />
      }
      bulk={
        <SelectionBar
          noun="dispute"
          selection={selection}
          columns={columns}
          state={state}
          matchingCount={totals?.count}
          sumText={`${homeSumText(selection.selectedRows, disputedAmounts)} disputed`}
        />
      }
      pane={openId === null ? undefined : <DisputePane key={openId} disputeId={openId} onClose={() => open(null)} onStep={step} />}
    />
  );
}
