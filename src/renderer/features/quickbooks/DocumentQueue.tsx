// Refunds, monthly fees and payouts on their way into QuickBooks: review, approve many, retry what stopped.
import { CircleCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { documentKinds, documentSortKeys, documentStatuses, type DocumentFilter, type DocumentRow } from '../../../contract/documents.ts';
import { type FilterFields } from '../../app/filterCodec.ts';
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
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { withoutRows } from '../../ui/table/selection.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { documentColumns } from './documentColumns.tsx';
import { DocumentPane } from './DocumentPane.tsx';
import { canAbandonDocument, documentActFor, documentActLabel, documentKindWords, documentStatusWords } from './documentWords.ts';
import { actShortLabel, type QueueAct } from './queueActs.ts';
import { RefusedNote } from './RefusedNote.tsx';
import { useDocumentActs } from './useDocumentActs.tsx';

export const DOCUMENTS_TAB = 'documents';

const tableId = 'queue-documents';
const acts: readonly QueueAct[] = ['approve', 'retry', 'withdraw'];

const filterFields: FilterFields<DocumentFilter> = {
  search: { kind: 'text' },
  kind: { kind: 'list', allowed: documentKinds },
  status: { kind: 'list', allowed: documentStatuses },
  from: { kind: 'date' },
  to: { kind: 'date' },
};

export function DocumentQueue(): ReactElement {
  const { params } = useRoute();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(filterFields);
  const sort = decodeSort(params.get('sort'), documentSortKeys, { key: 'date', direction: 'desc' });
  const openId = openIdOf(params);
  const state = useTableState<DocumentRow>(tableId);
  const { window: rows, firstPage } = useRowWindow('documents.list', { filter, sort });
  const isWide = useMediaQuery(WIDE_WINDOW);
  const columns = shownColumns(documentColumns, state, openId !== null && !isWide);
  const totals = firstPage?.totals ?? null;
  const decisions = useDocumentActs((doneIds) => state.setSelection(withoutRows(state.selection, doneIds)));
  const pages = (): AsyncIterable<readonly DocumentRow[]> => walkRows('documents.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const selected = selection.selectedRows;
  const open = (id: number | null): void => updateParams({ open: id === null ? undefined : String(id) });
  return (
    <>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet label="Filter refunds, fees and payouts" placeholder="Number, client, description…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
            <ListFacet label="Kind" options={documentKinds.map((value) => ({ value, label: documentKindWords[value].word }))} selected={filter.kind ?? []} onChange={(kind) => setFilter({ kind })} />
            <ListFacet label="State" options={documentStatuses.map((value) => ({ value, label: documentStatusWords[value].word }))} selected={filter.status ?? []} onChange={(status) => setFilter({ status })} />
            <DateRangeFacet label="Date" from={filter.from} to={filter.to} onChange={(from, to) => setFilter({ from, to })} />
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="QuickBooks refunds, fees and payouts"
              count={listCount(firstPage, 'documents')}
              columns={documentColumns}
              state={state}
              pages={pages}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Refunds, fees and payouts"
            state={state}
            listKey={JSON.stringify([filter, sort])}
            columns={columns}
            window={rows}
            idOf={(row) => row.id}
            nameOf={(row) => row.number}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'document')}
            sort={sort}
            onSort={sortBy(sort)}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={selection.selectAll}
            refusalOf={(id) => decisions.refusals.get(Number(id))}
            onApprove={(activeRow) => {
              const chosen = selected.length > 0 ? selected : activeRow === undefined ? [] : [activeRow];
              decisions.request('approve', chosen.filter((row) => documentActFor(row.status) === 'approve'));
            }}
            rowActs={(row) => {
              const act = documentActFor(row.status);
              return [
                { id: 'open', label: 'Open', onAct: () => open(row.id) },
                ...(act === null ? [] : [{ id: 'act', label: `${actShortLabel[act]}…`, onAct: () => decisions.request(act, [row]) }]),
                ...(row.invoiceId === null ? [] : [{ id: 'story', label: 'The invoice', onAct: () => navigate('invoices', { open: row.invoiceId ?? '' }) }]),
                ...(canAbandonDocument(row.status) ? [{ id: 'abandon', label: 'Abandon…', isDanger: true, onAct: () => decisions.requestAbandon(row) }] : []),
              ];
            }}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="document" onClear={clearFilters} emptyIcon={CircleCheck} emptyTitle="Nothing besides invoices yet">
                Refunds, the month’s Stripe fees and, where the profile wants them, payouts appear here as they happen.
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="document"
            selection={selection}
            columns={documentColumns}
            state={state}
            matchingCount={totals?.count}
            sumText={homeSumText(selected, { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency })}
            notice={<RefusedNote rows={selected} refusals={decisions.refusals} noun="document" nameOf={(row) => row.number} />}
            onClear={decisions.forgetRefusals}
          >
            {/* The list holds every state, so each act takes those of the selected rows that it fits. */}
            {acts
              .map((act) => ({ act, rows: selected.filter((row) => documentActFor(row.status) === act) }))
              .filter((each) => each.rows.length > 0)
              .map((each, index) => (
                <Button key={each.act} variant={index === 0 ? 'primary' : 'plain'} onPress={() => decisions.request(each.act, each.rows)}>
                  {documentActLabel(each.act, each.rows)}
                </Button>
              ))}
          </SelectionBar>
        }
        pane={
          openId === null ? undefined : (
            <DocumentPane
              documentId={openId}
              onClose={() => open(null)}
              onStep={(by) => {
                const next = rowBeside(tableId, rows, by);
                if (next !== undefined) updateParams({ open: String(next.id) }, { replace: true });
              }}
              onAct={(act, row) => decisions.request(act, [row])}
              onAbandon={decisions.requestAbandon}
            />
          )
        }
      />
      {decisions.dialogs}
    </>
  );
}
