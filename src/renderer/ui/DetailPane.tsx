// What one row holds, beside its list: Esc goes back, j and k go to its neighbours.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { cx } from './classNames.ts';
import css from './DetailPane.module.css';

export interface DetailPaneProps {
  /** Changes with the row: the heading then takes the focus. */
  readonly rowKey: string | number;
  readonly label: string;
  readonly heading: ReactNode;
  readonly onClose: () => void;
  readonly onStep?: (by: 1 | -1) => void;
  readonly onApprove?: (() => void) | undefined;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

export function focusList(): void {
  document.querySelector<HTMLElement>('[data-table-focus]')?.focus({ preventScroll: true });
}

export function DetailPane(props: DetailPaneProps): ReactElement {
  const { onStep } = props;
  const close = (): void => {
    props.onClose();
    focusList();
  };
  return (
    <aside
      className={cx(css.pane)}
      aria-label={props.label}
      onKeyDown={(event) => {
        const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        if (event.defaultPrevented || isField) return;
        if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') props.onApprove?.();
        else if (event.ctrlKey || event.metaKey || event.altKey) return;
        else if (event.key === 'Escape') close();
        else if (event.key === 'j' && onStep !== undefined) onStep(1);
        else if (event.key === 'k' && onStep !== undefined) onStep(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={cx(css.head)}>
        <FocusedHeading key={props.rowKey}>{props.heading}</FocusedHeading>
        {onStep === undefined ? null : (
          <>
            <Button
              variant="quiet"
              size="s"
              aria-label="Previous in the list"
              tip="Previous (k)"
              icon={<ChevronUp aria-hidden="true" />}
              onPress={() => onStep(-1)}
            />
            <Button
              variant="quiet"
              size="s"
              aria-label="Next in the list"
              tip="Next (j)"
              icon={<ChevronDown aria-hidden="true" />}
              onPress={() => onStep(1)}
            />
          </>
        )}
        <Button
          variant="quiet"
          size="s"
          aria-label="Close"
          tip="Close (Esc)"
          icon={<X aria-hidden="true" />}
          onPress={close}
        />
      </div>
      <div
        key={props.rowKey}
        className={cx(css.body)}
        tabIndex={0}
        role="region"
        aria-label={`${props.label}, details`}
      >
        {props.children}
      </div>
      {props.foot === undefined ? null : <div className={cx(css.foot)}>{props.foot}</div>}
    </aside>
  );
}

/** Takes the focus when its row is opened, so that the keyboard and a screen reader go on there. */
function FocusedHeading({ children }: { readonly children: ReactNode }): ReactElement {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={heading} tabIndex={-1} className={cx(css.heading)}>
      {children}
    </div>
  );
}

export function PaneSection({
  title,
  acts,
  children,
}: {
  readonly title: string;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={cx(css.section)} aria-label={title}>
      <div className={cx(css.sectionHead)}>
        <h3>{title}</h3>
        {acts}
      </div>
      {children}
    </section>
  );
}
