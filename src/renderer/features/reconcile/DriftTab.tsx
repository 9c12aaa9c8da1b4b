// What was changed in QuickBooks after it was pushed: pushed, now and Stripe side by side; each accepted with a reason or restored.
import { CircleAlert, CircleCheck, Hourglass, RotateCcw, Search, Stamp } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components';
import type { DriftRow } from '../../../contract/drift.ts';
import { useRoute, updateParams, hrefOf } from '../../app/router.ts';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatAsOf, formatInstant, formatLocalDate } from '../../ui/formatDate.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { ScreenPage } from '../../ui/Screen.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { toastFailure } from '../../ui/toasts.ts';
import { DecideDriftDialog, type DriftAct } from './DecideDriftDialog.tsx';
import { driftKindWords, driftStateWords } from './driftWords.ts';
import css from './ReconcileScreen.module.css';

export function DriftTab(): ReactElement {
  const { params } = useRoute();
  const status = useStatus();
  const open = useQueryOperation('drift.list', {});
  const decided = useQueryOperation('drift.list', { states: ['accepted', 'restored', 'resolved'] });
  const look = useCommandOperation('drift.look');
  const [act, setAct] = useState<{ row: DriftRow; act: DriftAct } | null>(null);
  const ofInvoice = params.get('of');
  const rows = (open.data?.rows ?? []).filter((row) => ofInvoice === null || String(row.invoiceId) === ofInvoice);
  const lookNow = async (): Promise<void> => {
    try {
      await look.run({});
    } catch (thrown) {
      toastFailure('QuickBooks could not be looked at', thrown);
    }
  };
  return (
    <ScreenPage>
      <div className={cx(css.exceptionHead)}>
        <p className="muted">
          {open.data === undefined || open.data.lastLookedAt === null
            ? 'QuickBooks was not looked at yet.'
            : `QuickBooks was last looked at ${formatAsOf(open.data.lastLookedAt, status.today, status.timeZone)}; it is after each daily heartbeat.`}
        </p>
        <span className={cx(css.spacer)} />
        {rows.length === 0 ? null : <NumbersTools title="Changed in QuickBooks" numbers={() => numbersOf(rows)} />}
        <Button
          icon={<Search aria-hidden="true" />}
          isPending={look.isRunning || open.data?.isLooking === true}
          disabledReason={offlineReason(status)}
          onPress={() => void lookNow()}
        >
          Check for changes in QuickBooks
        </Button>
      </div>
      {ofInvoice === null ? null : (
        <Note
          tone="info"
          action={
            <Button size="s" variant="quiet" onPress={() => updateParams({ of: undefined })}>
              Show all
            </Button>
          }
        >
          Only the changes of one invoice are shown.
        </Note>
      )}
      {open.data?.failure == null ? null : <Note tone="warning" title="The last look did not come to its end.">{open.data.failure}</Note>}
      {open.isError ? <ErrorNote error={toOperationError(open.error)} onRetry={() => void open.refetch()} /> : null}
      {open.isPending ? <p className="muted">Reading…</p> : null}
      {open.isSuccess && rows.length === 0 ? (
        open.data.lastLookedAt === null ? (
          <StateMessage icon={Search} title="Not compared yet">
            What was pushed is compared with QuickBooks after the next daily heartbeat, or when you check for changes.
          </StateMessage>
        ) : (
          <StateMessage icon={CircleCheck} title="Nothing to decide">
            Whatever was pushed stands in QuickBooks as it was verified, or somebody has decided about it.
          </StateMessage>
        )
      ) : null}
      {rows.map((row) => (
        <DriftCard key={row.id} row={row} onAct={(which) => setAct({ row, act: which })} />
      ))}
      {decided.data === undefined || decided.data.rows.length === 0 ? null : <Decided rows={decided.data.rows} />}
      {act === null ? null : <DecideDriftDialog row={act.row} act={act.act} onClose={() => setAct(null)} />}
    </ScreenPage>
  );
}

