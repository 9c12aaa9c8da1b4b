// The ledger rows of money given back: shared over the invoices of a charge, with the GST in it, in the quarter it happens in.
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { gstInRefund, shareByRemaining, type GivenBack } from '../../domain/refundGst.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { BookedRow } from '../ports/refundTables.ts';
import type { ChargedInvoice } from './invoicesOfCharge.ts';

export interface LedgerFact {
  readonly factKey: string;
  readonly eventType: string;
  readonly currency: string;
  readonly effectiveAt: string;
  readonly eventId: string | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly describe: (invoice: InvoiceRecord) => string;
}

export interface BookedShare {
  readonly invoice: InvoiceRecord;
  /** The row's own key: the fact's, and for further invoices the fact's with theirs. */
  readonly factKey: string;
  readonly localDate: string;
  /** Positive. */
  readonly totalCents: number;
  readonly gstCents: number;
}

/** What was given back on an invoice so far, lost disputes of its charges among it. */
export function givenBackOn(context: EngineContext, invoice: InvoiceRecord): GivenBack {
  const { refunds, disputes } = context.store;
  const { totalCents, gstCents, lostDisputes } = refunds.givenBack(invoice.id);
  const lostCents = lostDisputes.reduce((sum, disputeId) => sum + (disputes.get(disputeId)?.amountCents ?? 0), 0);
  return { totalCents: Math.min(invoice.totalCents, totalCents + lostCents), gstCents };
}

/** Shares an amount over the invoices that the charge paid, by what is left of each. */
export function shareOut(context: EngineContext, charged: readonly ChargedInvoice[], amountCents: number): readonly { readonly invoice: InvoiceRecord; readonly amountCents: number }[] {
  const left = charged.map(({ invoice, paidCents }) => Math.max(0, Math.min(paidCents, invoice.totalCents) - givenBackOn(context, invoice).totalCents));
  const parts = shareByRemaining(amountCents, left);
  return charged.map(({ invoice }, index) => ({ invoice, amountCents: parts[index] ?? 0 })).filter((share) => share.amountCents > 0);
}

/**
 * Appends negative rows for an amount given back and lowers the GST of its quarter; answers what was written (nothing where the
 * fact is known already). Runs inside the caller's transaction. `money: false` moves GST only (a lost dispute, whose money went
 * when it was withheld).
 */
export function giveBack(context: EngineContext, charged: readonly ChargedInvoice[], amountCents: number, fact: LedgerFact, { money }: { money: boolean }): readonly BookedShare[] {
  if (context.store.ledger.has(fact.factKey)) return [];
  return shareOut(context, charged, amountCents).flatMap(({ invoice, amountCents: part }, index) => {
    const gstCents = gstInRefund({ totalCents: invoice.totalCents, gstCents: invoice.gstCents }, givenBackOn(context, invoice), part);
    const totalCents = money ? -part : 0;
    const factKey = index === 0 ? fact.factKey : `${fact.factKey} ${invoice.stripeInvoiceId}`;
    const localDate = append(context, invoice, { ...fact, factKey }, { exGstCents: totalCents + gstCents, gstCents: -gstCents, totalCents });
    if (localDate === null) return [];
    if (money) context.store.invoices.addRefund(invoice.id, part);
    return [{ invoice, factKey, localDate, totalCents: part, gstCents }];
  });
}

/** Appends the mirror image of rows that were booked: what they gave back is taken back. */
export function takeBack(context: EngineContext, booked: readonly BookedRow[], fact: LedgerFact): number {
  let written = 0;
  for (const [index, row] of booked.entries()) {
    const invoice = row.invoiceId === null ? undefined : context.store.invoices.get(row.invoiceId);
    if (invoice === undefined) continue;
    const factKey = index === 0 ? fact.factKey : `${fact.factKey} ${invoice.stripeInvoiceId}`;
    if (append(context, invoice, { ...fact, factKey }, { exGstCents: -row.exGstCents, gstCents: -row.gstCents, totalCents: -row.totalCents }) === null) continue;
    context.store.invoices.addRefund(invoice.id, row.totalCents);
    written += 1;
  }
  return written;
}

interface Money {
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
}

/** Null: this fact is known. Else the local date that it was booked on. */
function append(context: EngineContext, invoice: InvoiceRecord, fact: LedgerFact, money: Money): string | null {
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  const quarter = quarterOf(localDate);
  const { factKey, eventType, currency, effectiveAt, eventId, sourceType, sourceId, describe } = fact;
  const written = context.store.ledger.append({
    factKey, eventType, revenueType: invoice.revenueType, ...money, currency, stripeEventId: eventId, invoiceId: invoice.id, orgId: invoice.orgId,
    description: describe(invoice), effectiveAt, sourceType, sourceId, isTest: invoice.isTest, localDate, quarter,
  });
  if (written === null) return null;
  if (currency === context.profile().homeCurrency && !invoice.isTest) {
    context.store.gst.apply(quarter, { collectedCents: 0, refundedCents: -money.gstCents, salesExGstCents: 0, salesTotalCents: 0, refundsTotalCents: -money.totalCents, invoiceCount: 0 });
  }
  return localDate;
}
