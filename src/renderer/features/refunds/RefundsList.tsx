// The list of refunds with its filters, totals and acts.
import { Undo2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { DocumentRow } from '../../../contract/documents.ts';
import { refundSortKeys, type RefundFilter, type RefundRow } from '../../../contract/refunds.ts';
import { type FilterFields } from '../../app/filterCodec.ts';
import { ClearFilters } from '../../app/list/ClearFilters.tsx';
import { listCount } from '../../app/list/listCount.ts';
import { ListPlaceholder } from '../../app/list/ListPlaceholder.tsx';
import { ListTools } from '../../app/list/ListTools.tsx';
import { SelectionBar } from '../../app/list/SelectionBar.tsx';
import { sortBy } from '../../app/list/sortBy.ts';
import { useListFilter } from '../../app/list/useListFilter.ts';
import { useListSelection } from '../../app/list/useListSelection.ts';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, FlagFacet, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { toastFailure } from '../../ui/toasts.ts';
import { RefusedNote } from '../quickbooks/RefusedNote.tsx';
import { useDocumentActs } from '../quickbooks/useDocumentActs.tsx';
import { refundColumns, refundedAmounts } from './refundColumns.tsx';
import { RefundPane } from './RefundPane.tsx';
import { documentStateWord, documentStatuses, originWord, refundStateWord, refundStatuses } from './refundWords.ts';
import { UndoRefundDialog } from './UndoRefundDialog.tsx';

const TABLE_ID = 'refunds';
const refundFilterFields: FilterFields<RefundFilter> = {
  search: { kind: 'text' },
  origin: { kind: 'list', allowed: ['stripe', 'hand'] },
  status: { kind: 'list' },
  qbStatus: { kind: 'list' },
  from: { kind: 'date' },
  to: { kind: 'date' },
  invoiceId: { kind: 'integer' },
};

export function RefundsList(): ReactElement {
  const { params } = useRoute();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(refundFilterFields);
  const sort = decodeSort(params.get('sort'), refundSortKeys, { key: 'date', direction: 'desc' });
  const openId = params.get('open');
  const state = useTableState<RefundRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('refunds.list', { filter, sort });
  const [undoing, setUndoing] = useState<RefundRow | null>(null);
  const totals = firstPage?.totals ?? null;
  const pages = (): AsyncIterable<readonly RefundRow[]> => walkRows('refunds.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const documentActs = useDocumentActs(() => undefined);
  const toReview = new Set(selection.selectedRows.flatMap(({ document }) => (document?.status === 'awaiting_review' ? [document.id] : [])));
  const refusedDocuments = selection.selectedRows.flatMap(({ document }) => (document === null ? [] : [document]));
  /** The documents as they stand now, with the version that the approval is for. */
  const approveDocuments = async (): Promise<void> => {
    const documents: DocumentRow[] = [];
    try {
      for await (const page of walkRows('documents.list', { filter: { kind: ['refund'], status: ['awaiting_review'] }, sort: { key: 'date', direction: 'desc' } }))
        documents.push(...page.filter((document) => toReview.has(document.id)));
    } catch (thrown) {
      return toastFailure('The documents could not be read', thrown, () => void approveDocuments());
    }
    documentActs.request('approve', documents);
  };
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const opened = openId === null ? undefined : rows.loadedRows().find((row) => row.id === openId);
  const step = (by: 1 | -1): void => {
    const next = rowBeside(TABLE_ID, rows, by);
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  return (
    <>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet label="Filter refunds" placeholder="Client, invoice, amount…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
            <ListFacet label="Origin" options={(['stripe', 'hand'] as const).map((value) => ({ value, label: originWord(value) }))} selected={filter.origin ?? []} onChange={(origin) => setFilter({ origin })} />
            <ListFacet label="State" options={refundStatuses.map((value) => ({ value, label: refundStateWord(value).word }))} selected={filter.status ?? []} onChange={(status) => setFilter({ status })} />
            <ListFacet label="QuickBooks" options={documentStatuses.map((value) => ({ value, label: documentStateWord(value).word }))} selected={filter.qbStatus ?? []} onChange={(qbStatus) => setFilter({ qbStatus })} />
            <DateRangeFacet label="Date" from={filter.from} to={filter.to} onChange={(from, to) => setFilter({ from, to })} />
            {filter.invoiceId === undefined ? null : <FlagFacet label="One invoice" isOn onChange={() => setFilter({ invoiceId: undefined })} />}
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Refunds"
              count={listCount(firstPage, 'refunds')}
              columns={refundColumns}
              state={state}
              pages={pages}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Refunds"
            state={state}
            listKey={JSON.stringify([filter, sort])}
            columns={shownColumns(refundColumns, state, openId !== null)}
            window={rows}
            idOf={(row) => row.id}
            nameOf={(row) => `${row.clientName}, ${row.invoiceNumber ?? 'no invoice'}`}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'refund')}
            sort={sort}
            onSort={sortBy(sort)}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={selection.selectAll}
            rowActs={(row) => [
              { id: 'open', label: 'Open', onAct: () => open(row.id) },
              { id: 'invoice', label: 'Open its invoice', disabledReason: row.invoiceId === null ? 'Its invoice is not known' : undefined, onAct: () => navigate('invoices', { open: row.invoiceId ?? undefined }) },
              { id: 'undo', label: 'Take back…', disabledReason: row.status === 'recorded' ? undefined : 'Only what was recorded by hand can be taken back here', onAct: () => setUndoing(row) },
            ]}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="refund" onClear={clearFilters} emptyIcon={Undo2} emptyTitle="No refunds">
                What is given back in Stripe appears here by itself. Use “Record a refund” for money given back in another way.
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="refund"
            selection={selection}
            columns={refundColumns}
            state={state}
            matchingCount={totals?.count}
            sumText={homeSumText(selection.selectedRows, refundedAmounts)}
            notice={<RefusedNote rows={refusedDocuments} refusals={documentActs.refusals} noun="refund" nameOf={(row) => row.number} />}
            onClear={documentActs.forgetRefusals}
          >
            {toReview.size === 0 ? null : (
              <Button variant="primary" onPress={() => void approveDocuments()}>
                {`Push ${countOf(toReview.size, 'refund')} to QuickBooks…`}
              </Button>
            )}
          </SelectionBar>
        }
        pane={opened === undefined ? undefined : <RefundPane refund={opened} onClose={() => open(null)} onStep={step} onUndo={() => setUndoing(opened)} />}
      />
      {documentActs.dialogs}
      {undoing === null ? null : <UndoRefundDialog refund={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}
