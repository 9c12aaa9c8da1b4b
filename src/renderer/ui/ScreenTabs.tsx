// The parts of a screen as tabs, with how many things wait in each.
import type { ReactElement, ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { cx } from './classNames.ts';
import css from './ScreenTabs.module.css';

export interface ScreenTab<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** Shown beside the name: a count, or "1 open". */
  readonly count?: string | undefined;
  /** Something in it needs a hand. */
  readonly isUrgent?: boolean;
  /** Stands at the far end: it is no state of the same things. */
  readonly isApart?: boolean;
}

export function ScreenTabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  children,
}: {
  readonly label: string;
  readonly tabs: readonly ScreenTab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Tabs className={cx(css.tabs)} selectedKey={selected} onSelectionChange={(key) => onSelect(key as Id)}>
      <TabList aria-label={label} className={cx(css.tabList)}>
        {tabs.map(({ id, name, count, isUrgent = false, isApart = false }) => (
          <Tab key={id} id={id} className={cx(css.tab, isApart && css.apart)}>
            {name}
            {count === undefined ? null : <span className={cx(css.count, isUrgent && css.urgent)}>{count}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel id={selected} className={cx(css.panel)}>
        {children}
      </TabPanel>
    </Tabs>
  );
}
