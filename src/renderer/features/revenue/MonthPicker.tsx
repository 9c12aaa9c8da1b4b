// Chooses the month: from the list, with the arrows beside it, or with the keys [ and ].
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useEffectEvent, type ReactElement } from 'react';
import type { RevenueMonthOutput } from '../../../contract/revenue.ts';
import { updateParams } from '../../app/router.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import css from './Revenue.module.css';

const isElsewhere = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]') !== null;

export function MonthPicker({ answer: { month, months } }: { readonly answer: RevenueMonthOutput }): ReactElement {
  // Newest first.
  const place = months.indexOf(month);
  const earlier = months[place + 1];
  const later = months[place - 1];
  const pick = (picked: string | undefined): void => {
    if (picked !== undefined) updateParams({ month: picked, set: undefined });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
    if (event.key === '[') pick(earlier);
    if (event.key === ']') pick(later);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  return (
    <div className={cx(css.month)}>
      <Button variant="quiet" aria-label="Previous month" tip="Previous month, [" icon={<ChevronLeft aria-hidden="true" />} disabledReason={earlier === undefined ? 'Nothing is known of earlier months' : undefined} onPress={() => pick(earlier)} />
      <SelectField
        label="Month"
        isLabelBeside
        value={month}
        options={months.map((name, index) => ({ value: name, label: `${formatMonth(name)}${index === 0 ? ' (open)' : ''}` }))}
        onChange={pick}
      />
      <Button variant="quiet" aria-label="Next month" tip="Next month, ]" icon={<ChevronRight aria-hidden="true" />} disabledReason={later === undefined ? 'This is the newest month' : undefined} onPress={() => pick(later)} />
    </div>
  );
}
