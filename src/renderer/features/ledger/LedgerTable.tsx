// The ledger's rows for one filter: the list of the Ledger screen and the drill-down of a BAS quarter.
import { ScrollText } from 'lucide-react';
import type { ReactElement } from 'react';
import type { LedgerFilter, LedgerListOutput, LedgerRow } from '../../../contract/ledger.ts';
import { ListPlaceholder } from '../../app/list/ListPlaceholder.tsx';
import { SelectionBar } from '../../app/list/SelectionBar.tsx';
import { sortBy } from '../../app/list/sortBy.ts';
import { useListSelection, type ListSelection } from '../../app/list/useListSelection.ts';
import { navigate } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import type { RowWindow } from '../../ui/table/useRowWindow.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState, type TableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, ROOMY_WINDOW } from '../../ui/useMediaQuery.ts';
import { ledgerColumns } from './ledgerColumns.tsx';

export interface LedgerList {
  readonly window: RowWindow<LedgerRow>;
  readonly firstPage: LedgerListOutput | undefined;
  readonly state: TableState<LedgerRow>;
  readonly pages: () => AsyncIterable<readonly LedgerRow[]>;
  readonly selection: ListSelection<LedgerRow>;
}

export function useLedgerList(tableId: string, filter: LedgerFilter, direction: 'asc' | 'desc'): LedgerList {
  const state = useTableState<LedgerRow>(tableId);
  const { window, firstPage } = useRowWindow('ledger.list', { filter, direction });
  const pages = (): AsyncIterable<readonly LedgerRow[]> => walkRows('ledger.list', { filter, direction });
  const selection = useListSelection({ state, rows: window, idOf: (row) => row.id, pages });
  return { window, firstPage, state, pages, selection };
}

interface LedgerTableProps {
  readonly label: string;
  readonly list: LedgerList;
  readonly filter: LedgerFilter;
  readonly direction: 'asc' | 'desc';
  /** Absent: the filter is fixed. */
  readonly onClear?: () => void;
}

export function LedgerTable({ label, list, filter, direction, onClear }: LedgerTableProps): ReactElement {
  const { timeZone } = useStatus();
  const isRoomy = useMediaQuery(ROOMY_WINDOW);
  const { window: rows, firstPage, state } = list;
  const totals = firstPage?.totals ?? null;
  const openInvoice = (row: LedgerRow): void => {
    if (row.invoiceId !== null) navigate('invoices', { open: row.invoiceId });
  };
  return (
    <DataTable
      label={label}
      state={state}
      listKey={JSON.stringify([filter, direction])}
      columns={shownColumns(ledgerColumns(timeZone), state, !isRoomy)}
      window={rows}
      idOf={(row) => row.id}
      nameOf={(row) => row.description || row.eventType}
      totals={totals}
      totalsLabel={totals === null ? '' : countOf(totals.count, 'row')}
      sort={{ key: 'date', direction }}
      onSort={sortBy({ key: 'date', direction })}
      onOpen={openInvoice}
      isSelectable
      onSelectAll={list.selection.selectAll}
      rowActs={(row) => [
        {
          id: 'invoice',
          label: 'Open its invoice',
          disabledReason: row.invoiceId === null ? 'This row belongs to no invoice' : undefined,
          onAct: () => openInvoice(row),
        },
        {
          id: 'others',
          label: 'All rows of this invoice',
          disabledReason: row.invoiceId === null ? 'This row belongs to no invoice' : undefined,
          onAct: () => navigate('ledger', { invoiceId: row.invoiceId ?? undefined }),
        },
        { id: 'quarter', label: `BAS quarter ${row.quarter}`, onAct: () => navigate('gst', { quarter: row.quarter }) },
      ]}
      placeholder={
        <ListPlaceholder rows={rows} isFiltered={(firstPage?.allCount ?? 0) > 0} noun="ledger row" onClear={onClear} emptyIcon={ScrollText} emptyTitle="The ledger is empty">
          A row is written for every payment, refund, payout and push as it becomes known, and is never changed
          afterwards.
        </ListPlaceholder>
      }
    />
  );
}

/** Under the rows while some are selected. */
export function LedgerSelectionBar({ list }: { readonly list: LedgerList }): ReactElement {
  const { timeZone } = useStatus();
  return (
    <SelectionBar
      noun="ledger row"
      selection={list.selection}
      columns={ledgerColumns(timeZone)}
      state={list.state}
      matchingCount={list.firstPage?.totals?.count}
      sumText={homeSumText(list.selection.selectedRows, { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency })}
    />
  );
}
