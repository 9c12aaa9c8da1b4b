// The QuickBooks payment of a pushed invoice: what is sent, and whether what was read back is what was meant.
import { centsToDecimalText, centsToJsonNumber, sumCents } from '../money.ts';
import { isQboObject, qboCents, qboDate, qboList, qboRef, qboText, type Difference, type QboJson } from './qboJson.ts';
import type { AccountRefs } from './refs.ts';

export interface PaymentIntent {
  /** Our invoice number, QuickBooks' PaymentRefNum. */
  readonly number: string;
  readonly customerId: string;
  readonly qbInvoiceId: string;
  /** min(total, balance). */
  readonly amountCents: number;
  /** Local date. */
  readonly txnDate: string;
  readonly refs: AccountRefs;
  readonly note: string;
}

const brandNames: ReadonlyMap<string, string> = new Map([
  ['visa', 'Visa'],
  ['mastercard', 'Mastercard'],
  ['amex', 'American Express'],
  ['diners', 'Diners Club'],
  ['discover', 'Discover'],
  ['jcb', 'JCB'],
  ['unionpay', 'UnionPay'],
  ['eftpos_au', 'eftpos'],
]);

/** Card brand as people write it; an unknown one as Stripe spells it. */
export function cardBrandName(brand: string): string {
  return brandNames.get(brand) ?? brand;
}

/**
 * "Stripe charge ch_… | Visa 4242 | 2026-04-17 AEST | RTOpacks ref: RTP-0001". `paidAt` is the local date as it is to be
 * printed; parts that aren't known are left out.
 */
export function paymentNote(about: {
  readonly chargeId: string | null;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly paidAt: string;
  readonly timeZoneLabel: string;
  readonly businessName: string;
  readonly number: string;
}): string {
  const card = [about.brand === null ? null : cardBrandName(about.brand), about.last4]
    .filter((part) => part !== null)
    .join(' ');
  const parts = [
    about.chargeId === null ? 'Paid without a Stripe charge' : `Stripe charge ${about.chargeId}`,
    card,
    `${about.paidAt} ${about.timeZoneLabel}`.trim(),
    `${about.businessName} ref: ${about.number}`,
  ];
  return parts.filter((part) => part !== '').join(' | ');
}

/** The body of the POST. */
export function buildPaymentDocument(intent: PaymentIntent): QboJson {
  const amount = centsToJsonNumber(intent.amountCents);
  return {
    CustomerRef: { value: intent.customerId },
    TotalAmt: amount,
    TxnDate: intent.txnDate,
    PaymentMethodRef: { value: intent.refs.paymentMethodId },
    PaymentRefNum: intent.number,
    DepositToAccountRef: { value: intent.refs.depositAccountId },
    PrivateNote: intent.note,
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: intent.qbInvoiceId, TxnType: 'Invoice' }] }],
  };
}

export interface PaymentReadBack {
  /** '' where QuickBooks' answer has none. */
  readonly id: string;
  readonly syncToken: string;
  readonly totalCents: number | null;
  /** More than 0 is an alarm: money of the customer that pays nothing. */
  readonly unappliedCents: number;
  readonly customerId: string | null;
  readonly paymentRefNum: string | null;
  readonly txnDate: string | null;
  readonly applied: { readonly qbInvoiceId: string; readonly amountCents: number | null }[];
  readonly isVoided: boolean;
}

/** What we own of a payment as QuickBooks holds it; tolerant of anything. */
export function readPaymentBack(json: QboJson): PaymentReadBack {
  const source = isQboObject(json) ? json : {};
  const totalCents = qboCents(source, 'TotalAmt');
  return {
    id: qboText(source, 'Id') ?? '',
    syncToken: qboText(source, 'SyncToken') ?? '',
    totalCents,
    unappliedCents: qboCents(source, 'UnappliedAmt') ?? 0,
    customerId: qboRef(source, 'CustomerRef'),
    paymentRefNum: qboText(source, 'PaymentRefNum'),
    txnDate: qboDate(source, 'TxnDate'),
    applied: qboList(source, 'Line').flatMap((line) =>
      qboList(line, 'LinkedTxn')
        .filter((linked) => linked['TxnType'] === 'Invoice')
        .flatMap((linked) => {
          const qbInvoiceId = qboText(linked, 'TxnId');
          return qbInvoiceId === null ? [] : [{ qbInvoiceId, amountCents: qboCents(line, 'Amount') }];
        }),
    ),
    isVoided: totalCents === 0 && /^voided/i.test(qboText(source, 'PrivateNote') ?? ''),
  };
}

/** Everything in which the payment QuickBooks holds differs from the one that was meant; empty where it ties out. */
export function comparePayment(readBack: QboJson, intent: PaymentIntent): Difference[] {
  const found = readPaymentBack(readBack);
  const differences: Difference[] = [];
  const compare = (field: string, meant: string, actual: string | null): void => {
    if (actual !== meant) differences.push({ field, meant, found: actual ?? 'none', kind: 'other' });
  };
  const shown = (cents: number | null): string | null => (cents === null ? null : centsToDecimalText(cents));
  if (found.isVoided) compare('PrivateNote', 'not voided', 'voided');
  compare('TotalAmt', centsToDecimalText(intent.amountCents), shown(found.totalCents));
  compare('UnappliedAmt', '0.00', shown(found.unappliedCents));
  compare('CustomerRef', intent.customerId, found.customerId);
  compare('PaymentRefNum', intent.number, found.paymentRefNum);
  compare('TxnDate', intent.txnDate, found.txnDate);
  const onInvoice = found.applied.filter((applied) => applied.qbInvoiceId === intent.qbInvoiceId);
  if (onInvoice.length === 0)
    compare(
      'Line.LinkedTxn',
      intent.qbInvoiceId,
      found.applied.map((applied) => applied.qbInvoiceId).join(', ') || null,
    );
  else
    compare(
      'Line.Amount',
      centsToDecimalText(intent.amountCents),
      shown(sumCents(onInvoice.map((applied) => applied.amountCents ?? 0))),
    );
  return differences;
}
