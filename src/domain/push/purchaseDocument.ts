// A purchase (expense) from the clearing account: the month's fees with their GST, or a refund's money without tax.
import { centsToDecimalText, centsToJsonNumber } from '../money.ts';
import type { NamedRef } from './documentRefs.ts';
import type { DocumentRole } from './documentSteps.ts';
import { makeComparison, type PlannedDocument } from './plannedDocument.ts';
import { escapeQueryText } from './queryText.ts';
import { qboCents, qboList, qboObject, qboRef, qboText, type Difference, type QboJson } from './qboJson.ts';

export interface PurchaseIntent {
  readonly role: Extract<DocumentRole, 'expense' | 'purchase'>;
  readonly number: string;
  readonly txnDate: string;
  /** Where the money leaves from. */
  readonly paidFrom: NamedRef;
  readonly payee: NamedRef & { readonly type: 'Customer' | 'Vendor' };
  /** What it is booked to. */
  readonly account: NamedRef;
  /** A purchase-side code; with its rate where it bears tax. */
  readonly taxCode: NamedRef;
  readonly taxRateId: string | null;
  readonly description: string;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly privateNote: string;
}

export function planPurchase(intent: PurchaseIntent): PlannedDocument {
  return {
    role: intent.role,
    entity: 'Purchase',
    number: intent.number,
    body: purchaseBody(intent, false),
    shown: shownPurchase(intent),
    where: `DocNumber = '${escapeQueryText(intent.number)}'`,
    // Purchases of other payees may bear the same number: a supplier's own invoice number, say.
    isOurs: (found) => qboText(found, 'DocNumber') === intent.number && qboRef(found, 'EntityRef') === intent.payee.id,
    compare: (found) => comparePurchase(found, intent, 0),
    second: intent.gstCents === 0 ? null : { body: purchaseBody(intent, true), compare: (found) => comparePurchase(found, intent, 1) },
    settles: null,
  };
}

/**
 * The tax is pinned as on invoices. Assumption that only an Australian sandbox can prove: a purchase keeps its TaxLine, too.
 * PaymentType Cash is how QuickBooks spells an expense paid from a bank or clearing account.
 */
function purchaseBody(intent: PurchaseIntent, isInclusive: boolean): QboJson {
  const { taxRateId } = intent;
  return {
    PaymentType: 'Cash',
    AccountRef: { value: intent.paidFrom.id },
    EntityRef: { value: intent.payee.id, type: intent.payee.type },
    DocNumber: intent.number,
    TxnDate: intent.txnDate,
    GlobalTaxCalculation: isInclusive ? 'TaxInclusive' : 'TaxExcluded',
    Line: [
      {
        DetailType: 'AccountBasedExpenseLineDetail',
        Amount: centsToJsonNumber(intent.exGstCents),
        Description: intent.description,
        AccountBasedExpenseLineDetail: {
          AccountRef: { value: intent.account.id },
          TaxCodeRef: { value: intent.taxCode.id },
          ...(isInclusive ? { TaxInclusiveAmt: centsToJsonNumber(intent.totalCents) } : {}),
        },
      },
    ],
    ...(isInclusive || taxRateId === null || intent.gstCents === 0 ? {} : { TxnTaxDetail: pinned(intent, taxRateId) }),
    PrivateNote: intent.privateNote,
  };
}

function pinned(intent: PurchaseIntent, taxRateId: string): QboJson {
  const TaxLineDetail = { TaxRateRef: { value: taxRateId }, PercentBased: true, TaxPercent: 10, NetAmountTaxable: centsToJsonNumber(intent.exGstCents) };
  return { TotalTax: centsToJsonNumber(intent.gstCents), TaxLine: [{ DetailType: 'TaxLineDetail', Amount: centsToJsonNumber(intent.gstCents), TaxLineDetail }] };
}

function comparePurchase(found: QboJson, intent: PurchaseIntent, netToleranceCents: number): Difference[] {
  const comparison = makeComparison(found);
  const lines = qboList(found, 'Line').filter((line) => line['DetailType'] === 'AccountBasedExpenseLineDetail');
  const detail = qboObject(lines[0] ?? {}, 'AccountBasedExpenseLineDetail');
  // A cent of QuickBooks' own rounding may be curable; more is another document.
  const canRound = intent.gstCents === 0 ? 0 : 1;
  comparison.cents('TotalAmt', intent.totalCents, qboCents(found, 'TotalAmt'), canRound);
  comparison.cents('TxnTaxDetail.TotalTax', intent.gstCents, qboCents(qboObject(found, 'TxnTaxDetail'), 'TotalTax') ?? 0, canRound);
  comparison.cents('Line', intent.exGstCents, lines.length === 1 ? qboCents(lines[0] ?? {}, 'Amount') : null, netToleranceCents);
  comparison.text('AccountRef', intent.paidFrom.id, qboRef(found, 'AccountRef'));
  comparison.text('EntityRef', intent.payee.id, qboRef(found, 'EntityRef'));
  comparison.text('Line.AccountRef', intent.account.id, qboRef(detail, 'AccountRef'));
  comparison.text('Line.TaxCodeRef', intent.taxCode.id, qboRef(detail, 'TaxCodeRef'));
  comparison.text('DocNumber', intent.number, qboText(found, 'DocNumber'));
  comparison.date(intent.txnDate);
  return comparison.differences;
}

function shownPurchase(intent: PurchaseIntent): PlannedDocument['shown'] {
  return [
    ['Number', intent.number],
    ['Date', intent.txnDate],
    ['Paid from', intent.paidFrom.name],
    ['Payee', intent.payee.name],
    ['Booked to', intent.account.name],
    ['Line', intent.description],
    ['Tax code', intent.taxCode.name],
    ['Ex GST', `A$${centsToDecimalText(intent.exGstCents)}`],
    ['GST, pinned', `A$${centsToDecimalText(intent.gstCents)}`],
    ['Total', `A$${centsToDecimalText(intent.totalCents)}`],
    ['Note', intent.privateNote],
  ];
}
