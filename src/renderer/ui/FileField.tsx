// A field that takes one file from this machine, with its help.
import { useId, type ReactElement } from 'react';
import { cx } from './classNames.ts';
import css from './fields.module.css';

export interface FileFieldProps {
  readonly label: string;
  readonly help: string;
  /** As the browser's own: `.csv,text/csv`. */
  readonly accept: string;
  readonly onChoose: (file: File | null) => void;
}

export function FileField({ label, help, accept, onChoose }: FileFieldProps): ReactElement {
  const id = useId();
  return (
    <div className={cx(css.field)}>
      <label htmlFor={id} className={cx(css.label)}>
        {label}
      </label>
      <input
        id={id}
        type="file"
        className={cx(css.file)}
        accept={accept}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
      />
      <span id={`${id}-help`} className={cx(css.help)}>
        {help}
      </span>
    </div>
  );
}
