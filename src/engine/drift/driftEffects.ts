// What accepting or restoring a change would do, as sentences; the acts do exactly this.
import type { DriftRecord } from '../ports/driftTables.ts';

type About = Pick<DriftRecord, 'kind' | 'role' | 'foundValue'>;

export const isGone = ({ kind }: Pick<About, 'kind'>): boolean => kind === 'voided' || kind === 'deleted';

export function acceptEffect(about: About): string {
  if (about.role === 'customer') {
    if (about.kind === 'renamed') return `The customer keeps the name “${about.foundValue ?? ''}”; pushes no longer change it. Nothing is written to QuickBooks.`;
    return 'The link to this customer is given up: the next push looks for the customer by name. Nothing is written to QuickBooks.';
  }
  if (isGone(about)) return 'It is no longer counted as being in QuickBooks and is set aside as abandoned; Retry pushes it again. Nothing is written to QuickBooks.';
  if (about.kind === 'relinked') return 'It stays on the other customer, and what is still to come (a refund, say) goes to that customer too. Nothing is written to QuickBooks.';
  return 'QuickBooks keeps its version. The books here stay as Stripe has them, so the difference remains and is explained by your reason.';
}

/** Null: it can not be put back. */
export function restoreEffect(about: About): string | null {
  if (about.role === 'customer') {
    if (about.kind === 'renamed') return 'The customer gets its earlier name back.';
    return about.kind === 'deactivated' ? 'The customer is made active again.' : null;
  }
  if (isGone(about)) {
    if (about.role === 'invoice') return 'The invoice is pushed again under its number, and its payment is applied to it; everything is read back.';
    if (about.role === 'payment') return 'The payment is recorded again and applied to the invoice; both are read back.';
    return 'It is made again under its number and read back.';
  }
  return about.kind === 'relinked' ? 'It is put back on the customer it was pushed for, and read back.' : 'The fields that differ get back what was pushed, in one update that is read back. What others wrote in other fields stays.';
}
