// Subscriptions: the table with its filters, unfinished changes above it, and the one that is open beside it.
import { Repeat } from 'lucide-react';
import type { ReactElement } from 'react';
import { subscriptionFlags, subscriptionSortKeys, type SubscriptionFilter, type SubscriptionRow } from '../../../contract/subscriptions.ts';
import { AsOf } from '../../app/AsOf.tsx';
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
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { ListWithPane, ScreenHead } from '../../ui/Screen.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { decodeSort } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { homeSumText } from '../../ui/table/homeSum.ts';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { SubscribeDialog } from './SubscribeDialog.tsx';
import { monthlyAmounts, subscriptionColumns, subscriptionName } from './subscriptionColumns.tsx';
import { SubscriptionPane } from './SubscriptionPane.tsx';
import css from './subscriptions.module.css';
import { flagWords, statusWord, subscriptionStatuses } from './subscriptionWords.ts';
import { UnfinishedChange } from './UnfinishedChange.tsx';

const TABLE_ID = 'subscriptions';
const plans = ['essential', 'pro', 'enterprise'] as const;
const planWords = { essential: 'Essential', pro: 'Pro', enterprise: 'Enterprise' } as const;

const filterFields: FilterFields<SubscriptionFilter> = {
  search: { kind: 'text' },
  status: { kind: 'list' },
  plan: { kind: 'list' },
  flag: { kind: 'list', allowed: subscriptionFlags },
};

/** Only Stripe's form of an id opens a row. */
const openIn = (params: URLSearchParams): string | null => /^sub_\w{3,90}$/.exec(params.get('open') ?? '')?.[0] ?? null;

export default function SubscriptionsScreen(): ReactElement {
  const { params } = useRoute();
  const status = useStatus();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(filterFields);
  const sort = decodeSort(params.get('sort'), subscriptionSortKeys, { key: 'client', direction: 'asc' });
  const openId = openIn(params);
  const subscribing = params.get('subscribe');
  const state = useTableState<SubscriptionRow>(TABLE_ID);
  const { window: rows, firstPage } = useRowWindow('subscriptions.list', { filter, sort });
  const unfinished = useQueryOperation('changes.unfinished', {});
  const isWide = useMediaQuery(WIDE_WINDOW);
  const all = subscriptionColumns(status.timeZone);
  const columns = shownColumns(all, state, openId !== null && !isWide);
  const open = (id: string | null): void => updateParams({ open: id ?? undefined });
  const step = (by: 1 | -1): void => {
    const next = rowBeside(TABLE_ID, rows, by);
    if (next !== undefined) updateParams({ open: next.id }, { replace: true });
  };
  const totals = firstPage?.totals ?? null;
  const pages = (): AsyncIterable<readonly SubscriptionRow[]> => walkRows('subscriptions.list', { filter, sort });
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  // Those of the open row stand in its pane.
  const waiting = (unfinished.data?.changes ?? []).filter((change) => change.subscriptionId === null || change.subscriptionId !== openId);
  return (
    <>
      <ScreenHead
        title="Subscriptions"
        acts={
          <Button disabledReason={offlineReason(status)} onPress={() => updateParams({ subscribe: 'new' })}>
            New subscription
          </Button>
        }
      >
        <AsOf at={firstPage?.asOf} />
      </ScreenHead>
      {subscribing === null ? null : <SubscribeDialog orgId={subscribing === 'new' ? null : subscribing} onClose={() => updateParams({ subscribe: undefined }, { replace: true })} />}
      {waiting.length === 0 ? null : (
        <div className={cx(css.notices)}>
          {waiting.map((change) => (
            <UnfinishedChange key={change.changeId} change={change} hasCardPage={change.hasCardPage} />
          ))}
        </div>
      )}
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet label="Filter subscriptions" placeholder="Client, RTO code…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
            <ListFacet label="State" options={subscriptionStatuses.map((value) => ({ value, label: statusWord(value).word }))} selected={filter.status ?? []} onChange={(next) => setFilter({ status: next })} />
            <ListFacet label="Plan" options={plans.map((value) => ({ value, label: planWords[value] }))} selected={filter.plan ?? []} onChange={(next) => setFilter({ plan: next })} />
            <ListFacet label="Needs a look" options={subscriptionFlags.map((value) => ({ value, label: flagWords[value].word }))} selected={filter.flag ?? []} onChange={(next) => setFilter({ flag: next })} />
            {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
            <ListTools
              title="Subscriptions"
              count={listCount(firstPage, 'subscriptions')}
              columns={all}
              state={state}
              pages={pages}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Subscriptions"
            state={state}
            listKey={JSON.stringify([filter, sort])}
            columns={columns}
            window={rows}
            idOf={(row) => row.id}
            nameOf={subscriptionName}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'subscription')}
            sort={sort}
            onSort={sortBy(sort)}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={selection.selectAll}
            rowActs={(row) => [
              { id: 'open', label: 'Open the subscription', onAct: () => open(row.id) },
              { id: 'invoices', label: `Invoices of ${row.clientName}`, onAct: () => navigate('invoices', row.rtoCode === null ? { search: row.clientName } : { rtoCode: row.rtoCode }) },
            ]}
            placeholder={
              <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="subscription" onClear={clearFilters} emptyIcon={Repeat} emptyTitle="No subscriptions yet">
                They appear here once they were read from Stripe. Press Sync now, check the Stripe key under Settings, or begin one with New subscription.
              </ListPlaceholder>
            }
          />
        }
        bulk={
          <SelectionBar
            noun="subscription"
            selection={selection}
            columns={all}
            state={state}
            matchingCount={totals?.count}
            sumText={`${homeSumText(selection.selectedRows, monthlyAmounts)} a month, ex GST`}
          />
        }
        pane={openId === null ? undefined : <SubscriptionPane id={openId} onClose={() => open(null)} onStep={step} />}
      />
    </>
  );
}
