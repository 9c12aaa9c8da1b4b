// A labelled choice of a few.
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';
import { cx } from './classNames.ts';
import css from './fields.module.css';
import menuCss from './menu.module.css';

export interface SelectFieldProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly help?: string }[];
  readonly onChange: (next: V) => void;
  readonly help?: string;
  /** In a table, whose row and column say it. */
  readonly isLabelHidden?: boolean;
  /** In a screen's head, where a label above would push the title down. */
  readonly isLabelBeside?: boolean;
}

export function SelectField<V extends string>({
  label,
  value,
  options,
  onChange,
  help,
  isLabelHidden = false,
  isLabelBeside = false,
}: SelectFieldProps<V>): ReactElement {
  return (
    <Select className={cx(css.field, isLabelBeside && css.beside)} value={value} onChange={(key) => onChange(key as V)}>
      <Label className={isLabelHidden ? 'visually-hidden' : cx(css.label)}>{label}</Label>
      <Button className={cx(css.input, css.selectButton)}>
        <SelectValue>{() => options.find((option) => option.value === value)?.label ?? value}</SelectValue>
        <ChevronsUpDown aria-hidden="true" />
      </Button>
      {help === undefined ? null : (
        <Text slot="description" className={cx(css.help)}>
          {help}
        </Text>
      )}
      <Popover className={cx(menuCss.popover, css.selectPopover)}>
        <ListBox className={cx(menuCss.menu)}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className={cx(menuCss.item)}>
              <span>
                {option.label}
                {option.help === undefined ? null : <span className={cx(css.help)}>{option.help}</span>}
              </span>
              {option.value === value ? <Check aria-hidden="true" className={cx(menuCss.check)} /> : null}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
