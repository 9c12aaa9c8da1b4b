// The list behind `?`.
import type { ReactElement } from 'react';
import { cx } from '../ui/classNames.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { shortcutGroups } from './shortcuts.ts';
import css from './ShortcutList.module.css';

export function ShortcutList({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactElement {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" isWide>
      <div className={cx(css.groups)} tabIndex={0} role="region" aria-label="All shortcuts">
        {shortcutGroups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className={cx(css.list)}>
              {group.shortcuts.map(([keys, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
