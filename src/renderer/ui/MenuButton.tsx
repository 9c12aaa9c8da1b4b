// A button that opens a menu of acts.
import type { ReactElement, ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button, type ButtonProps } from './Button.tsx';
import css from './menu.module.css';
import { cx } from './classNames.ts';

export interface MenuAct {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly disabledReason?: string | undefined;
  readonly onAct: () => void;
}

export function MenuButton({
  acts,
  menuLabel,
  ...button
}: Omit<ButtonProps, 'onPress'> & { readonly acts: readonly MenuAct[]; readonly menuLabel: string }): ReactElement {
  return (
    <MenuTrigger>
      <Button {...button} />
      <Popover className={cx(css.popover)} placement="bottom end">
        <Menu
          aria-label={menuLabel}
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
      </Popover>
    </MenuTrigger>
  );
}
