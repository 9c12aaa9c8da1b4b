// What is meant to stand in QuickBooks for one invoice, made from local data alone; preview and push use the same.
import { AppError } from '../../contract/errors.ts';
import { localDateOf, timeZoneLabel } from '../../domain/calendar.ts';
import { customerIntentOf } from '../../domain/push/customerIntent.ts';
import type { CustomerIntent } from '../../domain/push/customerDocument.ts';
import { invoiceIntentProblems, invoicePrivateNote, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import { paymentNote, type PaymentIntent } from '../../domain/push/paymentDocument.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';

/** The local date of the payment: QuickBooks gets invoice and payment on the day the money was taken. */
export function txnDateOf(context: EngineContext, invoice: InvoiceRecord): string {
  return invoice.paidAt === null ? invoice.localDate : localDateOf(invoice.paidAt, context.profile().timeZone);
}

export function invoiceIntent(context: EngineContext, invoice: InvoiceRecord, refs: AccountRefs, customerId: string, taxWay: InvoiceIntent['taxWay']): InvoiceIntent {
  const txnDate = txnDateOf(context, invoice);
  const number = invoice.number ?? '';
  return {
    number,
    txnDate,
    dueDate: txnDate,
    customerId,
    lines: context.store.invoices.lines(invoice.id).map(({ description, exGstCents, gstCents }) => ({ description, exGstCents, gstCents })),
    exGstCents: invoice.exGstCents,
    gstCents: invoice.gstCents,
    totalCents: invoice.totalCents,
    refs,
    privateNote: invoicePrivateNote({ businessName: context.profile().businessName, number }),
    taxWay,
  };
}

/** Throws PUSH_DATA_INCOMPLETE with what is missing: a document is pushed whole or not at all. */
export function assertWhole(intent: InvoiceIntent): void {
  const problems = invoiceIntentProblems(intent);
  if (problems.length > 0) throw new AppError('PUSH_DATA_INCOMPLETE', problems.join(' '));
}

export function paymentIntent(context: EngineContext, invoice: InvoiceRecord, from: { refs: AccountRefs; customerId: string; qbInvoiceId: string; amountCents: number }): PaymentIntent {
  const payment = context.store.mirror.paymentsOf(invoice.stripeInvoiceId)[0];
  const { businessName, timeZone } = context.profile();
  return {
    ...from,
    number: invoice.number ?? '',
    txnDate: txnDateOf(context, invoice),
    note: paymentNote({
      chargeId: payment?.chargeId ?? invoice.stripeChargeId,
      brand: payment?.cardBrand ?? null,
      last4: payment?.cardLast4 ?? null,
      paidAt: txnDateOf(context, invoice),
      timeZoneLabel: timeZoneLabel(invoice.paidAt ?? invoice.issuedAt, timeZone),
      businessName,
      number: invoice.number ?? '',
    }),
  };
}

/** From the organisation, the register, else "Org {orgId}". */
export function customerIntent(context: EngineContext, invoice: InvoiceRecord, refs: AccountRefs): CustomerIntent {
  const { orgs } = context.store;
  if (invoice.orgId === null) throw new AppError('PUSH_DATA_INCOMPLETE', 'The invoice has no customer.');
  const org = orgs.get(invoice.orgId);
  const rtoCode = org?.rtoCode ?? invoice.rtoCode;
  const intent = customerIntentOf({
    orgId: invoice.orgId,
    org: org === undefined ? null : { name: org.name, billingEmail: org.billingEmail },
    register: rtoCode === null ? null : (orgs.client(rtoCode) ?? null),
    rtoCode,
    businessName: context.profile().businessName,
    refs,
  });
  return { ...intent, displayName: nameGivenThere(context, invoice) ?? intent.displayName };
}

/** A name that somebody gave the customer in QuickBooks stays until a person decides, and after it was accepted. */
function nameGivenThere(context: EngineContext, invoice: InvoiceRecord): string | undefined {
  const known = invoice.stripeCustomerId === null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId);
  if (known?.qbCustomerId == null || known.qbRealmId == null) return undefined;
  const finding = context.store.drift.of(known.qbRealmId, 'Customer', known.qbCustomerId);
  return finding?.kind === 'renamed' && (finding.state === 'open' || finding.state === 'accepted') ? (finding.foundValue ?? undefined) : undefined;
}
