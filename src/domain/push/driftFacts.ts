// What a change in QuickBooks after a push amounts to: its kind, and the fields for the eye, pushed beside found beside Stripe's.
import type { DriftField, DriftKind } from '../../contract/drift.ts';
import { centsToDecimalText } from '../money.ts';
import { qboCents, qboDate, qboObject, qboRef, qboText, type Difference, type QboJson } from './qboJson.ts';

/** What was pushed, as far as a person compares it; null: the document has no such thing. */
export interface PushedFacts {
  readonly number: string | null;
  readonly txnDate: string | null;
  readonly totalCents: number | null;
  readonly gstCents: number | null;
  readonly customer: { readonly id: string; readonly name: string } | null;
}

/** What Stripe says of the same. */
export interface StripeFacts {
  readonly source: string | null;
  readonly date: string | null;
  readonly totalCents: number | null;
  readonly customer: string | null;
}

const onlyCustomer = (differences: readonly Difference[]): boolean => differences.length > 0 && differences.every(({ field }) => field === 'CustomerRef' || field === 'EntityRef');

/** `found` null: deleted. Null: nothing that we own differs. */
export function driftKindOf(found: QboJson | null, isVoided: boolean, differences: readonly Difference[]): DriftKind | null {
  if (found === null) return 'deleted';
  if (isVoided) return 'voided';
  if (differences.length === 0) return null;
  return onlyCustomer(differences) ? 'relinked' : 'edited';
}

/** A customer that was merged into another keeps its name with "(deleted)" behind it and is inactive. */
export function customerDriftOf(found: QboJson | null, names: { readonly kept: string; readonly ours: readonly string[] }): DriftKind | null {
  if (found === null) return 'deleted';
  const name = qboText(found, 'DisplayName') ?? '';
  if (found['Active'] === false) return /\(deleted\)$/i.test(name) ? 'merged' : 'deactivated';
  return name === names.kept || names.ours.includes(name) ? null : 'renamed';
}

const money = (cents: number | null): string => (cents === null ? 'none' : `A$${centsToDecimalText(cents)}`);

const labels: Readonly<Record<string, string>> = {
  'Line': 'Lines before GST',
  'Line.LinkedTxn': 'Pays invoice',
  'Line.Amount': 'Applied to the invoice',
  'UnappliedAmt': 'Not applied',
  'CurrencyRef': 'Currency',
};

const baseFields = new Set(['DocNumber', 'PaymentRefNum', 'TxnDate', 'TotalAmt', 'Amount', 'TxnTaxDetail.TotalTax', 'CustomerRef', 'EntityRef', 'PrivateNote']);

/** The rows of the three panes: the fields that matter always, the others where they differ. */
export function driftFields(found: QboJson | null, pushed: PushedFacts, stripe: StripeFacts, differences: readonly Difference[]): DriftField[] {
  const gone = (text: string | null): string => (found === null ? 'deleted' : (text ?? 'none'));
  const source = found ?? {};
  const rows: DriftField[] = [];
  const add = (label: string, meant: string | null, actual: string | null, fromStripe: string | null, isSame = actual === meant): void => {
    if (meant !== null) rows.push({ label, pushed: meant, found: gone(actual), stripe: fromStripe, differs: found === null || !isSame });
  };
  const payee = qboObject(source, 'EntityRef');
  const customer = qboText(payee, 'value') === null ? qboObject(source, 'CustomerRef') : payee;
  const foundTotal = qboCents(source, 'TotalAmt') ?? qboCents(source, 'Amount');
  const foundGst = qboCents(qboObject(source, 'TxnTaxDetail'), 'TotalTax');
  add('Number', pushed.number, qboText(source, 'DocNumber') ?? qboText(source, 'PaymentRefNum'), stripe.source);
  add('Date', pushed.txnDate, qboDate(source, 'TxnDate'), stripe.date);
  add('Total', pushed.totalCents === null ? null : money(pushed.totalCents), money(foundTotal), stripe.totalCents === null ? null : money(stripe.totalCents));
  add('GST', pushed.gstCents === null ? null : money(pushed.gstCents), money(foundGst), null);
  if (pushed.customer !== null) add('Customer', pushed.customer.name, qboText(customer, 'name') ?? qboText(customer, 'value'), stripe.customer, qboText(customer, 'value') === pushed.customer.id);
  // A number is shown by Stripe's own id beside it: never compared with it.
  for (const { field, meant, found: actual } of differences) if (!baseFields.has(field)) rows.push({ label: labels[field] ?? field, pushed: meant, found: actual, stripe: null, differs: true });
  return rows;
}

/** The customer that a document found names, for a relinked one. */
export const customerIdOf = (found: QboJson): string | null => qboRef(found, 'EntityRef') ?? qboRef(found, 'CustomerRef');
