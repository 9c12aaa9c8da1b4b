// A button that opens a menu of acts.
import type { ReactElement } from 'react';
import { MenuTrigger, Popover } from 'react-aria-components';
import { ActsMenu, type MenuAct } from './ActsMenu.tsx';
import { Button, type ButtonProps } from './Button.tsx';
import css from './menu.module.css';
import { cx } from './classNames.ts';

export function MenuButton({
  acts,
  menuLabel,
  ...button
}: Omit<ButtonProps, 'onPress'> & { readonly acts: readonly MenuAct[]; readonly menuLabel: string }): ReactElement {
  return (
    <MenuTrigger>
      <Button {...button} />
      <Popover className={cx(css.popover)} placement="bottom end">
        <ActsMenu acts={acts} label={menuLabel} />
      </Popover>
    </MenuTrigger>
  );
}
