// One QuickBooks document that is about to be made: its body, how it is found again, and what it is compared with.
import { centsToDecimalText } from '../money.ts';
import type { DocumentRole } from './documentSteps.ts';
import { qboCents, qboDate, qboText, type Difference, type QboJson } from './qboJson.ts';

export type PlannedEntity = 'CreditMemo' | 'RefundReceipt' | 'Purchase' | 'Payment' | 'Transfer';

export interface PlannedDocument {
  readonly role: DocumentRole;
  readonly entity: PlannedEntity;
  readonly number: string;
  readonly body: QboJson;
  /** What is sent, for a person: label and value. */
  readonly shown: readonly (readonly [label: string, value: string])[];
  /** Clause of the query that finds it again; of the answers, ours is the one that `isOurs`. */
  readonly where: string;
  readonly isOurs: (found: QboJson) => boolean;
  /** Everything in which the document found differs from the one that is meant. */
  readonly compare: (found: QboJson) => Difference[];
  /** The other way of stating the tax, for a cent that is lost by the first; null where there is no tax. */
  readonly second: { readonly body: QboJson; readonly compare: (found: QboJson) => Difference[] } | null;
  /** A document whose balance must be nothing after this one was made. */
  readonly settles: { readonly entity: 'CreditMemo'; readonly id: string } | null;
}

/** Recorded: a void keeps the document, sets every amount to 0 and the note to "Voided". A payment of 0 is none by its amount alone. */
export function isVoidedDocument(found: QboJson): boolean {
  return /^voided/i.test(qboText(found, 'PrivateNote') ?? '') && (qboCents(found, 'TotalAmt') ?? qboCents(found, 'Amount') ?? 0) === 0;
}

/** Collects the fields that differ; amounts within `toleranceCents` are a matter of rounding. */
export function makeComparison(found: QboJson): {
  readonly differences: Difference[];
  text(field: string, meant: string, actual: string | null): void;
  date(meant: string): void;
  cents(field: string, meant: number, actual: number | null, toleranceCents?: number): void;
} {
  const differences: Difference[] = [];
  const text = (field: string, meant: string, actual: string | null): void => {
    if (actual !== meant) differences.push({ field, meant, found: actual ?? 'none', kind: 'other' });
  };
  if (isVoidedDocument(found)) text('PrivateNote', 'not voided', 'voided');
  return {
    differences,
    text,
    date: (meant) => text('TxnDate', meant, qboDate(found, 'TxnDate')),
    cents: (field, meant, actual, toleranceCents = 0) => {
      if (actual === meant) return;
      const kind = actual !== null && Math.abs(actual - meant) <= toleranceCents ? 'rounding' : 'other';
      differences.push({ field, meant: centsToDecimalText(meant), found: actual === null ? 'none' : centsToDecimalText(actual), kind });
    },
  };
}
