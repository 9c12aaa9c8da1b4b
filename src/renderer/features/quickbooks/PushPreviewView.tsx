// Exactly what will be written to QuickBooks: the invoice, the customer, the payment, and the effect on balances.
import { ArrowRight, Link2, UserRoundPlus, UserRoundSearch, WifiOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { PushPreview } from '../../../contract/push.ts';
import { cx } from '../../ui/classNames.ts';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import css from './PushPreviewView.module.css';

const matchWords = {
  linked: { icon: Link2, tone: 'good', word: 'Linked', meaning: 'This QuickBooks customer is already linked.' },
  will_be_linked: {
    icon: UserRoundSearch,
    tone: 'neutral',
    word: 'Will be linked',
    meaning: 'A customer of this name exists in QuickBooks and will be linked.',
  },
  will_be_created: {
    icon: UserRoundPlus,
    tone: 'accent',
    word: 'Will be created',
    meaning: 'QuickBooks has no such customer; it will be created.',
  },
  unknown_offline: {
    icon: WifiOff,
    tone: 'neutral',
    word: 'Not known yet',
    meaning: 'QuickBooks can not be asked now; the customer is looked up when the push runs.',
  },
} as const;

export function PushPreviewView({ preview }: { readonly preview: PushPreview }): ReactElement {
  const match = matchWords[preview.customer.match];
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
      <PaneSection title="Invoice in QuickBooks">
        <div className={cx(css.document)}>
          <div className={cx(css.documentHead)}>
            <p className={cx(css.number)}>{preview.number}</p>
            <Facts
              isAcross
              facts={[
                ['Date', formatLocalDate(preview.txnDate)],
                ['Due', formatLocalDate(preview.dueDate)],
                ['Customer', preview.customer.displayName],
              ]}
            />
          </div>
          <ReportTable
            caption={`Lines of ${preview.number} as QuickBooks will hold them`}
            rows={preview.lines.map((line, index) => ({ ...line, index }))}
            keyOf={(line) => line.index}
            columns={[
              {
                id: 'description',
                header: 'Description',
                isWrapping: true,
                cell: (line) => (
                  <>
                    {line.description}
                    <span className={cx(css.item)}>{`${line.item} · tax code ${line.taxCode}`}</span>
                  </>
                ),
              },
              {
                id: 'ex',
                header: 'Ex GST',
                unit: 'AUD',
                align: 'end',
                cell: (line) => <Money cents={line.exGstCents} />,
              },
              { id: 'gst', header: 'GST', unit: 'AUD', align: 'end', cell: (line) => <Money cents={line.gstCents} /> },
            ]}
          />
          <dl className={cx(css.totals)}>
            <div>
              <dt>Ex GST</dt>
              <dd>
                <Money cents={preview.exGstCents} />
              </dd>
            </div>
            <div>
              <dt>GST</dt>
              <dd>
                <Money cents={preview.gstCents} />
              </dd>
            </div>
            <div className={cx(css.grand)}>
              <dt>Total</dt>
              <dd>{formatMoney(preview.totalCents)}</dd>
            </div>
          </dl>
          <p className={cx(css.memo)}>{preview.taxMethod}</p>
          <p className={cx(css.memo)}>{preview.privateNote}</p>
        </div>
      </PaneSection>
      <PaneSection
        title="Customer"
        acts={
          <Pill icon={match.icon} tone={match.tone}>
            {match.word}
          </Pill>
        }
      >
        <p>
          <strong>{preview.customer.displayName}</strong>
          {preview.customer.quickBooksId === null ? '' : ` (${preview.customer.quickBooksId})`}
        </p>
        <p className="muted">{match.meaning}</p>
        {preview.customer.changes.length === 0 ? null : (
          <ul className={cx(css.changes)} aria-label="Fields that will be brought up to date">
            {preview.customer.changes.map((change) => (
              <li key={change.field}>
                <span className="muted">{change.field}</span>
                <span className={cx(css.from)}>{change.from ?? 'empty'}</span>
                <ArrowRight role="img" aria-label="becomes" />
                <span>{change.to}</span>
              </li>
            ))}
          </ul>
        )}
      </PaneSection>
      <PaneSection title="Payment in QuickBooks">
        <Facts
          facts={[
            ['Amount', formatMoney(preview.payment.totalCents)],
            ['Date', formatLocalDate(preview.payment.txnDate)],
            ['Method', preview.payment.method],
            ['Reference', preview.payment.reference],
            ['Deposit to', preview.payment.depositTo],
            ['Note', preview.payment.note],
          ]}
        />
      </PaneSection>
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
