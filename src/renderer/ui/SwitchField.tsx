// A setting that is on or off, with what it means.
import type { ReactElement } from 'react';
import { Switch } from 'react-aria-components';
import { cx } from './classNames.ts';
import css from './fields.module.css';

export function SwitchField({
  label,
  help,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly isOn: boolean;
  readonly onChange: (next: boolean) => void;
}): ReactElement {
  return (
    <Switch className={cx(css.switch)} isSelected={isOn} onChange={onChange}>
      <span className={cx(css.track)} />
      <span>
        <span className={cx(css.label)}>{label}</span>
        {help === undefined ? null : <span className={cx(css.help)}>{help}</span>}
      </span>
    </Switch>
  );
}
