// A link to a vendor's own page, opened outside the console; offline it says why it leads nowhere.
import { ArrowUpRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { openExternal } from '../bridge/transport.ts';
import { cx } from './classNames.ts';
import css from './ExternalLink.module.css';
import { useOfflineReason } from './OfflineReason.ts';
import { Tip } from './Tip.tsx';

export function ExternalLink({ url, children }: { readonly url: string; readonly children: string }): ReactElement {
  const offline = useOfflineReason();
  const link = (
    <AriaButton className={cx(css.link)} {...(offline === undefined ? { onPress: () => openExternal(url) } : { 'aria-disabled': true })}>
      {children}
      <ArrowUpRight aria-hidden="true" />
      <span className="visually-hidden"> (opens outside Tieout)</span>
    </AriaButton>
  );
  return offline === undefined ? link : <Tip text={offline}>{link}</Tip>;
}
