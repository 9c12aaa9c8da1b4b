// One dispute: its deadline and money, the checklist of papers, and the evidence as drafted here, in Stripe, or submitted.
import type { ReactElement } from 'react';
import type { DisputeDetail } from '../../../contract/disputes.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { DetailPane, PaneSection } from '../../ui/DetailPane.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import storyCss from '../invoices/story.module.css';
import { EvidenceForm } from './EvidenceForm.tsx';
import { statePill } from './refundColumns.tsx';
import { disputeStateWord, dueWords, evidenceWords } from './refundWords.ts';

interface DisputePaneProps {
  readonly disputeId: string;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

export function DisputePane({ disputeId, onClose, onStep }: DisputePaneProps): ReactElement {
  const detail = useQueryOperation('disputes.get', { disputeId });
  const dispute = detail.data?.dispute;
  return (
    <DetailPane
      rowKey={disputeId}
      label="Dispute"
      onClose={onClose}
      onStep={onStep}
      heading={
        <>
          <h2 className={cx(storyCss.title)}>
            <span>{dispute?.clientName ?? 'Dispute'}</span>
            {dispute === undefined ? null : <span className={cx(storyCss.amount)}>{formatMoney(dispute.amountCents, dispute.currency)}</span>}
          </h2>
          {dispute === undefined ? null : <p className={cx(storyCss.pills)}>{statePill(disputeStateWord(dispute.status))}</p>}
        </>
      }
    >
      {detail.isError ? <ErrorNote error={toOperationError(detail.error)} onRetry={() => void detail.refetch()} /> : null}
      {detail.data === undefined ? null : <Body detail={detail.data} />}
    </DetailPane>
  );
}

function Body({ detail }: { readonly detail: DisputeDetail }): ReactElement {
  const { timeZone } = useStatus();
  const { dispute } = detail;
  return (
    <>
      <PaneSection title="The dispute" acts={<ExternalLink url={detail.stripeUrl}>Open in Stripe</ExternalLink>}>
        <Facts
          facts={[
            ['Invoice', dispute.invoiceId === null ? 'Not known' : <a href={hrefOf('invoices', { open: dispute.invoiceId })}>{dispute.invoiceNumber ?? 'Open'}</a>],
            ['Reason', dispute.reason === null ? 'Not given' : humanise(dispute.reason)],
            ['Opened', formatInstant(dispute.createdAt, timeZone)],
            dispute.dueBy === null ? null : ['Evidence due', `${formatInstant(dispute.dueBy, timeZone)}${dispute.daysLeft === null ? '' : ` (${dueWords(dispute.daysLeft)})`}`],
            ['Evidence', evidenceWords[dispute.evidence]],
            dispute.isInquiry ? ['Money', 'None has moved: the bank only asks'] : ['Withheld now', formatMoney(dispute.withheldCents)],
            dispute.feeCents === null ? null : ['Stripe’s fee for it', formatMoney(dispute.feeCents)],
          ]}
        />
      </PaneSection>
      <EvidenceForm key={`${dispute.id} ${detail.version}`} detail={detail} />
      {detail.ledger.length === 0 ? null : (
        <PaneSection title="In the ledger">
          <div className={cx(storyCss.bleed)}>
            <ReportTable
              caption="Ledger rows of this dispute"
              rows={detail.ledger}
              keyOf={(row) => row.id}
              columns={[
                { id: 'what', header: 'What', isWrapping: true, cell: (row) => row.description },
                { id: 'gst', header: 'GST', unit: 'AUD', align: 'end', cell: (row) => <Money cents={row.gstCents} manner="report" /> },
                { id: 'total', header: 'Total', unit: 'AUD', align: 'end', cell: (row) => <Money cents={row.totalCents} manner="report" /> },
              ]}
            />
          </div>
        </PaneSection>
      )}
    </>
  );
}
