// Intents of the push for its tests.
import { splitGstInclusive, gstRateOn, allocateExGst } from '../../../src/domain/gst.ts';
import { invoicePrivateNote, type InvoiceIntent } from '../../../src/domain/push/invoiceDocument.ts';
import type { AccountRefs } from '../../../src/domain/push/refs.ts';

export const refs: AccountRefs = {
  taxCodeId: '10',
  taxCodeName: 'GST',
  taxRateId: '20',
  taxRatePercent: 10,
  itemId: '30',
  itemName: 'RTOpacks Services',
  paymentMethodId: '40',
  termId: '50',
  incomeAccountId: '60',
  depositAccountId: '70',
  depositAccountName: 'Stripe clearing account',
};

/** An intent from what a client pays: totals including GST by description. */
export function intentOf(
  sold: readonly (readonly [string, number])[],
  change: Partial<InvoiceIntent> = {},
): InvoiceIntent {
  const rate = gstRateOn('2026-04-17');
  const total = sold.reduce((sum, [, cents]) => sum + cents, 0);
  const split = splitGstInclusive(total, rate);
  const exGst = allocateExGst(
    sold.map(([, cents]) => cents),
    split.exGstCents,
    rate,
  );
  return {
    number: 'RTP-0001',
    txnDate: '2026-04-17',
    dueDate: '2026-04-17',
    customerId: '58',
    lines: sold.map(([description, cents], index) => ({
      description,
      exGstCents: exGst[index] ?? 0,
      gstCents: cents - (exGst[index] ?? 0),
    })),
    ...split,
    refs,
    privateNote: invoicePrivateNote({ businessName: 'RTOpacks', number: 'RTP-0001' }),
    taxWay: 'excluded_pinned',
    ...change,
  };
}

export const essential = 'RTOpacks Essential — monthly subscription, 1 seat, April 2026';
