// What a refund would do: its GST and quarter, what is left afterwards, what speaks against it.
import type { ReactElement } from 'react';
import type { RefundPreview } from '../../../contract/refunds.ts';
import { Facts } from '../../ui/Facts.tsx';
import { formatMoney } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';

export function RefundPreviewView({ preview, way }: { readonly preview: RefundPreview; readonly way: 'hand' | 'stripe' }): ReactElement {
  const money = (cents: number): string => formatMoney(cents, preview.invoice.currency);
  const leftCents = Math.max(0, preview.refundableCents - preview.amountCents);
  return (
    <>
      <Facts
        facts={[
          ['Given back', money(preview.amountCents)],
          ['GST in it', `${money(preview.gstCents)}, lowers ${preview.quarter}`],
          ['Refunded before', money(preview.refundedBeforeCents)],
          ['Left after it', money(leftCents)],
          way === 'stripe' && preview.feeKeptCents !== null ? ['Stripe’s fee', `${money(preview.feeKeptCents)} is not returned`] : null,
          ['QuickBooks', preview.quickBooks],
        ]}
      />
      {preview.stops.map((stop) => (
        <Note key={stop.code} tone={stop.isOverridable ? 'warning' : 'error'} title={stop.sentence}>
          <p>{stop.nextAction}</p>
        </Note>
      ))}
      {preview.warnings.map((warning) => (
        <Note key={warning} tone="warning" title={warning} />
      ))}
    </>
  );
}
