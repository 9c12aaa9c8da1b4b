// Invoices: the big table with its filters, and the story of the one that is open.
import { Inbox } from 'lucide-react';
import type { ReactElement } from 'react';
import { invoiceSortKeys, type InvoiceRow } from '../../../contract/invoices.ts';
import { qbSyncStatuses, revenueTypes } from '../../../contract/values.ts';
import { AsOf } from '../../app/AsOf.tsx';
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
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane, ScreenHead } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import {
  DateRangeFacet,
  FilterBar,
  FlagFacet,
  ListFacet,
  SearchFacet,
} from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { withoutRows } from '../../ui/table/selection.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { ROOMY_WINDOW, useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { actLabel } from '../quickbooks/queueActs.ts';
import { RefusedNote } from '../quickbooks/RefusedNote.tsx';
import { useQueueActs } from '../quickbooks/useQueueActs.tsx';
import { invoiceColumns, invoiceName, narrowInvoiceColumns } from './invoiceColumns.tsx';
import { invoiceFilterFields } from './invoiceFilterFields.ts';
import { InvoiceStoryPane } from './InvoiceStoryPane.tsx';
import { recentQuarters } from './recentQuarters.ts';
import { qbStatusWords, revenueTypeWords, stripeStatusWord } from './statusWords.ts';

const TABLE_ID = 'invoices';
const stripeStatuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;

export default function InvoicesScreen(): ReactElement {
  const { params } = useRoute();
  const status = useStatus();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(invoiceFilterFields);
  const sort = decodeSort(params.get('sort'), invoiceSortKeys, { key: 'date', direction: 'desc' });
  const openId = openIdOf(params);
  const state = useTableState<InvoiceRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('invoices.list', { filter, sort });
  const isWide = useMediaQuery(WIDE_WINDOW);
  const isRoomy = useMediaQuery(ROOMY_WINDOW);
  const columns = shownColumns(isRoomy ? invoiceColumns : narrowInvoiceColumns, state, openId !== null && !isWide);
  const listKey = JSON.stringify([filter, sort]);
  const acts = useQueueActs((doneIds) => state.setSelection(withoutRows(state.selection, doneIds)));
  const open = (id: number | null): void => updateParams({ open: id === null ? undefined : String(id) });

  const step = (by: 1 | -1): void => {
    const next = rowBeside(TABLE_ID, rows, by);
    if (next !== undefined) updateParams({ open: String(next.id) }, { replace: true });
  };

  const totals = firstPage?.totals ?? null;
  const pages = (): AsyncIterable<readonly InvoiceRow[]> => walkRows('invoices.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const { selectedRows } = selection;
  const toReview = selectedRows.filter((row) => row.qbStatus === 'awaiting_review');
  return (
    <>
      {acts.dialogs}
      <ScreenHead title="Invoices">
        <AsOf at={firstPage?.asOf} />
      </ScreenHead>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet
              label="Filter invoices"
              placeholder="Number, client, amount…"
              value={filter.search ?? ''}
              onChange={(search) => setFilter({ search })}
            />
            <ListFacet
              label="Stripe"
              options={stripeStatuses.map((value) => ({ value, label: stripeStatusWord(value).word }))}
              selected={filter.status ?? []}
              onChange={(next) => setFilter({ status: next })}
            />
            <ListFacet
              label="QuickBooks"
              options={qbSyncStatuses.map((value) => ({ value, label: qbStatusWords[value].word }))}
              selected={filter.qbStatus ?? []}
              onChange={(next) => setFilter({ qbStatus: next })}
            />
            <DateRangeFacet
              label="Date"
              from={filter.from}
              to={filter.to}
              onChange={(from, to) => setFilter({ from, to })}
            />
            <ListFacet
              label="Quarter"
              isSingle
              options={recentQuarters(status.today)}
              selected={filter.quarter === undefined ? [] : [filter.quarter]}
              onChange={(next) => setFilter({ quarter: next?.[0] })}
            />
            <ListFacet
              label="Type"
              options={revenueTypes.map((value) => ({ value, label: revenueTypeWords[value] }))}
              selected={filter.revenueType ?? []}
              onChange={(next) => setFilter({ revenueType: next })}
            />
            <FlagFacet
              label="Fee pending"
              isOn={filter.feePending === true}
              onChange={(feePending) => setFilter({ feePending })}
            />
            {filter.rtoCode === undefined ? null : (
              <FlagFacet label={`RTO code ${filter.rtoCode}`} isOn onChange={() => setFilter({ rtoCode: undefined })} />
            )}
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Invoices"
              count={listCount(firstPage, 'invoices')}
              columns={invoiceColumns}
              state={state}
              pages={pages}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Invoices"
            state={state}
            listKey={listKey}
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
            refusalOf={(id) => acts.refusals.get(Number(id))}
            onApprove={(activeRow) =>
              acts.request(
                'approve',
                selectedRows.length > 0 ? toReview : activeRow?.qbStatus === 'awaiting_review' ? [activeRow] : [],
              )
            }
            onSelectAll={selection.selectAll}
            rowActs={(row) => [
              { id: 'open', label: 'Open the story', onAct: () => open(row.id) },
              { id: 'ledger', label: 'Show its ledger rows', onAct: () => navigate('ledger', { invoiceId: row.id }) },
              {
                id: 'client',
                label: `All of ${row.clientName}`,
                onAct: () =>
                  navigate('invoices', row.rtoCode === null ? { search: row.clientName } : { rtoCode: row.rtoCode }),
              },
              {
                id: 'queue',
                label: 'Review for QuickBooks',
                disabledReason: row.qbStatus === 'not_applicable' ? 'Nothing to push for this invoice' : undefined,
                onAct: () => navigate('quickbooks', { tab: row.qbStatus, open: row.id }),
              },
            ]}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="invoice" onClear={clearFilters} emptyIcon={Inbox} emptyTitle="No invoices yet">
                They appear here as soon as the first read from Stripe has come this far. Press Sync now, or check the
                Stripe key under Settings.
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="invoice"
            selection={selection}
            columns={invoiceColumns}
            state={state}
            matchingCount={totals?.count}
            sumText={homeSumText(selectedRows, { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency })}
            notice={<RefusedNote rows={selectedRows} refusals={acts.refusals} noun="invoice" nameOf={(row) => row.number ?? 'Unnumbered'} />}
            onClear={acts.forgetRefusals}
          >
            {toReview.length === 0 ? null : (
              <Button variant="primary" onPress={() => acts.request('approve', toReview)}>
                {actLabel('approve', toReview)}
              </Button>
            )}
          </SelectionBar>
        }
        pane={
          openId === null ? undefined : <InvoiceStoryPane invoiceId={openId} onClose={() => open(null)} onStep={step} />
        }
      />
    </>
  );
}
