// Activity: the log a person can read, and the vendors' shapes that did not fit.
import { Activity, CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ActivityRow } from '../../../contract/activity.ts';
import { type FilterFields } from '../../app/filterCodec.ts';
import { ClearFilters } from '../../app/list/ClearFilters.tsx';
import { listCount } from '../../app/list/listCount.ts';
import { ListPlaceholder } from '../../app/list/ListPlaceholder.tsx';
import { ListTools } from '../../app/list/ListTools.tsx';
import { SelectionBar } from '../../app/list/SelectionBar.tsx';
import { useListFilter } from '../../app/list/useListFilter.ts';
import { useListSelection } from '../../app/list/useListSelection.ts';
import { openIdOf } from '../../app/openIdOf.ts';
import { hrefOf, navigate, updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Id } from '../../ui/Id.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ListWithPane, ScreenHead } from '../../ui/Screen.tsx';
import { ScreenTabs } from '../../ui/ScreenTabs.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { rowBeside } from '../../ui/table/rowBeside.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { UnexpectedShapes } from './UnexpectedShapes.tsx';

const sourceWords = { stripe: 'Stripe', quickbooks: 'QuickBooks', person: 'A person', program: 'Tieout' } as const;
const resultWords = {
  ok: { word: 'Done', icon: CircleCheck, tone: 'good' },
  info: { word: 'Note', icon: Info, tone: 'neutral' },
  warning: { word: 'Warning', icon: TriangleAlert, tone: 'amber' },
  failed: { word: 'Failed', icon: CircleAlert, tone: 'red' },
} as const;

interface ActivityFilter {
  source?: ActivityRow['source'][];
  result?: ActivityRow['result'][];
  search?: string;
}
const filterFields: FilterFields<ActivityFilter> = {
  source: { kind: 'list', allowed: Object.keys(sourceWords) },
  result: { kind: 'list', allowed: Object.keys(resultWords) },
  search: { kind: 'text' },
};

function ResultPill({ result }: { readonly result: ActivityRow['result'] }): ReactElement {
  const { word, icon, tone } = resultWords[result];
  return (
    <Pill icon={icon} tone={tone}>
      {word}
    </Pill>
  );
}

const activityColumns = (timeZone: string): readonly Column<ActivityRow, null>[] => [
  { id: 'at', header: 'When', widthRem: 10.5, cell: (row) => formatInstant(row.at, timeZone), text: (row) => row.at },
  {
    id: 'source',
    header: 'By',
    widthRem: 7,
    cell: (row) => sourceWords[row.source],
    text: (row) => sourceWords[row.source],
  },
  {
    id: 'kind',
    header: 'Kind',
    widthRem: 7.5,
    cell: (row) => <span className="muted">{humanise(row.kind)}</span>,
    text: (row) => row.kind,
    isHiddenBesidePane: true,
  },
  {
    id: 'summary',
    header: 'What happened',
    widthRem: 18,
    grow: 3,
    cell: (row) => <span>{row.summary}</span>,
    text: (row) => row.summary,
  },
  {
    id: 'detail',
    header: 'Detail',
    widthRem: 12,
    grow: 2,
    cell: (row) => <span className="muted">{row.detail ?? ''}</span>,
    text: (row) => row.detail ?? '',
    isHiddenBesidePane: true,
  },
  {
    id: 'result',
    header: 'Result',
    widthRem: 7.5,
    cell: (row) => <ResultPill result={row.result} />,
    text: (row) => resultWords[row.result].word,
  },
];

export default function ActivityScreen(): ReactElement {
  const { params } = useRoute();
  const canary = useQueryOperation('activity.canary', {});
  const view = params.get('view') === 'shapes' ? 'shapes' : 'log';
  const shapeCount = canary.data?.rows.length ?? 0;
  return (
    <>
      <ScreenHead title="Activity" />
      <ScreenTabs
        label="Activity"
        selected={view}
        onSelect={(id) => navigate('activity', id === 'shapes' ? { view: id } : {})}
        tabs={[
          { id: 'log', name: 'Log' },
          { id: 'shapes', name: 'Unexpected shapes', count: shapeCount === 0 ? undefined : formatCount(shapeCount) },
        ]}
      >
        {view === 'log' ? <ActivityLog /> : <UnexpectedShapes />}
      </ScreenTabs>
    </>
  );
}

