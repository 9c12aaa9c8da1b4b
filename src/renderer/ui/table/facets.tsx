// Filters as chips: each opens its choices, shows what is chosen, and is cleared by its cross.
import { ChevronDown, Plus, Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { cx } from '../classNames.ts';
import { formatLocalDate } from '../formatDate.ts';
import { formatCount } from '../formatMoney.ts';
import menuCss from '../menu.module.css';
import css from './facets.module.css';

function Chip({
  label,
  valueText,
  onClear,
  children,
}: {
  readonly label: string;
  readonly valueText: string | null;
  readonly onClear: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span className={cx(css.chip, valueText !== null && css.on)}>
      <DialogTrigger>
        <AriaButton
          className={cx(css.chipButton)}
          aria-label={valueText === null ? `Filter by ${label.toLowerCase()}` : `${label}: ${valueText}. Change`}
        >
          {valueText === null ? <Plus aria-hidden="true" /> : null}
          <span>{label}</span>
          {valueText === null ? null : <span className={cx(css.value)}>{valueText}</span>}
          {valueText === null ? null : <ChevronDown aria-hidden="true" />}
        </AriaButton>
        <Popover placement="bottom start" className={cx(menuCss.popover)}>
          <Dialog className={cx(css.panel)} aria-label={label}>
            <p className={cx(css.panelTitle)}>{label}</p>
            {children}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {valueText === null ? null : (
        <AriaButton className={cx(css.clear)} aria-label={`Clear the filter ${label.toLowerCase()}`} onPress={onClear}>
          <X aria-hidden="true" />
        </AriaButton>
      )}
    </span>
  );
}

export interface FacetOption {
  readonly value: string;
  readonly label: string;
}

export function ListFacet<V extends string>({
  label,
  options,
  selected,
  onChange,
  isSingle = false,
}: {
  readonly label: string;
  readonly options: readonly FacetOption[];
  readonly selected: readonly V[];
  readonly onChange: (next: V[] | undefined) => void;
  readonly isSingle?: boolean;
}): ReactElement {
  const name = `facet-${label}`;
  const labelOf = (value: string): string => options.find((option) => option.value === value)?.label ?? value;
  const shown = [
    ...options,
    ...selected
      .filter((value) => options.every((option) => option.value !== value))
      .map((value) => ({ value, label: value })),
  ];
  const pick = (value: V): void => {
    const next = isSingle
      ? [value]
      : selected.includes(value)
        ? selected.filter((present) => present !== value)
        : [...selected, value];
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <Chip
      label={label}
      valueText={selected.length === 0 ? null : selected.map(labelOf).join(', ')}
      onClear={() => onChange(undefined)}
    >
      {shown.map((option) => (
        <label key={option.value} className={cx(css.option)}>
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={name}
            checked={selected.includes(option.value as V)}
            onChange={() => pick(option.value as V)}
          />
          {option.label}
        </label>
      ))}
      {shown.length === 0 ? <p className="muted">Nothing to choose from yet.</p> : null}
    </Chip>
  );
}

export function DateRangeFacet({
  label,
  from,
  to,
  onChange,
}: {
  readonly label: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (from: string | undefined, to: string | undefined) => void;
}): ReactElement {
  const text =
    from !== undefined && to !== undefined
      ? from === to
        ? formatLocalDate(from)
        : `${formatLocalDate(from)} – ${formatLocalDate(to)}`
      : from !== undefined
        ? `from ${formatLocalDate(from)}`
        : to === undefined
          ? null
          : `to ${formatLocalDate(to)}`;
  return (
    <Chip label={label} valueText={text} onClear={() => onChange(undefined, undefined)}>
      <div className={cx(css.dates)}>
        <label>
          From
          <input
            type="date"
            value={from ?? ''}
            max={to}
            onChange={(event) => onChange(event.target.value || undefined, to)}
          />
        </label>
        <label>
          To, included
          <input
            type="date"
            value={to ?? ''}
            min={from}
            onChange={(event) => onChange(from, event.target.value || undefined)}
          />
        </label>
      </div>
    </Chip>
  );
}

/** On or off, without choices to open. */
export function FlagFacet({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (next: true | undefined) => void;
}): ReactElement {
  return (
    <span className={cx(css.chip, isOn && css.on)}>
      <AriaButton className={cx(css.chipButton)} aria-pressed={isOn} onPress={() => onChange(isOn ? undefined : true)}>
        {isOn ? null : <Plus aria-hidden="true" />}
        <span className={cx(isOn && css.value)}>{label}</span>
        {isOn ? <X aria-hidden="true" /> : null}
      </AriaButton>
    </span>
  );
}

const TYPING_PAUSE_MS = 10;

/** The list's search box (`/` comes here). What is typed is sent on after a short pause. */
export function SearchFacet({
  label,
  placeholder,
  value,
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (next: string | undefined) => void;
}): ReactElement {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (next: string): void => {
    sent.current = next;
    onChange(next === '' ? undefined : next);
  };
  return (
    <span className={cx(css.search)}>
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        data-filter-focus=""
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(next), TYPING_PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation();
            clearTimeout(timer.current);
            setText('');
            send('');
          } else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-table-focus]')?.focus();
          }
        }}
      />
      {text === '' ? <kbd aria-hidden="true">/</kbd> : null}
    </span>
  );
}

export function MatchCount({
  count,
  allCount,
  noun,
}: {
  /** Null: too many to count. */
  readonly count: number | null;
  readonly allCount: number;
  readonly noun: string;
}): ReactElement {
  return (
    <span className={cx(css.count)} role="status">
      <strong>{count === null ? 'Many' : formatCount(count)}</strong>
      {count === allCount ? ` ${noun}` : ` of ${formatCount(allCount)} ${noun}`}
    </span>
  );
}

export function FilterBar({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={cx(css.bar)}>{children}</div>;
}

/** The count and the tools at the bar's end; they wrap together. */
export function FilterTools({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className={cx(css.tools)}>{children}</span>;
}
