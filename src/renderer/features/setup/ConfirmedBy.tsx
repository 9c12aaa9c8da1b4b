// A person confirms with their name: who and when is kept.
import { useState, type ReactElement } from 'react';
import type { OperationInput } from '../../../contract/operations.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toastFailure } from '../../ui/toasts.ts';
import css from './Setup.module.css';

type Item = OperationInput<'setup.confirm'>['item'];

const nameKey = 'tieout.confirmedBy';

export function ConfirmedBy({ item, label, disabledReason, onDone }: { readonly item: Item; readonly label: string; readonly disabledReason?: string | undefined; readonly onDone?: () => void }): ReactElement {
  const confirm = useCommandOperation('setup.confirm');
  const [by, setBy] = useState(() => window.localStorage.getItem(nameKey) ?? '');
  const submit = async (): Promise<void> => {
    window.localStorage.setItem(nameKey, by.trim());
    try {
      await confirm.run({ item, by: by.trim() });
      onDone?.();
    } catch (thrown) {
      toastFailure('It was not confirmed', thrown);
    }
  };
  return (
    <div className={cx(css.acts)}>
      <div className={cx(css.actBy)}>
        <TextField label="Your name or initials" value={by} onChange={setBy} maxLength={60} />
      </div>
      <Button variant="primary" isPending={confirm.isRunning} disabledReason={disabledReason ?? (by.trim().length < 2 ? 'Enter your name or initials first.' : undefined)} onPress={() => void submit()}>
        {label}
      </Button>
    </div>
  );
}
