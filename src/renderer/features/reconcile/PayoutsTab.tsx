// The payouts: what went to the bank, what is on its way, and the pane of the one that is open.
import { Landmark } from 'lucide-react';
import type { ReactElement } from 'react';
import { payoutSortKeys, type PayoutRow, type PayoutsFilter } from '../../../contract/reconcile.ts';
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
import { formatLocalDate } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { ListWithPane } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { paidOutAmounts, payoutColumns } from './payoutColumns.tsx';
import { PayoutPane } from './PayoutPane.tsx';
import { payoutStatusWord } from './payoutStatusWord.ts';

const TABLE_ID = 'payouts';
const statuses = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;
const payoutFilterFields: FilterFields<PayoutsFilter> = {
  search: { kind: 'text' },
  status: { kind: 'list' },
  from: { kind: 'date' },
  to: { kind: 'date' },
};

export function PayoutsTab(): ReactElement {
  const { params } = useRoute();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(payoutFilterFields);
  const sort = decodeSort(params.get('sort'), payoutSortKeys, { key: 'date', direction: 'desc' });
  const openId = params.get('open');
  const state = useTableState<PayoutRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('payouts.list', { filter, sort });
  const totals = firstPage?.totals ?? null;
  const pages = (): AsyncIterable<readonly PayoutRow[]> => walkRows('payouts.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const step = (by: 1 | -1): void => {
    const next = rowBeside(TABLE_ID, rows, by);
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  const manual = firstPage?.unallocated;
  return (
    <ListWithPane
      toolbar={
        <>
          <FilterBar>
            <SearchFacet label="Filter payouts" placeholder="Amount or Stripe’s id…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
            <ListFacet
              label="State"
              options={statuses.map((value) => ({ value, label: payoutStatusWord(value) }))}
              selected={filter.status ?? []}
              onChange={(status) => setFilter({ status })}
            />
            <DateRangeFacet
              label="Arrival"
              from={filter.from}
              to={filter.to}
              onChange={(from, to) => setFilter({ from, to })}
            />
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Payouts"
              count={listCount(firstPage, 'payouts')}
              columns={payoutColumns}
              state={state}
              pages={pages}
            />
          </FilterBar>
          {manual === undefined || manual.manualPayouts === 0 ? null : (
            <Note
              tone="info"
              title={`${countOf(manual.manualPayouts, 'payout')} made by hand: Stripe does not say which payments they hold.`}
            >
              <p>{`${countOf(manual.count, 'transaction')} worth ${formatMoney(manual.netCents)} are in no payout yet.`}</p>
            </Note>
          )}
        </>
      }
      list={
        <DataTable
          label="Payouts"
          state={state}
          listKey={JSON.stringify([filter, sort])}
          columns={shownColumns(payoutColumns, state, openId !== null)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => `Payout of ${formatMoney(row.amountCents, row.currency)}, ${formatLocalDate(row.arrivalDate)}`}
          totals={totals}
          totalsLabel={totals === null ? '' : `${countOf(totals.count, 'payout')}, failed ones not summed`}
          sort={sort}
          onSort={sortBy(sort)}
          openId={openId}
          onOpen={(row) => updateParams({ open: row.id })}
          onEscape={() => updateParams({ open: undefined })}
          isSelectable
          onSelectAll={selection.selectAll}
          rowActs={(row) => [
            { id: 'open', label: 'Open its transactions', onAct: () => updateParams({ open: row.id }) },
            { id: 'ledger', label: 'Its notes in the ledger', onAct: () => navigate('ledger', { eventType: 'payout_created,payout_paid,payout_failed' }) },
          ]}
          placeholder={
            <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="payout" onClear={clearFilters} emptyIcon={Landmark} emptyTitle="No payouts yet">
              Stripe pays out what has become available, usually two business days after a charge.
            </ListPlaceholder>
          }
        />
      }
      bulk={
        <SelectionBar
          noun="payout"
          selection={selection}
          columns={payoutColumns}
          state={state}
          matchingCount={totals?.count}
          sumText={homeSumText(selection.selectedRows, paidOutAmounts)}
        />
      }
      pane={
        openId === null ? null : (
          <PayoutPane payoutId={openId} onClose={() => updateParams({ open: undefined })} onStep={step} />
        )
      }
    />
  );
}
