// The menu of one row's acts, opened by its button, a right click, Shift+F10 or the menu key.
import type { ReactElement } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { cx } from '../classNames.ts';
import type { MenuAct } from '../MenuButton.tsx';
import css from '../menu.module.css';

export interface RowMenuTarget<Row> {
  readonly row: Row;
  readonly anchor: Element;
  readonly acts: readonly MenuAct[];
}

export function RowMenu<Row>({
  target,
  onClose,
}: {
  readonly target: RowMenuTarget<Row> | null;
  readonly onClose: () => void;
}): ReactElement {
  const acts = target?.acts ?? [];
  return (
    <Popover
      isOpen={target !== null}
      onOpenChange={(isOpen) => isOpen || onClose()}
      triggerRef={{ current: target?.anchor ?? null }}
      placement="bottom end"
      aria-label="Actions for this row"
      className={cx(css.popover)}
    >
      <Menu
        aria-label="Actions for this row"
        className={cx(css.menu)}
        autoFocus="first"
        onClose={onClose}
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
  );
}
