// A labelled field with its help and its error; the label is always there.
import type { ReactElement } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField } from 'react-aria-components';
import { cx } from './classNames.ts';
import css from './fields.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (next: string) => void;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'date';
  readonly isMultiline?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly autoComplete?: string;
}

export function TextField(props: TextFieldProps): ReactElement {
  const { label, help, error, isMultiline = false } = props;
  return (
    <AriaTextField
      className={cx(css.field)}
      value={props.value}
      onChange={props.onChange}
      type={props.type ?? 'text'}
      isInvalid={error !== undefined}
      isRequired={props.isRequired ?? false}
      validationBehavior="aria"
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      <Label className={cx(css.label)}>{label}</Label>
      {isMultiline ? (
        <TextArea className={cx(css.input, css.area)} rows={3} placeholder={props.placeholder ?? ''} />
      ) : (
        <Input className={cx(css.input)} placeholder={props.placeholder ?? ''} spellCheck={false} />
      )}
      {help === undefined ? null : (
        <Text slot="description" className={cx(css.help)}>
          {help}
        </Text>
      )}
      <FieldError className={cx(css.error)}>{error}</FieldError>
    </AriaTextField>
  );
}
