// The menu of acts itself; a button's menu and a row's menu both show it.
import type { ReactElement, ReactNode } from 'react';
import { Menu, MenuItem, type MenuProps } from 'react-aria-components';
import { cx } from './classNames.ts';
import css from './menu.module.css';

export interface MenuAct {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly disabledReason?: string | undefined;
  readonly onAct: () => void;
}

export function ActsMenu({
  acts,
  label,
  ...menu
}: Pick<MenuProps<object>, 'autoFocus' | 'onClose'> & { readonly acts: readonly MenuAct[]; readonly label: string }): ReactElement {
  return (
    <Menu
      {...menu}
      aria-label={label}
      className={cx(css.menu)}
      disabledKeys={acts.filter((act) => act.disabledReason !== undefined).map((act) => act.id)}
    >
      {acts.map((act) => (
        <MenuItem
          key={act.id}
          id={act.id}
          textValue={act.label}
          onAction={act.onAct}
          className={cx(css.item, act.isDanger === true && css.danger)}
        >
          {act.icon}
          <span>
            {act.label}
            {act.disabledReason === undefined ? null : <span className={cx(css.reason)}>{act.disabledReason}</span>}
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
