// Saved views of a list: filters, sort and columns under a name of one's own; chosen, saved and removed in one place.
import { Bookmark, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { SavedView } from '../../../contract/views.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import menuCss from '../../ui/menu.module.css';
import type { TableState } from '../../ui/table/useTableState.ts';
import facetCss from '../../ui/table/facets.module.css';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import { filterWords, viewParams } from '../export/filterWords.ts';
import { navigate, useRoute } from '../router.ts';
import css from './SavedViews.module.css';

export function SavedViews({ state }: { readonly state: Pick<TableState<never>, 'tableId' | 'shownColumns' | 'setShownColumns'> }): ReactElement {
  const { params } = useRoute();
  const saved = useQueryOperation('views.list', { tableId: state.tableId });
  const present = viewParams(params);
  const shown = saved.data?.views.find((view) => view.params === present && sameColumns(view.columns, state.shownColumns));
  return (
    <DialogTrigger>
      <Button size="s" variant="quiet" icon={<Bookmark aria-hidden="true" />}>
        {shown?.name ?? 'Views'}
      </Button>
      <Popover placement="bottom end" className={cx(menuCss.popover)}>
        <Dialog className={cx(facetCss.panel)} aria-label="Saved views">
          {({ close }) => <ViewsPanel state={state} views={saved.data?.views ?? []} shownId={shown?.id ?? null} onDone={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const sameColumns = (saved: readonly string[] | null, present: ReadonlySet<string> | null): boolean =>
  saved === null || present === null ? saved === present : saved.length === present.size && saved.every((id) => present.has(id));

interface ViewsPanelProps {
  readonly state: Pick<TableState<never>, 'tableId' | 'shownColumns' | 'setShownColumns'>;
  readonly views: readonly SavedView[];
  readonly shownId: number | null;
  readonly onDone: () => void;
}

function ViewsPanel({ state, views, shownId, onDone }: ViewsPanelProps): ReactElement {
  const { screen, params } = useRoute();
  const [name, setName] = useState('');
  const save = useCommandOperation('views.save');
  const remove = useCommandOperation('views.remove');
  const trimmed = name.trim();
  const isTaken = views.some((view) => view.name.toLowerCase() === trimmed.toLowerCase());

  const choose = (view: SavedView): void => {
    state.setShownColumns(view.columns === null ? null : new Set(view.columns));
    navigate(screen, new URLSearchParams(view.params));
    onDone();
  };
  const keep = async (): Promise<void> => {
    try {
      await save.run({
        tableId: state.tableId,
        name: trimmed,
        params: viewParams(params),
        columns: state.shownColumns === null ? null : [...state.shownColumns],
      });
      toastDone(`View “${trimmed}” saved`);
      onDone();
    } catch (thrown) {
      toastFailure('The view was not saved', thrown, () => void keep());
    }
  };
  const forget = async (view: SavedView): Promise<void> => {
    try {
      await remove.run({ id: view.id });
      toastDone(`View “${view.name}” removed`);
    } catch (thrown) {
      toastFailure('The view was not removed', thrown, () => void forget(view));
    }
  };
  const words = filterWords(params);
  return (
    <div className={cx(css.views)}>
      <p className={cx(facetCss.panelTitle)}>Saved views</p>
      {views.length === 0 ? (
        <p className="muted">Filter and sort the list as you need it, then give it a name here.</p>
      ) : (
        <ul className={cx(css.list)}>
          {views.map((view) => (
            <li key={view.id} className={cx(css.view, view.id === shownId && css.shown)}>
              <button
                type="button"
                className={cx(css.choose)}
                {...(view.id === shownId ? { 'aria-current': 'true' as const } : {})}
                onClick={() => choose(view)}
              >
                <span>{view.name}</span>
                <span className="muted">{filterWords(new URLSearchParams(view.params)) || 'every row'}</span>
              </button>
              <Button
                size="s"
                variant="quiet"
                aria-label={`Remove the view ${view.name}`}
                icon={<Trash2 aria-hidden="true" />}
                onPress={() => void forget(view)}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className={cx(css.save)}
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') void keep();
        }}
      >
        <TextField
          label="Name for what is shown now"
          value={name}
          onChange={setName}
          maxLength={80}
          help={isTaken ? 'There is a view of this name; it will be replaced.' : words === '' ? 'Every row, with the columns shown.' : words}
        />
        <Button
          size="s"
          type="submit"
          isPending={save.isRunning}
          disabledReason={trimmed === '' ? 'Give the view a name first' : undefined}
        >
          {isTaken ? 'Replace' : 'Save'}
        </Button>
      </form>
    </div>
  );
}
