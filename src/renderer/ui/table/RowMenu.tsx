// The menu of one row's acts, opened by its button, a right click, Shift+F10 or the menu key.
import type { ReactElement } from 'react';
import { Popover } from 'react-aria-components';
import { cx } from '../classNames.ts';
import { ActsMenu, type MenuAct } from '../ActsMenu.tsx';
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
  return (
    <Popover
      isOpen={target !== null}
      onOpenChange={(isOpen) => isOpen || onClose()}
      triggerRef={{ current: target?.anchor ?? null }}
      placement="bottom end"
      aria-label="Actions for this row"
      className={cx(css.popover)}
    >
      <ActsMenu acts={target?.acts ?? []} label="Actions for this row" autoFocus="first" onClose={onClose} />
    </Popover>
  );
}