const numbersOf = (rows: readonly DriftRow[]): string[][] => [
  ['Document', 'QuickBooks id', 'Change', 'Field', 'Pushed', 'Now in QuickBooks', 'Stripe', 'Noticed'],
  ...rows.flatMap((row) =>
    row.fields
      .filter((field) => field.differs)
      .map((field) => [row.title, row.quickBooksId, driftKindWords[row.kind], field.label, field.pushed, field.found, field.stripe ?? '', row.foundAt]),
  ),
];

function DriftCard({ row, onAct }: { readonly row: DriftRow; readonly onAct: (act: DriftAct) => void }): ReactElement {
  const status = useStatus();
  const isRestoring = row.state === 'restoring';
  const working = isRestoring ? 'It is being restored at this moment.' : undefined;
  return (
    <section className={cx(css.exception)} aria-label={row.title}>
      <div className={cx(css.exceptionHead)}>
        <h2>{row.title}</h2>
        <Pill icon={isRestoring ? Hourglass : CircleAlert} tone={isRestoring ? 'accent' : 'amber'}>
          {isRestoring ? 'Being restored' : driftKindWords[row.kind]}
        </Pill>
        <span className={cx(css.spacer)} />
        {row.invoiceId === null ? null : <a href={hrefOf('invoices', { open: row.invoiceId })}>Open the invoice</a>}
      </div>
      <p className="muted">{`${row.entity} ${row.quickBooksId} · noticed ${formatInstant(row.foundAt, status.timeZone)}`}</p>
      <DriftPanes row={row} />
      {row.error === null ? null : (
        <Note tone="warning" title="Restoring did not work.">
          <p>{row.error}</p>
        </Note>
      )}
      <div className={cx(css.exceptionHead)}>
        <Button icon={<Stamp aria-hidden="true" />} disabledReason={working} onPress={() => onAct('accept')}>
          Accept…
        </Button>
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          disabledReason={working ?? (row.restoreEffect === null ? 'QuickBooks can not undo this; accept it with a reason.' : offlineReason(status))}
          onPress={() => onAct('restore')}
        >
          Restore…
        </Button>
      </div>
    </section>
  );
}

/** Dates and amounts as everywhere else in the console; other values as they are. */
function shownValue(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatLocalDate(value);
  return value.replace(/^A\$-?\d+(?=\.\d\d$)/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','));
}

function DriftPanes({ row }: { readonly row: DriftRow }): ReactElement {
  return (
    <ReportTable
      isEven
      caption={`${row.title}: pushed, now in QuickBooks, and in Stripe`}
      rows={row.fields}
      keyOf={(field) => field.label}
      isMarked={(field) => field.differs}
      columns={[
        { id: 'label', header: 'Field', isWrapping: true, cell: (field) => (field.differs ? `${field.label} (changed)` : field.label) },
        { id: 'pushed', header: 'Pushed', isWrapping: true, cell: (field) => shownValue(field.pushed) },
        { id: 'found', header: 'Now in QuickBooks', isWrapping: true, cell: (field) => (field.differs ? <strong>{shownValue(field.found)}</strong> : shownValue(field.found)) },
        { id: 'stripe', header: 'Stripe', isWrapping: true, cell: (field) => (field.stripe === null ? <span className="muted">–</span> : shownValue(field.stripe)) },
      ]}
    />
  );
}

function Decided({ rows }: { readonly rows: readonly DriftRow[] }): ReactElement {
  const { timeZone } = useStatus();
  return (
    <Disclosure>
      <AriaButton slot="trigger" className={cx(css.decidedButton)}>
        {`${countOf(rows.length, 'change')} decided or put right`}
      </AriaButton>
      <DisclosurePanel>
        <ul className={cx(css.exceptionRows)}>
          {rows.map((row) => (
            <li key={row.id}>
              <span>{`${row.title}: ${driftKindWords[row.kind].toLowerCase()}`}</span>
              <span className={cx(css.spacer)} />
              <span className="muted">
                {[driftStateWords[row.state], row.decidedAt === null ? null : formatInstant(row.decidedAt, timeZone), row.reason].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
