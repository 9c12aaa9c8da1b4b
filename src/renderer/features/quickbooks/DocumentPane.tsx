// The review of one refund, month of fees or payout: exactly what will be written, or the steps of what is being or was written.
import type { ReactElement } from 'react';
import type { DocumentPreview, DocumentRow } from '../../../contract/documents.ts';
import { hrefOf } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts, type Fact } from '../../ui/Facts.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Id } from '../../ui/Id.tsx';
import { Note } from '../../ui/Note.tsx';
import { failureWords } from '../invoices/failureWords.ts';
import { PushAttempts } from '../invoices/PushAttempts.tsx';
import storyCss from '../invoices/story.module.css';
import { DocumentKindPill, DocumentStatusPill } from './documentColumns.tsx';
import { canAbandonDocument, documentActFor } from './documentWords.ts';
import { actShortLabel, type QueueAct } from './queueActs.ts';
import css from './PushPreviewView.module.css';

interface DocumentPaneProps {
  readonly documentId: number;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onAct: (act: QueueAct, row: DocumentRow) => void;
  readonly onAbandon: (row: DocumentRow) => void;
}

export function DocumentPane({ documentId, onClose, onStep, onAct, onAbandon }: DocumentPaneProps): ReactElement {
  const story = useQueryOperation('documents.get', { documentId });
  const row = story.data?.document;
  const act = row === undefined ? null : documentActFor(row.status);
  const preview = useQueryOperation('documents.preview', { documentId }, { enabled: act !== null });
  const blocker = act === 'approve' ? preview.data?.blockers[0] : undefined;
  return (
    <DetailPane
      rowKey={documentId}
      label={row === undefined ? 'Review' : `Review of ${row.number}`}
      onClose={onClose}
      onStep={onStep}
      onApprove={act === null || row === undefined || blocker !== undefined ? undefined : () => onAct(act, row)}
      heading={row === undefined ? <h2 className={cx(storyCss.title)}>Review</h2> : <DocumentHeading row={row} />}
      foot={
        row === undefined || (act === null && row.invoiceId === null) ? undefined : (
          <>
            {canAbandonDocument(row.status) ? (
              <Button variant="quiet" onPress={() => onAbandon(row)}>
                Abandon…
              </Button>
            ) : null}
            {act === null ? (
              <a href={hrefOf('invoices', { open: row.invoiceId ?? '' })}>The whole story of the invoice</a>
            ) : (
              <Button variant="primary" disabledReason={blocker} onPress={() => onAct(act, row)}>
                {`${actShortLabel[act]}…`}
              </Button>
            )}
          </>
        )
      }
    >
      {story.isError ? <ErrorNote error={toOperationError(story.error)} onRetry={() => void story.refetch()} /> : null}
      {story.data === undefined ? null : (
        <>
          <Reason row={story.data.document} />
          {story.data.attempts.length === 0 ? null : (
            <PaneSection title="The steps">
              <Facts
                facts={story.data.parts.flatMap((part): Fact[] =>
                  part.quickBooksId === null
                    ? []
                    : [[capital(part.title), <Id key={part.title} value={part.quickBooksId} name={`QuickBooks id of the ${part.title}`} />]],
                )}
              />
              <PushAttempts attempts={story.data.attempts} />
            </PaneSection>
          )}
        </>
      )}
      {act !== null && preview.isError ? (
        <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} />
      ) : null}
      {act !== null && preview.isPending ? <p className={cx(storyCss.loading)}>Preparing what will be written…</p> : null}
      {act === null || preview.data === undefined ? null : <PreviewSections preview={preview.data} />}
    </DetailPane>
  );
}

/** Dates are written to QuickBooks as 2026-11-08; people read them like all others. */
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function DocumentHeading({ row }: { readonly row: DocumentRow }): ReactElement {
  return (
    <>
      <h2 className={cx(storyCss.title)}>
        <span>{row.number}</span>
        <span className={cx(storyCss.amount)}>{formatMoney(row.totalCents, row.currency)}</span>
      </h2>
      <p className={cx(storyCss.client)}>
        {`${row.description} · ${formatLocalDate(row.date)}`}
      </p>
      <p className={cx(storyCss.pills)}>
        <DocumentKindPill kind={row.kind} />
        <DocumentStatusPill status={row.status} />
        {row.hasDrift ? <a href="#/reconcile?tab=changes">Changed in QuickBooks</a> : null}
        {row.invoiceId === null ? null : (
          <a href={hrefOf('invoices', { open: row.invoiceId })}>{`Invoice ${row.invoiceNumber ?? 'without a number'}`}</a>
        )}
      </p>
    </>
  );
}

function Reason({ row }: { readonly row: DocumentRow }): ReactElement | null {
  if (row.error === null && row.statusReason === null) return null;
  const isStopped = row.status === 'failed' || row.status === 'part_done' || row.status === 'abandoned';
  return (
    <PaneSection title={isStopped ? 'Why it stopped' : 'Note'}>
      <Note tone={isStopped ? 'error' : 'info'} title={row.error === null ? (row.statusReason ?? '') : failureWords(row.error)}>
        {isStopped ? <p>Its place is kept: a retry looks first and goes on from there.</p> : null}
      </Note>
    </PaneSection>
  );
}

function PreviewSections({ preview }: { readonly preview: DocumentPreview }): ReactElement {
  return (
    <>
      {preview.blockers.length + preview.warnings.length === 0 ? null : (
        <PaneSection title={preview.blockers.length > 0 ? 'Not yet' : 'Before you approve'}>
          <div className={cx(css.notes)}>
            {preview.blockers.map((blocker) => (
              <Note key={blocker} tone="error" title={blocker} />
            ))}
            {preview.warnings.map((warning) => (
              <Note key={warning} tone="warning" title={warning} />
            ))}
          </div>
        </PaneSection>
      )}
      {preview.documents.map((document) => (
        <PaneSection key={document.title} title={`${document.title} in QuickBooks`}>
          <Facts facts={document.fields.map(({ label, value }): Fact => [label, LOCAL_DATE.test(value) ? formatLocalDate(value) : value])} />
        </PaneSection>
      ))}
      <PaneSection title="Effect on balances">
        <ul className={cx(css.effects)}>
          {preview.effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      </PaneSection>
    </>
  );
}
