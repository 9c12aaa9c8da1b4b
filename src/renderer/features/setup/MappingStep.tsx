// What the connected company calls the things Tieout refers to, with suggestions; and the check of GST, numbering and accounts.
import { Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { MappedName } from '../../../contract/setup.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card } from '../../ui/Screen.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import css from './Setup.module.css';

const labels: Readonly<Record<MappedName, string>> = {
  quickBooksItemName: 'Item that every line is sold as',
  quickBooksTaxCodeName: 'Tax code for sales',
  quickBooksTermName: 'Payment terms',
  quickBooksPaymentMethodName: 'Payment method',
  quickBooksDepositAccountName: 'Account that Stripe’s money lands on',
};

export function MappingStep(): ReactElement {
  const status = useStatus();
  const connection = useQueryOperation('quickbooks.status', {});
  const isConnected = connection.data?.state === 'connected';
  const mapping = useQueryOperation('setup.mapping', {}, { enabled: isConnected });
  const settings = useQueryOperation('settings.get', {});
  const save = useCommandOperation('settings.saveProfile');
  const choose = async (name: MappedName, value: string): Promise<void> => {
    if (settings.data === undefined) return;
    try {
      await save.run({ profile: { ...settings.data.profile, [name]: value } });
      toastDone(`${labels[name]}: ${value}`);
      await mapping.refetch();
    } catch (thrown) {
      toastFailure('The name was not changed', thrown);
    }
  };
  if (connection.data !== undefined && !isConnected) return <Note tone="info" title="Connect QuickBooks first." action={<a href="#/setup?step=quickbooks">Connect QuickBooks</a>} />;
  const findings = connection.data?.setup ?? [];
  return (
    <>
      <Card
        title="Names in QuickBooks"
        acts={
          <Button size="s" isPending={mapping.isFetching} disabledReason={offlineReason(status)} onPress={() => void mapping.refetch()}>
            Check again
          </Button>
        }
      >
        {mapping.isError ? <ErrorNote error={toOperationError(mapping.error)} onRetry={() => void mapping.refetch()} /> : null}
        {mapping.data === undefined ? (
          mapping.isError ? null : <p role="status">Reading what your company calls things…</p>
        ) : (
          <div className={cx(css.flush)}>
            <ReportTable
              caption="Names in QuickBooks"
              rows={mapping.data.names}
              keyOf={({ name }) => name}
              columns={[
                { id: 'what', header: 'What', isWrapping: true, cell: ({ name }) => labels[name] },
                {
                  id: 'value',
                  header: 'Called in QuickBooks',
                  cell: ({ name, value, suggestions }) => (
                    <SelectField
                      label={labels[name]}
                      isLabelHidden
                      value={value}
                      options={[...new Set([value, ...suggestions])].map((one) => ({ value: one, label: one }))}
                      onChange={(next) => void choose(name, next)}
                    />
                  ),
                },
                {
                  id: 'found',
                  header: 'There',
                  cell: ({ isFound, name }) =>
                    isFound ? <Pill icon={Check} tone="good">Found</Pill> : <Pill icon={X} tone="amber">{name === 'quickBooksItemName' ? 'Made with the first push' : name === 'quickBooksDepositAccountName' ? 'Undeposited Funds is used' : 'Not found'}</Pill>,
                },
              ]}
            />
          </div>
        )}
      </Card>
      {findings.length === 0 ? null : (
        <Card title="GST, numbering and accounts">
          <ul className={cx(css.checklist)}>
            {findings.map(({ check, ok, sentence, nextAction }) => (
              <li key={check} className={cx(ok && css.done)}>
                {ok ? <Check role="img" aria-label="Passed" /> : <X role="img" aria-label="Not passed" />}
                <span>{sentence}</span>
                {ok || nextAction === null ? null : <span className="muted">{nextAction}</span>}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
