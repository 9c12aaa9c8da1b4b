// Ctrl/Cmd+K: pages, commands, and records of every kind by number, amount or name.
import { CornerDownLeft, Search } from 'lucide-react';
import { useEffect, useId, useState, type ReactElement } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { announce } from '../../ui/announce.ts';
import { cx } from '../../ui/classNames.ts';
import css from './Palette.module.css';
import type { PaletteEntry } from './PaletteEntry.ts';
import { rankEntries } from './paletteRanking.ts';
import { useFoundRecords } from './useFoundRecords.tsx';

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly entries: readonly PaletteEntry[];
}

export function Palette(props: PaletteProps): ReactElement {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => isOpen || props.onClose()}
      isDismissable
      className={cx(css.overlay)}
    >
      <Modal className={cx(css.modal)}>
        <Dialog aria-label="Search or go to" className={cx(css.dialog)}>
          <PaletteBody {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onClose, entries }: PaletteProps): ReactElement {
  const [typed, setTyped] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const listId = useId();
  const found = useFoundRecords(useSettled(typed.trim(), 100));
  const shown = rankEntries(typed, [...entries, ...found.records]);
  const active = Math.min(activeIndex, shown.length - 1);
  useEffect(() => {
    document.querySelector(`[id="${listId}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);

  const choose = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    if (entry.disabledReason !== undefined) return announce(entry.disabledReason);
    onClose();
    entry.onChoose();
  };
  return (
    <>
      <div className={cx(css.inputLine)}>
        <Search aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-label="Search pages, commands and records"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          {...(active >= 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
          placeholder="Page, command, or a record’s number, amount or client"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActiveIndex(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setActiveIndex(Math.min(shown.length - 1, active + 1));
            else if (event.key === 'ArrowUp') setActiveIndex(Math.max(0, active - 1));
            else if (event.key === 'Enter') choose(shown[active]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div role="listbox" id={listId} aria-label="Results" className={cx(css.list)}>
        {shown.map((entry, index) => (
          <div key={entry.id}>
            {entry.group === shown[index - 1]?.group ? null : (
              <p className={cx(css.group)} aria-hidden="true">
                {entry.group}
              </p>
            )}
            <div
              role="option"
              id={`${listId}-${index}`}
              aria-selected={index === active}
              aria-disabled={entry.disabledReason !== undefined}
              className={cx(css.option, index === active && css.active)}
              onMouseMove={() => setActiveIndex(index)}
              onClick={() => choose(entry)}
            >
              {entry.icon}
              <span className={cx(css.name)}>{entry.name}</span>
              {entry.disabledReason === undefined && entry.hint === undefined ? null : (
                <span className={cx(css.hint)}>{entry.disabledReason ?? entry.hint}</span>
              )}
              {index === active ? <CornerDownLeft aria-hidden="true" className={cx(css.enter)} /> : null}
            </div>
          </div>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className={cx(css.nothing)} role="status">
          {found.isSearching
            ? 'Searching…'
            : `Nothing is called “${typed}”. Try an invoice number, an amount such as 399.00, or a client.`}
        </p>
      ) : null}
    </>
  );
}

/** The value once it has stood still. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
