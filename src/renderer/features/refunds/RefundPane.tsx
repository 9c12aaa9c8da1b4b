// One refund: what it gave back, which quarter it lowers, and where it stands in QuickBooks.
import type { ReactElement } from 'react';
import type { RefundRow } from '../../../contract/refunds.ts';
import { hrefOf } from '../../app/router.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Id } from '../../ui/Id.tsx';
import { Note } from '../../ui/Note.tsx';
import storyCss from '../invoices/story.module.css';
import { statePill } from './refundColumns.tsx';
import { documentStateWord, originWord, refundStateWord } from './refundWords.ts';

interface RefundPaneProps {
  readonly refund: RefundRow;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onUndo: () => void;
}

export function RefundPane({ refund, onClose, onStep, onUndo }: RefundPaneProps): ReactElement {
  return (
    <DetailPane
      rowKey={refund.id}
      label={`Refund to ${refund.clientName}`}
      onClose={onClose}
      onStep={onStep}
      heading={
        <>
          <h2 className={cx(storyCss.title)}>
            <span>{refund.clientName}</span>
            <span className={cx(storyCss.amount)}>{formatMoney(refund.totalCents, refund.currency)}</span>
          </h2>
          <p className={cx(storyCss.pills)}>
            {statePill(refundStateWord(refund.status))}
            {statePill(documentStateWord(refund.document?.status ?? 'none'))}
          </p>
        </>
      }
      foot={
        refund.origin === 'hand' ? (
          <Button onPress={onUndo} disabledReason={refund.status === 'recorded' ? undefined : 'It was taken back already'}>
            Take back…
          </Button>
        ) : undefined
      }
    >
      {refund.isPossibleDouble ? (
        <Note tone="warning" title="Perhaps the same refund, told twice">
          <p>One of the same amount came from Stripe and one was recorded by hand. If they are the same, take back the one recorded by hand.</p>
        </Note>
      ) : null}
      <PaneSection title="What went back">
        <Facts
          facts={[
            ['Date', formatLocalDate(refund.date)],
            ['Invoice', refund.invoiceId === null ? 'Not known' : <a href={hrefOf('invoices', { open: refund.invoiceId })}>{refund.invoiceNumber ?? 'Open'}</a>],
            ['Amount', formatMoney(refund.totalCents, refund.currency)],
            ['GST in it', refund.gstCents === null ? 'Not in the books yet' : formatMoney(refund.gstCents, refund.currency)],
            refund.quarter === null ? null : ['Lowers GST of', <a key="quarter" href={hrefOf('gst', { quarter: refund.quarter })}>{refund.quarter}</a>],
            ['Origin', originWord(refund.origin)],
            refund.how === null ? null : ['How', refund.origin === 'stripe' ? humanise(refund.how) : refund.how],
            refund.note === null ? null : ['Note', refund.note],
            refund.origin === 'stripe' ? ['Stripe’s id', <Id key="id" name="refund" value={refund.id} />] : null,
          ]}
        />
      </PaneSection>
      <PaneSection title="QuickBooks">
        {refund.document === null ? (
          <p>No document: test data, another currency, before your books start, or not in the books yet.</p>
        ) : (
          <p>
            <a href={hrefOf('quickbooks', { tab: 'documents', open: refund.document.id })}>{refund.document.number}</a>
            {`: ${documentStateWord(refund.document.status).word.toLowerCase()}.`}
          </p>
        )}
      </PaneSection>
    </DetailPane>
  );
}
