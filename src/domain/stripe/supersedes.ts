// Which state of a Stripe object may follow the stored one, whatever the order in which they arrive.

/** Stripe, "How invoices work": draft → open → paid, void or uncollectible; uncollectible → paid or void. */
const invoiceRank: ReadonlyMap<string, number> = new Map([
  ['draft', 0],
  ['open', 1],
  ['uncollectible', 2],
  ['void', 3],
  ['paid', 3],
  ['deleted', 3],
]);
const finalInvoiceRank = 3;

/**
 * Whether an invoice's incoming state may replace the stored one. The same state may (other fields may be newer); paid, void
 * and deleted are final, hence a same-second tie never moves paid back to open. A state that isn't known replaces anything
 * but a final one, and is replaced by anything.
 */
export function invoiceSupersedes(storedStatus: string, incomingStatus: string): boolean {
  if (storedStatus === incomingStatus) return true;
  const stored = invoiceRank.get(storedStatus);
  if (stored === undefined) return true;
  if (stored === finalInvoiceRank) return false;
  const incoming = invoiceRank.get(incomingStatus);
  return incoming === undefined || incoming > stored;
}

const finalSubscriptionStatuses: ReadonlySet<string> = new Set(['cancelled', 'canceled', 'incomplete_expired']);

/** Whether a subscription's incoming state may replace the stored one: cancelled and incomplete_expired are final. */
export function subscriptionSupersedes(storedStatus: string, incomingStatus: string): boolean {
  if (!finalSubscriptionStatuses.has(storedStatus)) return true;
  const isBothCancelled = storedStatus.startsWith('cancel') && incomingStatus.startsWith('cancel');
  return storedStatus === incomingStatus || isBothCancelled;
}
