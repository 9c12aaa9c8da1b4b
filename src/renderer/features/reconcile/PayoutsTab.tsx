// The payouts: what went to the bank, what is on its way, and the pane of the one that is open.
import { FileSearch, Landmark } from 'lucide-react';
import type { ReactElement } from 'react';
import type { PayoutRow, PayoutsFilter } from '../../../contract/reconcile.ts';
import { decodeFilter, encodeFilter, type FilterFields } from '../../app/filterCodec.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { ListWithPane } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { tableMemory } from '../../ui/table/tableMemory.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { payoutColumns } from './payoutColumns.tsx';
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
  const filter = decodeFilter(payoutFilterFields, params);
  const direction = params.get('order') === 'asc' ? 'asc' : 'desc';
  const openId = params.get('open');
  const state = useTableState<PayoutRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('payouts.list', { filter, direction });
  const isFiltered = Object.keys(filter).length > 0;
  const totals = firstPage?.totals ?? null;
  const setFilter = (change: Partial<Record<keyof PayoutsFilter, unknown>>): void =>
    updateParams(encodeFilter(payoutFilterFields, { ...filter, ...change } as PayoutsFilter), { replace: true });
  const clear = (
    <Button size="s" variant="quiet" onPress={() => navigate('reconcile', { tab: 'payouts' })}>
      Clear
    </Button>
  );
  const step = (by: 1 | -1): void => {
    const next = rows.rowAt(tableMemory(TABLE_ID).activeIndex + by);
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
            {isFiltered ? clear : null}
            <ListTools
              title="Payouts"
              count={
                firstPage === undefined
                  ? undefined
                  : { matching: totals?.count ?? firstPage.allCount, all: firstPage.allCount, noun: 'payouts' }
              }
              columns={payoutColumns}
              state={state}
              pages={() => walkRows('payouts.list', { filter, direction })}
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
          listKey={JSON.stringify([filter, direction])}
          columns={shownColumns(payoutColumns, state, openId !== null)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => `Payout of ${formatMoney(row.amountCents, row.currency)}, ${formatLocalDate(row.arrivalDate)}`}
          totals={totals}
          totalsLabel={totals === null ? '' : `${countOf(totals.count, 'payout')}, failed ones not summed`}
          sort={{ key: 'date', direction }}
          onSort={() => updateParams({ order: direction === 'desc' ? 'asc' : undefined }, { replace: true })}
          openId={openId}
          onOpen={(row) => updateParams({ open: row.id })}
          onEscape={() => updateParams({ open: undefined })}
          rowActs={(row) => [
            { id: 'open', label: 'Open its transactions', onAct: () => updateParams({ open: row.id }) },
            { id: 'ledger', label: 'Its notes in the ledger', onAct: () => navigate('ledger', { eventType: 'payout_created,payout_paid,payout_failed' }) },
          ]}
          placeholder={
            rows.error !== null ? (
              <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />
            ) : isFiltered ? (
              <StateMessage icon={FileSearch} title="No payout matches" action={clear}>
                Every payout is still there; none fits all of the filters at once.
              </StateMessage>
            ) : (
              <StateMessage icon={Landmark} title="No payouts yet">
                Stripe pays out what has become available, usually two business days after a charge.
              </StateMessage>
            )
          }
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
