// Refunds, monthly fees and payouts on their way into QuickBooks: review, approve many, retry what stopped.
import { CircleCheck, FileSearch } from 'lucide-react';
import type { ReactElement } from 'react';
import { documentKinds, documentStatuses, type DocumentFilter, type DocumentRow } from '../../../contract/documents.ts';
import { decodeFilter, encodeFilter, type FilterFields } from '../../app/filterCodec.ts';
import { ListTools } from '../../app/list/ListTools.tsx';
import { openIdOf } from '../../app/openIdOf.ts';
import { navigate, updateParams, useRoute } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { ListWithPane } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { BulkBar } from '../../ui/table/BulkBar.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DateRangeFacet, FilterBar, ListFacet, SearchFacet } from '../../ui/table/facets.tsx';
import { emptySelection, selectRows, withoutRows } from '../../ui/table/selection.ts';
import { tableMemory } from '../../ui/table/tableMemory.ts';
import { useRowWindow, walkRows } from '../../ui/table/useRowWindow.ts';
import { useTableState } from '../../ui/table/useTableState.ts';
import { useMediaQuery, WIDE_WINDOW } from '../../ui/useMediaQuery.ts';
import { documentColumns } from './documentColumns.tsx';
import { DocumentPane } from './DocumentPane.tsx';
import { canAbandonDocument, documentActFor, documentActLabel, documentActShortLabel, documentKindWords, documentStatusWords, sumOfDocuments, type DocumentAct } from './documentWords.ts';
import { useDocumentActs } from './useDocumentActs.tsx';

export const DOCUMENTS_TAB = 'documents';

/** The most that one approval may carry (contract: documents.approve). */
const MAX_ITEMS = 5000;
const tableId = 'queue-documents';
const acts: readonly DocumentAct[] = ['approve', 'retry', 'withdraw'];

const filterFields: FilterFields<DocumentFilter> = {
  search: { kind: 'text' },
  kind: { kind: 'list', allowed: documentKinds },
  status: { kind: 'list', allowed: documentStatuses },
  from: { kind: 'date' },
  to: { kind: 'date' },
};

