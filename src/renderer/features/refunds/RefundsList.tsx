// The list of refunds with its filters, totals and acts.
import { FileSearch, Undo2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { RefundFilter, RefundRow } from '../../../contract/refunds.ts';
import { decodeFilter, encodeFilter, type FilterFields } from '../../app/filterCodec.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { tableMemory } from '../../ui/table/tableMemory.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { refundColumns } from './refundColumns.tsx';
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
  const filter = decodeFilter(refundFilterFields, params);
  const direction = params.get('order') === 'asc' ? 'asc' : 'desc';
  const openId = params.get('open');
  const state = useTableState<RefundRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('refunds.list', { filter, direction });
  const [undoing, setUndoing] = useState<RefundRow | null>(null);
  const isFiltered = Object.keys(filter).length > 0;
  const totals = firstPage?.totals ?? null;
  const setFilter = (change: Partial<Record<keyof RefundFilter, unknown>>): void =>
    updateParams(encodeFilter(refundFilterFields, { ...filter, ...change } as RefundFilter), { replace: true });
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const opened = openId === null ? undefined : rows.loadedRows().find((row) => row.id === openId);
  const step = (by: 1 | -1): void => {
    const next = rows.rowAt(tableMemory(TABLE_ID).activeIndex + by);
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
            {isFiltered ? (
              <Button size="s" variant="quiet" onPress={() => navigate('refunds')}>
                Clear
              </Button>
            ) : null}
            <ListTools
              title="Refunds"
              count={firstPage === undefined ? undefined : { matching: totals?.count ?? firstPage.allCount, all: firstPage.allCount, noun: 'refunds' }}
              columns={refundColumns}
              state={state}
              pages={() => walkRows('refunds.list', { filter, direction })}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Refunds"
            state={state}
            listKey={JSON.stringify([filter, direction])}
            columns={shownColumns(refundColumns, state, openId !== null)}
            window={rows}
            idOf={(row) => row.id}
            nameOf={(row) => `${row.clientName}, ${row.invoiceNumber ?? 'no invoice'}`}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'refund')}
            sort={{ key: 'date', direction }}
            onSort={() => updateParams({ order: direction === 'desc' ? 'asc' : undefined }, { replace: true })}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            rowActs={(row) => [
              { id: 'open', label: 'Open', onAct: () => open(row.id) },
              { id: 'invoice', label: 'Open its invoice', disabledReason: row.invoiceId === null ? 'Its invoice is not known' : undefined, onAct: () => navigate('invoices', { open: row.invoiceId ?? undefined }) },
              { id: 'undo', label: 'Take back…', disabledReason: row.status === 'recorded' ? undefined : 'Only what was recorded by hand can be taken back here', onAct: () => setUndoing(row) },
            ]}
            placeholder={
              rows.error !== null ? (
                <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />
              ) : isFiltered ? (
                <StateMessage icon={FileSearch} title="No refund matches" action={<Button onPress={() => navigate('refunds')}>Clear the filter</Button>}>
                  Every refund is still there; none fits all of the filters at once.
                </StateMessage>
              ) : (
                <StateMessage icon={Undo2} title="No refunds">
                  What is given back in Stripe appears here by itself. Use “Record a refund” for money given back in another way.
                </StateMessage>
              )
            }
          />
        }
        pane={opened === undefined ? undefined : <RefundPane refund={opened} onClose={() => open(null)} onStep={step} onUndo={() => setUndoing(opened)} />}
      />
      {undoing === null ? null : <UndoRefundDialog refund={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}
