// What differed between the books and Stripe, by kind, a page at a time.
import { useState, type ReactElement } from 'react';
import { differenceKinds, type DifferenceKind, type RebuildRun } from '../../../contract/rebuild.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatCount } from '../../ui/formatMoney.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import css from './SettingsScreen.module.css';

const kindWords: Readonly<Record<DifferenceKind, string>> = {
  missing_here: 'Missing here',
  not_in_stripe: 'Here but not in Stripe',
  money_differs: 'Amount, GST or date differs',
  mirror_differs: 'Mirror field differs',
};

const pageSize = 50;

export function RebuildDifferences({ run }: { readonly run: RebuildRun }): ReactElement {
  const [kind, setKind] = useState<DifferenceKind | 'all'>('all');
  const [after, setAfter] = useState(0);
  const page = useQueryOperation(
    'rebuild.differences',
    { after, limit: pageSize, ...(kind === 'all' ? {} : { kind }) },
    { keepPrevious: true },
  );
  const rows = page.data?.rows ?? [];
  const next = page.data?.next ?? null;
  return (
    <>
      <SelectField<DifferenceKind | 'all'>
        label="Show"
        value={kind}
        onChange={(chosen) => {
          setKind(chosen);
          setAfter(0);
        }}
        options={[
          { value: 'all', label: 'All kinds' },
          ...differenceKinds.map((id) => ({
            value: id,
            label: `${kindWords[id]} (${formatCount(run.counts[id])})`,
          })),
        ]}
      />
      {page.isError ? <ErrorNote error={toOperationError(page.error)} onRetry={() => void page.refetch()} /> : null}
      <div className={cx(css.bleed)}>
        <ReportTable
          caption="Differences between the books and Stripe"
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'what', header: 'What', cell: (row) => row.what },
            { id: 'kind', header: 'Kind', isWrapping: true, cell: (row) => kindWords[row.kind] },
            { id: 'key', header: 'Row', isWrapping: true, cell: (row) => <code>{row.key}</code> },
            { id: 'field', header: 'Field', cell: (row) => row.field ?? '–' },
            { id: 'here', header: 'Here', isWrapping: true, cell: (row) => row.here ?? '–' },
            { id: 'there', header: 'In Stripe', isWrapping: true, cell: (row) => row.there ?? '–' },
          ]}
        />
      </div>
      {after === 0 && next === null ? null : (
        <div className={cx(css.row)}>
          <Button
            size="s"
            disabledReason={after === 0 ? 'These are the first.' : undefined}
            onPress={() => setAfter(0)}
          >
            First page
          </Button>
          <Button
            size="s"
            disabledReason={next === null ? 'These are the last.' : undefined}
            onPress={() => next !== null && setAfter(next)}
          >
            Next page
          </Button>
        </div>
      )}
    </>
  );
}
