// The review of one invoice: exactly what will be written, or the eight steps of what is being or was written.
import type { ReactElement } from 'react';
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { Id } from '../../ui/Id.tsx';
import { Note } from '../../ui/Note.tsx';
import { failureWords } from '../invoices/failureWords.ts';
import { StoryHeading } from '../invoices/InvoiceStoryPane.tsx';
import { PushAttempts } from '../invoices/PushAttempts.tsx';
import storyCss from '../invoices/story.module.css';
import { PushPreviewView } from './PushPreviewView.tsx';
import { actFor, actShortLabel, canAbandon, type QueueAct } from './queueActs.ts';

interface QueuePaneProps {
  readonly invoiceId: number;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onAct: (act: QueueAct, row: InvoiceRow) => void;
  readonly onAbandon: (row: InvoiceRow) => void;
}

export function QueuePane({ invoiceId, onClose, onStep, onAct, onAbandon }: QueuePaneProps): ReactElement {
  const { timeZone } = useStatus();
  const story = useQueryOperation('invoices.get', { invoiceId });
  const row = story.data?.invoice;
  const act = row === undefined ? null : actFor(row.qbStatus);
  const isPreviewed = act !== null;
  const preview = useQueryOperation('push.preview', { invoiceId }, { enabled: isPreviewed });
  const isBlocked = act === 'approve' && (preview.data?.blockers.length ?? 0) > 0;
  const quickBooks = story.data?.quickBooks;
  return (
    <DetailPane
      rowKey={invoiceId}
      label={row === undefined ? 'Review' : `Review of ${row.number ?? 'an invoice'}`}
      onClose={onClose}
      onStep={onStep}
      onApprove={act === null || row === undefined || isBlocked ? undefined : () => onAct(act, row)}
      heading={
        story.data === undefined ? <h2 className={cx(storyCss.title)}>Review</h2> : <StoryHeading story={story.data} />
      }
      foot={
        row === undefined ? undefined : (
          <>
            {canAbandon(row.qbStatus) ? (
              <Button variant="quiet" onPress={() => onAbandon(row)}>
                Abandon…
              </Button>
            ) : null}
            {act === null ? (
              <a href={hrefOf('invoices', { open: row.id })}>The whole story</a>
            ) : (
              <Button
                variant="primary"
                disabledReason={isBlocked ? preview.data?.blockers[0] : undefined}
                onPress={() => onAct(act, row)}
              >
                {`${actShortLabel[act]}…`}
              </Button>
            )}
          </>
        )
      }
    >
      {story.isError ? <ErrorNote error={toOperationError(story.error)} onRetry={() => void story.refetch()} /> : null}
      {quickBooks === undefined || row === undefined ? null : (
        <>
          {quickBooks.error === null ? null : (
            <PaneSection title="Why it stopped">
              <Note tone="error" title={failureWords(quickBooks.error)}>
                <p>
                  {quickBooks.consecutiveFailures >= 3
                    ? 'Three attempts in a row failed, so the program stopped trying. Correct the cause, then retry.'
                    : `${quickBooks.consecutiveFailures} of 3 failures in a row. Its place is kept: a retry goes on from there.`}
                </p>
              </Note>
            </PaneSection>
          )}
          {quickBooks.attempts.length === 0 && quickBooks.invoiceId === null ? null : (
            <PaneSection
              title="The eight steps"
              acts={
                quickBooks.invoiceUrl === null ? undefined : (
                  <ExternalLink url={quickBooks.invoiceUrl}>Open in QuickBooks</ExternalLink>
                )
              }
            >
              <Facts
                facts={[
                  quickBooks.syncedAt === null
                    ? null
                    : ['Read back and equal', formatInstant(quickBooks.syncedAt, timeZone)],
                  quickBooks.invoiceId === null
                    ? null
                    : ['Invoice', <Id key="id" value={quickBooks.invoiceId} name="QuickBooks invoice id" />],
                  quickBooks.paymentId === null
                    ? null
                    : ['Payment', <Id key="id" value={quickBooks.paymentId} name="QuickBooks payment id" />],
                  quickBooks.customerId === null
                    ? null
                    : ['Customer', <Id key="id" value={quickBooks.customerId} name="QuickBooks customer id" />],
                ]}
              />
              <PushAttempts attempts={quickBooks.attempts} />
            </PaneSection>
          )}
          {preview.isError && isPreviewed ? (
            <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} />
          ) : null}
          {isPreviewed && preview.isPending ? (
            <p className={cx(storyCss.loading)}>Preparing what will be written…</p>
          ) : null}
          {preview.data === undefined || !isPreviewed ? null : <PushPreviewView preview={preview.data} />}
        </>
      )}
    </DetailPane>
  );
}
