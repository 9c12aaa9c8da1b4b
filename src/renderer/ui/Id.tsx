// A vendor's id: set in mono, cut in the middle when it is long, copied by a press.
import { Check, Copy } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { announce } from './announce.ts';
import { cx } from './classNames.ts';
import css from './Id.module.css';

export function Id({ value, name }: { readonly value: string; readonly name: string }): ReactElement {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    announce(`Copied: ${name}`);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <span className={cx(css.id)}>
      <code title={value}>{value.length > 26 ? `${value.slice(0, 14)}…${value.slice(-6)}` : value}</code>
      <AriaButton className={cx(css.copy)} aria-label={`Copy ${name}`} onPress={() => void copy()}>
        {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </AriaButton>
    </span>
  );
}
