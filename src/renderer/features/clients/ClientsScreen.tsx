// Clients: the list of organisations with what each stands for, the card of the one that is open, and the register's import.
import { FileUp, Users } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { clientSortKeys, type ClientFilter, type ClientRow } from '../../../contract/clients.ts';
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
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { ListWithPane, ScreenHead } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, FlagFacet, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { clientColumns, mrrAmounts } from './clientColumns.tsx';
import { ClientPane } from './ClientPane.tsx';
import { dunningStatuses, dunningWord, tiers } from './clientWords.ts';
import { ImportRegisterDialog } from './ImportRegisterDialog.tsx';

const TABLE_ID = 'clients';

const filterFields: FilterFields<ClientFilter> = {
  search: { kind: 'text' },
  tier: { kind: 'list' },
  dunning: { kind: 'list' },
  needsAHand: { kind: 'flag' },
  paying: { kind: 'flag' },
};

export default function ClientsScreen(): ReactElement {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const [isImporting, setImporting] = useState(false);
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(filterFields);
  const sort = decodeSort(params.get('sort'), clientSortKeys, { key: 'name', direction: 'asc' });
  const openId = params.get('open');
  const rtoCode = openId === null ? params.get('rtoCode') : null;
  const isPaneOpen = openId !== null || rtoCode !== null;
  const state = useTableState<ClientRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('clients.list', { filter, sort });
  const isWide = useMediaQuery(WIDE_WINDOW);
  const columns = clientColumns(timeZone);
  const totals = firstPage?.totals ?? null;
  const pages = (): AsyncIterable<readonly ClientRow[]> => walkRows('clients.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.orgId, pages });
  const open = (id: string | null): void => updateParams({ open: id ?? undefined, rtoCode: undefined });
  const step = (by: 1 | -1): void => {
    const next = rowBeside(TABLE_ID, rows, by);
    if (next !== undefined) updateParams({ open: next.orgId, rtoCode: undefined }, { replace: true });
  };
  return (
    <>
      {isImporting ? <ImportRegisterDialog onClose={() => setImporting(false)} /> : null}
      <ScreenHead
        title="Clients"
        acts={
          <Button icon={<FileUp aria-hidden="true" />} onPress={() => setImporting(true)}>
            Import register
          </Button>
        }
      >
        {firstPage === undefined || firstPage.needAHand === 0 ? null : (
          <p>{`${countOf(firstPage.needAHand, 'client')} ${firstPage.needAHand === 1 ? 'needs' : 'need'} a hand`}</p>
        )}
      </ScreenHead>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet
              label="Filter clients"
              placeholder="Name, RTO code, e-mail…"
              value={filter.search ?? ''}
              onChange={(search) => setFilter({ search })}
            />
            <ListFacet
              label="Plan"
              options={tiers.map((value) => ({ value, label: humanise(value) }))}
              selected={filter.tier ?? []}
              onChange={(tier) => setFilter({ tier })}
            />
            <ListFacet
              label="Dunning"
              options={dunningStatuses.map((value) => ({ value, label: dunningWord(value).word }))}
              selected={filter.dunning ?? []}
              onChange={(dunning) => setFilter({ dunning })}
            />
            <FlagFacet label="Paying" isOn={filter.paying === true} onChange={(paying) => setFilter({ paying })} />
            <FlagFacet
              label="Needs a hand"
              isOn={filter.needsAHand === true}
              onChange={(needsAHand) => setFilter({ needsAHand })}
            />
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Clients"
              count={listCount(firstPage, 'clients')}
              columns={columns}
              state={state}
              pages={pages}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Clients"
            state={state}
            listKey={JSON.stringify([filter, sort])}
            columns={shownColumns(columns, state, isPaneOpen && !isWide)}
            window={rows}
            idOf={(row) => row.orgId}
            nameOf={(row) => row.name}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'client')}
            sort={sort}
            onSort={sortBy(sort)}
            openId={openId}
            onOpen={(row) => open(row.orgId)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={selection.selectAll}
            rowActs={(row) => [
              { id: 'open', label: 'Open the client card', onAct: () => open(row.orgId) },
              {
                id: 'invoices',
                label: `Invoices of ${row.name}`,
                onAct: () => navigate('invoices', row.rtoCode === null ? { search: row.name } : { rtoCode: row.rtoCode }),
              },
            ]}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="client" onClear={clearFilters} emptyIcon={Users} emptyTitle="No clients yet">
                They appear here as soon as customers have been read from Stripe. Press Sync now, or check the Stripe
                key under Settings.
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="client"
            selection={selection}
            columns={columns}
            state={state}
            matchingCount={totals?.count}
            sumText={`${homeSumText(selection.selectedRows, mrrAmounts)} MRR`}
          />
        }
        pane={
          isPaneOpen ? (
            <ClientPane
              key={openId ?? rtoCode}
              of={openId === null ? { rtoCode: rtoCode ?? '' } : { orgId: openId }}
              onClose={() => open(null)}
              onStep={step}
            />
          ) : undefined
        }
      />
    </>
  );
}
