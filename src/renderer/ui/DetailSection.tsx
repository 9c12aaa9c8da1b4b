// What one row of a report holds, under the report: it takes the focus when it opens, and is closed by its cross.
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { cx } from './classNames.ts';
import css from './DetailSection.module.css';

export interface DetailSectionProps {
  readonly label: string;
  readonly title: string;
  readonly acts?: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function DetailSection({ label, title, acts, closeLabel, onClose, children }: DetailSectionProps): ReactElement {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={section} tabIndex={-1} className={cx(css.detail)} aria-label={label}>
      <div className={cx(css.head)}>
        <h2>{title}</h2>
        <span className={cx(css.spacer)} />
        {acts}
        <Button size="s" variant="quiet" aria-label={closeLabel} icon={<X aria-hidden="true" />} onPress={onClose} />
      </div>
      {children}
    </section>
  );
}
