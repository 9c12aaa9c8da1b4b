// Ledger: the append-only list in plain English, and "Check the books".
import { ShieldCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { LedgerFilter } from '../../../contract/ledger.ts';
import { type FilterFields } from '../../app/filterCodec.ts';
import { ClearFilters } from '../../app/list/ClearFilters.tsx';
import { listCount } from '../../app/list/listCount.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { useListFilter } from '../../app/list/useListFilter.ts';
import { updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { ListWithPane, ScreenHead } from '../../ui/Screen.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import {
  DateRangeFacet,
  FilterBar,
  FlagFacet,
  ListFacet,
  SearchFacet,
} from '../../ui/table/facets.tsx';
import { recentQuarters } from '../invoices/recentQuarters.ts';
import { BooksCheckPanel } from './BooksCheckPanel.tsx';
import { eventTypeWord, ledgerColumns } from './ledgerColumns.tsx';
import { LedgerSelectionBar, LedgerTable, useLedgerList } from './LedgerTable.tsx';

const ledgerFilterFields: FilterFields<LedgerFilter> = {
  search: { kind: 'text' },
  eventType: { kind: 'list' },
  moneyOnly: { kind: 'flag' },
  from: { kind: 'date' },
  to: { kind: 'date' },
  quarter: { kind: 'quarter' },
  invoiceId: { kind: 'integer' },
};

export default function LedgerScreen(): ReactElement {
  const { params } = useRoute();
  const { today, timeZone } = useStatus();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(ledgerFilterFields);
  const { direction } = decodeSort(params.get('sort'), ['date'], { key: 'date', direction: 'desc' });
  const isChecking = params.get('check') === '1';
  const [checkRun, setCheckRun] = useState(0);
  const list = useLedgerList('ledger', filter, direction);
  const columns = ledgerColumns(timeZone);
  const { firstPage } = list;
  return (
    <>
      <ScreenHead
        title="Ledger"
        acts={
          <Button
            icon={<ShieldCheck aria-hidden="true" />}
            tip="Runs every invariant: hash chain, sums, GST accrual, synced means equal"
            onPress={() => {
              updateParams({ check: '1' }, { replace: true });
              setCheckRun((run) => run + 1);
            }}
          >
            Check the books
          </Button>
        }
      >
        <p>
          Append-only: rows are added, never changed. The running figure follows the order in which they were recorded.
        </p>
      </ScreenHead>
      {isChecking ? (
        <BooksCheckPanel key={checkRun} onClose={() => updateParams({ check: undefined }, { replace: true })} />
      ) : null}
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet
              label="Filter the ledger"
              placeholder="Description, client, invoice…"
              value={filter.search ?? ''}
              onChange={(search) => setFilter({ search })}
            />
            <ListFacet
              label="What"
              options={(firstPage?.eventTypes ?? []).map((value) => ({ value, label: eventTypeWord(value) }))}
              selected={filter.eventType ?? []}
              onChange={(eventType) => setFilter({ eventType })}
            />
            <FlagFacet
              label="Money only"
              isOn={filter.moneyOnly === true}
              onChange={(moneyOnly) => setFilter({ moneyOnly })}
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
              options={recentQuarters(today)}
              selected={filter.quarter === undefined ? [] : [filter.quarter]}
              onChange={(next) => setFilter({ quarter: next?.[0] })}
            />
            {filter.invoiceId === undefined ? null : (
              <FlagFacet label="One invoice" isOn onChange={() => setFilter({ invoiceId: undefined })} />
            )}
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Ledger"
              count={listCount(firstPage, 'rows')}
              columns={columns}
              state={list.state}
              pages={list.pages}
            />
          </FilterBar>
        }
        list={
          <LedgerTable
            label="Ledger"
            list={list}
            filter={filter}
            direction={direction}
            onClear={clearFilters}
          />
        }
        bulk={<LedgerSelectionBar list={list} />}
      />
    </>
  );
}