function ActivityLog(): ReactElement {
  const { params } = useRoute();
  const { timeZone } = useStatus();
  const { filter, isFiltered, setFilter, clearFilters } = useListFilter(filterFields);
  const openId = openIdOf(params);
  const state = useTableState<ActivityRow>('activity');
  const { window: rows, firstPage } = useRowWindow('activity.list', filter);
  const allColumns = activityColumns(timeZone);
  const pages = (): AsyncIterable<readonly ActivityRow[]> => walkRows('activity.list', filter);
  const selection = useListSelection({ state, rows, idOf: (row) => row.id, pages });
  const open = (id: number | null): void => updateParams({ open: id === null ? undefined : String(id) });
  const openRow = rows.loadedRows().find((row) => row.id === openId);
  return (
    <ListWithPane
      toolbar={
        <FilterBar>
          <SearchFacet
            label="Filter the log"
            placeholder="Words in the log…"
            value={filter.search ?? ''}
            onChange={(search) => setFilter({ search })}
          />
          <ListFacet
            label="By"
            options={Object.entries(sourceWords).map(([value, label]) => ({ value, label }))}
            selected={filter.source ?? []}
            onChange={(source) => setFilter({ source })}
          />
          <ListFacet
            label="Result"
            options={Object.entries(resultWords).map(([value, { word }]) => ({ value, label: word }))}
            selected={filter.result ?? []}
            onChange={(result) => setFilter({ result })}
          />
          {isFiltered ? <ClearFilters onPress={clearFilters} /> : null}
          <ListTools
            title="Activity"
            count={listCount(firstPage, 'entries')}
            columns={allColumns}
            state={state}
            pages={pages}
          />
        </FilterBar>
      }
      list={
        <DataTable
          label="Activity log"
          state={state}
          listKey={JSON.stringify(filter)}
          columns={shownColumns(allColumns, state, openRow !== undefined)}
          window={rows}
          idOf={(row) => row.id}
          nameOf={(row) => row.summary}
          isSelectable
          onSelectAll={selection.selectAll}
          onOpen={(row) => open(row.id)}
          openId={openId}
          onEscape={() => open(null)}
          placeholder={
            <ListPlaceholder rows={rows} isFiltered={isFiltered} noun="entry of the log" onClear={clearFilters} emptyIcon={Activity} emptyTitle="Nothing has happened yet">
              Every sync, push, heartbeat and decision is noted here.
            </ListPlaceholder>
          }
        />
      }
      bulk={<SelectionBar noun="log entry" plural="log entries" selection={selection} columns={allColumns} state={state} matchingCount={firstPage?.totals?.count} />}
      pane={
        openRow === undefined ? undefined : (
          <DetailPane
            rowKey={openRow.id}
            label="Log entry"
            heading={<h2>{openRow.summary}</h2>}
            onClose={() => open(null)}
            onStep={(by) => {
              const next = rowBeside('activity', rows, by);
              if (next !== undefined) updateParams({ open: String(next.id) }, { replace: true });
            }}
          >
            <PaneSection title="Particulars">
              <Facts
                facts={[
                  ['When', formatInstant(openRow.at, timeZone)],
                  ['By', sourceWords[openRow.source]],
                  ['Kind', humanise(openRow.kind)],
                  ['Result', <ResultPill key="result" result={openRow.result} />],
                  openRow.detail === null ? null : ['Detail', openRow.detail],
                  openRow.invoiceId === null
                    ? null
                    : [
                        'Invoice',
                        <a key="invoice" href={hrefOf('invoices', { open: openRow.invoiceId })}>
                          Open its story
                        </a>,
                      ],
                  openRow.correlationId === null
                    ? null
                    : ['Correlation id', <Id key="id" value={openRow.correlationId} name="correlation id" />],
                ]}
              />
            </PaneSection>
          </DetailPane>
        )
      }
    />
  );
}
