// The button of the whole console: plain, primary (the accent), amber (reconnect), danger, quiet; disabled ones say why.
import { forwardRef, type ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import css from './Button.module.css';
import { cx } from './classNames.ts';
import { Tip } from './Tip.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'isDisabled'> {
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly variant?: 'plain' | 'primary' | 'amber' | 'danger' | 'quiet';
  readonly size?: 'm' | 's';
  readonly className?: string;
  /** Set: the button stays focusable, does nothing, and its tooltip says this. */
  readonly disabledReason?: string | undefined;
  /** Tooltip; an icon-only button needs `aria-label` as well. */
  readonly tip?: string | undefined;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { children, icon, variant = 'plain', size = 'm', className, disabledReason, tip, onPress, ...rest },
  ref,
) {
  const isIconOnly = children === undefined;
  const isBlocked = disabledReason !== undefined;
  const button = (
    <AriaButton
      {...rest}
      ref={ref}
      className={cx(css.button, css[variant], css[size], isIconOnly && css.iconOnly, className)}
      {...(isBlocked ? { 'aria-disabled': true } : onPress === undefined ? {} : { onPress })}
    >
      {icon}
      {isIconOnly ? null : <span className={cx(css.label)}>{children}</span>}
    </AriaButton>
  );
  const text = disabledReason ?? tip;
  return text === undefined ? button : <Tip text={text}>{button}</Tip>;
});