export function DocumentQueue(): ReactElement {
  const { params } = useRoute();
  const filter = decodeFilter(filterFields, params);
  const direction = params.get('sort') === 'date:asc' ? 'asc' : 'desc';
  const openId = openIdOf(params);
  const state = useTableState<DocumentRow>(tableId);
  const { window: rows, firstPage } = useRowWindow('documents.list', { filter, direction });
  const isWide = useMediaQuery(WIDE_WINDOW);
  const columns = shownColumns(documentColumns, state, openId !== null && !isWide);
  const isFiltered = Object.keys(filter).length > 0;
  const totals = firstPage?.totals ?? null;
  const decisions = useDocumentActs((doneIds) => state.setSelection(withoutRows(state.selection, doneIds)));
  // A row that changed since it was selected goes with the version that is on screen now.
  const freshById = new Map(rows.loadedRows().map((row) => [row.id, row]));
  const selected = [...state.selection.rows.values()].map((row) => freshById.get(row.id) ?? row);
  const open = (id: number | null): void => updateParams({ open: id === null ? undefined : String(id) });
  const setFilter = (change: Partial<Record<keyof DocumentFilter, unknown>>): void =>
    updateParams(encodeFilter(filterFields, { ...filter, ...change } as DocumentFilter), { replace: true });
  const clear = (): void => navigate('quickbooks', { tab: DOCUMENTS_TAB });
  const selectAll = async (): Promise<void> => {
    const all: DocumentRow[] = [];
    for await (const page of walkRows('documents.list', { filter, direction })) {
      all.push(...page.filter((row) => documentActFor(row.status) !== null));
      if (all.length >= MAX_ITEMS) break;
    }
    const taken = all.slice(0, MAX_ITEMS);
    state.setSelection(selectRows(taken, (row) => row.id));
    announce(`${countOf(taken.length, 'document')} selected.`);
  };

  return (
    <>
      <ListWithPane
        toolbar={
          <FilterBar>
            <SearchFacet label="Filter refunds, fees and payouts" placeholder="Number, client, description…" value={filter.search ?? ''} onChange={(search) => setFilter({ search })} />
            <ListFacet label="Kind" options={documentKinds.map((value) => ({ value, label: documentKindWords[value].word }))} selected={filter.kind ?? []} onChange={(kind) => setFilter({ kind })} />
            <ListFacet label="State" options={documentStatuses.map((value) => ({ value, label: documentStatusWords[value].word }))} selected={filter.status ?? []} onChange={(status) => setFilter({ status })} />
            <DateRangeFacet label="Date" from={filter.from} to={filter.to} onChange={(from, to) => setFilter({ from, to })} />
            {isFiltered ? (
              <Button size="s" variant="quiet" onPress={clear}>
                Clear
              </Button>
            ) : null}
            <ListTools
              title="QuickBooks refunds, fees and payouts"
              count={totals === null || firstPage === undefined ? undefined : { matching: totals.count, all: firstPage.allCount, noun: 'documents' }}
              columns={documentColumns}
              state={state}
              pages={() => walkRows('documents.list', { filter, direction })}
            />
          </FilterBar>
        }
        list={
          <DataTable
            label="Refunds, fees and payouts"
            state={state}
            listKey={JSON.stringify([filter, direction])}
            columns={columns}
            window={rows}
            idOf={(row) => row.id}
            nameOf={(row) => row.number}
            totals={totals}
            totalsLabel={totals === null ? '' : countOf(totals.count, 'document')}
            sort={{ key: 'date', direction }}
            onSort={() => updateParams({ sort: direction === 'desc' ? 'date:asc' : undefined }, { replace: true })}
            openId={openId}
            onOpen={(row) => open(row.id)}
            onEscape={() => open(null)}
            isSelectable
            onSelectAll={() => void selectAll()}
            refusalOf={(id) => decisions.refusals.get(Number(id))}
            onApprove={(activeRow) => {
              const chosen = selected.length > 0 ? selected : activeRow === undefined ? [] : [activeRow];
              decisions.request('approve', chosen.filter((row) => documentActFor(row.status) === 'approve'));
            }}
            rowActs={(row) => {
              const act = documentActFor(row.status);
              return [
                { id: 'open', label: 'Open', onAct: () => open(row.id) },
                ...(act === null ? [] : [{ id: 'act', label: `${documentActShortLabel[act]}…`, onAct: () => decisions.request(act, [row]) }]),
                ...(row.invoiceId === null ? [] : [{ id: 'story', label: 'The invoice', onAct: () => navigate('invoices', { open: row.invoiceId ?? '' }) }]),
                ...(canAbandonDocument(row.status) ? [{ id: 'abandon', label: 'Abandon…', isDanger: true, onAct: () => decisions.requestAbandon(row) }] : []),
              ];
            }}
            placeholder={
              rows.error !== null ? (
                <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />
              ) : isFiltered ? (
                <StateMessage icon={FileSearch} title="No document matches" action={<Button onPress={clear}>Clear the filter</Button>} />
              ) : (
                <StateMessage icon={CircleCheck} title="Nothing besides invoices yet">
                  Refunds, the month’s Stripe fees and, where the profile wants them, payouts appear here as they happen.
                </StateMessage>
              )
            }
          />
        }
        bulk={
          selected.length === 0 ? null : (
            <DocumentBulkBar
              rows={selected}
              matchingCount={totals?.count ?? selected.length}
              refusals={decisions.refusals}
              onAct={decisions.request}
              onSelectAll={() => void selectAll()}
              onClear={() => state.setSelection(emptySelection)}
            />
          )
        }
        pane={
          openId === null ? undefined : (
            <DocumentPane
              documentId={openId}
              onClose={() => open(null)}
              onStep={(by) => {
                const next = rows.rowAt(tableMemory(tableId).activeIndex + by);
                if (next !== undefined) updateParams({ open: String(next.id) }, { replace: true });
              }}
              onAct={(act, row) => decisions.request(act, [row])}
              onAbandon={decisions.requestAbandon}
            />
          )
        }
      />
      {decisions.dialogs}
    </>
  );
}

interface DocumentBulkBarProps {
  readonly rows: readonly DocumentRow[];
  readonly matchingCount: number;
  readonly refusals: ReadonlyMap<number, string>;
  readonly onAct: (act: DocumentAct, rows: readonly DocumentRow[]) => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}

/** The list holds every state, so each act takes those of the selected rows that it fits. */
function DocumentBulkBar({ rows, refusals, onAct, ...bar }: DocumentBulkBarProps): ReactElement {
  const refused = rows.filter((row) => refusals.has(row.id));
  const fitting = acts.map((act) => ({ act, rows: rows.filter((row) => documentActFor(row.status) === act) })).filter((each) => each.rows.length > 0);
  return (
    <BulkBar
      {...bar}
      label="Selected documents"
      selectedCount={rows.length}
      sumText={formatMoney(sumOfDocuments(rows))}
      notice={
        refused.length === 0 ? null : (
          <Note tone="error" title={`${countOf(refused.length, 'document')} refused, still selected`}>
            <ul>
              {refused.map((row) => (
                <li key={row.id}>{`${row.number}: ${refusals.get(row.id) ?? ''}`}</li>
              ))}
            </ul>
          </Note>
        )
      }
    >
      {fitting.map((each, index) => (
        <Button key={each.act} variant={index === 0 ? 'primary' : 'plain'} onPress={() => onAct(each.act, each.rows)}>
          {documentActLabel(each.act, each.rows)}
        </Button>
      ))}
    </BulkBar>
  );
}
