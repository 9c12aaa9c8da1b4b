// One state of the queue as a list: review, approve one, the selected or all that match; retry what failed.
import { CircleCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { invoiceSortKeys, type InvoiceFilter, type InvoiceRow } from '../../../contract/invoices.ts';
import { ClearFilters } from '../../app/list/ClearFilters.tsx';
import { listCount } from '../../app/list/listCount.ts';
import { ListPlaceholder } from '../../app/list/ListPlaceholder.tsx';
import { ListTools } from '../../app/list/ListTools.tsx';
import { SelectionBar } from '../../app/list/SelectionBar.tsx';
import { sortBy } from '../../app/list/sortBy.ts';
import { useListFilter } from '../../app/list/useListFilter.ts';
import { useListSelection } from '../../app/list/useListSelection.ts';
import { openIdOf } from '../../app/openIdOf.ts';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf, formatCount } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { MAX_SELECTED, withoutRows } from '../../ui/table/selection.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { invoiceColumns, invoiceName } from '../invoices/invoiceColumns.tsx';
import { invoiceFilterFields } from '../invoices/invoiceFilterFields.ts';
import { actAllLabel, actFor, actLabel, actShortLabel, canAbandon } from './queueActs.ts';
import { QueuePane } from './QueuePane.tsx';
import { queueTabs, type QueueTab } from './queueTabs.ts';
import { RefusedNote } from './RefusedNote.tsx';
import { useQueueActs } from './useQueueActs.tsx';

/** The tab says the state. */
const { qbStatus: _state, ...queueFilterFields } = invoiceFilterFields;

export function Queue({ tab }: { readonly tab: QueueTab }): ReactElement {
  const { params } = useRoute();
  const { filter: chosen, isFiltered, setFilter, clearFilters } = useListFilter<Omit<InvoiceFilter, 'qbStatus'>>(queueFilterFields);
  const filter: InvoiceFilter = { ...chosen, qbStatus: [tab] };
  const sort = decodeSort(params.get('sort'), invoiceSortKeys, { key: 'date', direction: 'desc' });
  const openId = openIdOf(params);
  const tableId = `queue-${tab}`;
  const state = useTableState<InvoiceRow>(tableId);
  const { window: rows, firstPage } = useRowWindow('invoices.list', { filter, sort });
  const queueColumns = invoiceColumns.map((column) =>
    column.id === 'qbError'
      ? { ...column, isHiddenAtFirst: tab !== 'failed' && tab !== 'payment_pending' && tab !== 'abandoned' }
      : column.id === 'status' || column.id === 'fee' || column.id === 'qbStatus'
        ? { ...column, isHiddenAtFirst: true }
        : column,
  );
  const isWide = useMediaQuery(WIDE_WINDOW);
  const columns = shownColumns(queueColumns, state, openId !== null && !isWide);
  const entry = queueTabs.find(({ id }) => id === tab);
  const act = actFor(tab);
  const acts = useQueueActs((doneIds) => state.setSelection(withoutRows(state.selection, doneIds)));
  const totals = firstPage?.totals ?? null;
  const counts = useQueryOperation('push.counts', {});
  const pages = (): AsyncIterable<readonly InvoiceRow[]> => walkRows('invoices.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const { selectedRows } = selection;
  const open = (id: number | null): void => updateParams({ open: id === null ? undefined : String(id) });

  const actOnAll = async (): Promise<void> => {
    if (act === null) return;
    const all = await selection.takeAll();
    acts.request(act, all);
  };

  return (
    <>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet
              label="Filter the queue"
              placeholder="Number, client, amount…"
              value={filter.search ?? ''}
              onChange={(search) => setFilter({ search })}
            />
            <DateRangeFacet
              label="Date"
              from={filter.from}
              to={filter.to}
              onChange={(from, to) => setFilter({ from, to })}
            />
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title={`QuickBooks ${entry?.name ?? tab}`}
              count={listCount(firstPage === undefined ? undefined : { totals, allCount: counts.data?.[tab] ?? totals?.count ?? 0 }, 'in this state')}
              columns={queueColumns}
              state={state}
              pages={pages}
            >
              {act === null || totals === null || totals.count === 0 ? null : (
                <Button size="s" variant={act === 'approve' ? 'primary' : 'plain'} onPress={() => void actOnAll()}>
                  {`${actAllLabel[act]} ${formatCount(Math.min(totals.count, MAX_SELECTED))}…`}
                </Button>
              )}
            </ListTools>
          </FilterBar>
        }
        list={
          <DataTable
            label={`Invoices: ${entry?.name ?? tab}`}
            state={state}
            listKey={JSON.stringify([filter, sort])}
            columns={columns}
            window={rows}
            idOf={(row) => row.id}
            nameOf={invoiceName}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'invoice')}
            sort={sort}
            onSort={sortBy(sort)}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={selection.selectAll}
            refusalOf={(id) => acts.refusals.get(Number(id))}
            onApprove={(activeRow) => {
              if (act !== null)
                acts.request(act, selectedRows.length > 0 ? selectedRows : activeRow === undefined ? [] : [activeRow]);
            }}
            rowActs={(row) => {
              const rowAct = actFor(row.qbStatus);
              return [
                { id: 'open', label: 'Open', onAct: () => open(row.id) },
                ...(rowAct === null
                  ? []
                  : [{ id: 'act', label: `${actShortLabel[rowAct]}…`, onAct: () => acts.request(rowAct, [row]) }]),
                { id: 'story', label: 'The whole story', onAct: () => navigate('invoices', { open: row.id }) },
                ...(canAbandon(row.qbStatus)
                  ? [{ id: 'abandon', label: 'Abandon…', isDanger: true, onAct: () => acts.requestAbandon(row) }]
                  : []),
              ];
            }}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="invoice in this state" onClear={clearFilters} emptyIcon={CircleCheck} emptyTitle={entry?.emptyTitle ?? 'Nothing here'}>
                {entry?.emptyText}
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="invoice"
            selection={selection}
            columns={queueColumns}
            state={state}
            matchingCount={totals?.count}
            sumText={homeSumText(selectedRows, { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency })}
            notice={<RefusedNote rows={selectedRows} refusals={acts.refusals} noun="invoice" nameOf={(row) => row.number ?? 'Unnumbered'} />}
            onClear={acts.forgetRefusals}
          >
            {act === null ? null : (
              <Button variant="primary" onPress={() => acts.request(act, selectedRows)}>
                {actLabel(act, selectedRows)}
              </Button>
            )}
          </SelectionBar>
        }
        pane={
          openId === null ? undefined : (
            <QueuePane
              invoiceId={openId}
              onClose={() => open(null)}
              onStep={(by) => {
                const next = rowBeside(tableId, rows, by);
                if (next !== undefined) updateParams({ open: String(next.id) }, { replace: true });
              }}
              onAct={(rowAct, row) => acts.request(rowAct, [row])}
              onAbandon={acts.requestAbandon}
            />
          )
        }
      />
      {acts.dialogs}
    </>
  );
}
