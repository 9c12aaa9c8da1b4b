// A link to a vendor's own page, opened outside the console.
import { ArrowUpRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { openExternal } from '../bridge/transport.ts';
import { cx } from './classNames.ts';
import css from './ExternalLink.module.css';

export function ExternalLink({ url, children }: { readonly url: string; readonly children: string }): ReactElement {
  return (
    <AriaButton className={cx(css.link)} onPress={() => openExternal(url)}>
      {children}
      <ArrowUpRight aria-hidden="true" />
      <span className="visually-hidden"> (opens outside Tieout)</span>
    </AriaButton>
  );
}
