// One of a few ways, each with what it means; all of them stay in view.
import type { ReactElement } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import css from './ChoiceField.module.css';
import { cx } from './classNames.ts';

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly name: string;
  readonly meaning: string;
}

interface ChoiceFieldProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

export function ChoiceField<Id extends string>({ label, choices, value, onChange }: ChoiceFieldProps<Id>): ReactElement {
  return (
    <RadioGroup value={value} onChange={(next) => onChange(next as Id)} className={cx(css.choices)}>
      <Label className={cx(css.legend)}>{label}</Label>
      {choices.map(({ id, name, meaning }) => (
        <Radio key={id} value={id} className={cx(css.option)}>
          <span>
            <strong>{name}</strong>
            <span>{meaning}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
