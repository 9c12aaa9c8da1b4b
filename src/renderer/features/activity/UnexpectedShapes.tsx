// The canary: what vendors sent in a shape that was not expected, by event type and API version, with a sample of the shape.
import { Braces, ShieldCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { OperationOutput } from '../../../contract/operations.ts';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { Id } from '../../ui/Id.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card, TabPage } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import css from './UnexpectedShapes.module.css';

export function UnexpectedShapes(): ReactElement {
  const { timeZone } = useStatus();
  const canary = useQueryOperation('activity.canary', {});
  const rows = canary.data?.rows ?? [];
  return (
    <TabPage>
      <Card title="Unexpected shapes" isFlush acts={rows.length === 0 ? undefined : <NumbersTools title="Unexpected shapes" numbers={() => numbersOf(rows)} />}>
        {canary.isError ? (
          <ErrorNote error={toOperationError(canary.error)} onRetry={() => void canary.refetch()} />
        ) : null}
        {canary.isSuccess && rows.length === 0 ? (
          <StateMessage icon={ShieldCheck} title="Everything had the shape we know">
            When Stripe or QuickBooks sends something new, it is kept as it came, noted here, and nothing is guessed
            from it.
          </StateMessage>
        ) : (
          <ReportTable
            caption="Vendor objects whose shape was not expected"
            rows={rows}
            keyOf={(row) => row.id}
            columns={[
              { id: 'object', header: 'Object', cell: (row) => row.objectType },
              { id: 'event', header: 'Event', cell: (row) => row.eventType ?? '–' },
              { id: 'problem', header: 'What was unexpected', isWrapping: true, cell: (row) => row.problem },
              { id: 'version', header: 'API version', cell: (row) => row.apiVersion },
              {
                id: 'shape',
                header: 'Shape',
                cell: (row) => (row.sample === null ? '–' : <ShapeSample problem={row.problem} sample={row.sample} />),
              },
              { id: 'count', header: 'Seen', align: 'end', cell: (row) => formatCount(row.count) },
              { id: 'last', header: 'Last seen', cell: (row) => formatInstant(row.lastSeenAt, timeZone) },
              {
                id: 'id',
                header: 'Last object',
                cell: (row) => (row.lastObjectId === null ? '–' : <Id value={row.lastObjectId} name="object id" />),
              },
            ]}
          />
        )}
      </Card>
    </TabPage>
  );
}

const numbersOf = (rows: OperationOutput<'activity.canary'>['rows']): string[][] => [
  ['Object', 'Event', 'What was unexpected', 'API version', 'Seen', 'Last seen', 'Last object'],
  ...rows.map((row) => [row.objectType, row.eventType ?? '', row.problem, row.apiVersion, String(row.count), row.lastSeenAt, row.lastObjectId ?? '']),
];

/** Keys, kinds and the vendor's own words; no value of anybody's is in it. */
function ShapeSample({ problem, sample }: { readonly problem: string; readonly sample: string }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" size="s" icon={<Braces aria-hidden="true" />} onPress={() => setOpen(true)}>
        Show
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="The shape that was sent" isWide>
        <p>{problem}</p>
        <p className="muted">
          Names and kinds of its fields, and Stripe’s own words after an equals sign. The values were left out, so it can
          be shown to anyone.
        </p>
        <pre className={cx(css.sample)} tabIndex={0} aria-label="Shape">
          {sample}
        </pre>
      </Dialog>
    </>
  );
}
