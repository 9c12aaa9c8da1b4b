// A transfer between the clearing account and the bank account: one payout.
import { centsToDecimalText, centsToJsonNumber } from '../money.ts';
import type { NamedRef } from './documentRefs.ts';
import { makeComparison, type PlannedDocument } from './plannedDocument.ts';
import { escapeQueryText } from './queryText.ts';
import { qboCents, qboRef, qboText } from './qboJson.ts';

export interface TransferIntent {
  readonly number: string;
  readonly txnDate: string;
  readonly from: NamedRef;
  readonly to: NamedRef;
  /** More than 0: a payout that Stripe took back runs the other way. */
  readonly amountCents: number;
  /** Contains `number`: a transfer has no DocNumber, so it is found by its date and this note. */
  readonly privateNote: string;
}

export function planTransfer(intent: TransferIntent): PlannedDocument {
  return {
    role: 'transfer',
    entity: 'Transfer',
    number: intent.number,
    body: {
      FromAccountRef: { value: intent.from.id },
      ToAccountRef: { value: intent.to.id },
      Amount: centsToJsonNumber(intent.amountCents),
      TxnDate: intent.txnDate,
      PrivateNote: intent.privateNote,
    },
    shown: [
      ['Reference', intent.number],
      ['Date', intent.txnDate],
      ['From', intent.from.name],
      ['To', intent.to.name],
      ['Amount', `A$${centsToDecimalText(intent.amountCents)}`],
      ['Note', intent.privateNote],
    ],
    where: `TxnDate = '${escapeQueryText(intent.txnDate)}'`,
    isOurs: (found) => (qboText(found, 'PrivateNote') ?? '').includes(intent.number),
    compare: (found) => {
      const comparison = makeComparison(found);
      comparison.cents('Amount', intent.amountCents, qboCents(found, 'Amount'));
      comparison.text('FromAccountRef', intent.from.id, qboRef(found, 'FromAccountRef'));
      comparison.text('ToAccountRef', intent.to.id, qboRef(found, 'ToAccountRef'));
      comparison.date(intent.txnDate);
      return comparison.differences;
    },
    second: null,
    settles: null,
  };
}
