// A tooltip on focus and hover, for what a label has no room to say.
import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import css from './Tip.module.css';
import { cx } from './classNames.ts';

export function Tip({ text, children }: { readonly text: string; readonly children: ReactElement }): ReactElement {
  return (
    <TooltipTrigger delay={350} closeDelay={60}>
      {children}
      <Tooltip offset={6} className={cx(css.tip)}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
