// What the demo's bookkeeper does by hand in QuickBooks once the console knows the pushed invoices: one dated back, one payment deleted.
import type { JsonObject } from '../quickbooks/json.ts';
import type { QuickBooksSimulator } from '../quickbooks/server.ts';
import type { StripeSimulator } from '../stripe/server.ts';
import type { PushedInvoice } from './pushedInvoices.ts';
import { pushedInvoices } from './pushedInvoices.ts';

const DONE_KEY = 'bookkeeperHasEdited';

/** The console looks for what an earlier installation pushed; from then on it answers for these invoices. */
const LINKING = /^GET .*from Invoice where DocNumber LIKE 'RTP-/i;

/** So many of the pushed invoices lie after the one that is changed. */
const EDITED_FROM_THE_END = 14;
const UNPAID_FROM_THE_END = 31;

/** To be told of each answered request; acts once in the life of a demo company. */
export function bookkeeperAtWork(quickBooks: QuickBooksSimulator, realmId: string, stripe: StripeSimulator): (route: string) => void {
  return (route) => {
    if (!LINKING.test(route) || stripe.meta.get(DONE_KEY) !== undefined) return;
    stripe.batch(() => stripe.meta.set(DONE_KEY, new Date(quickBooks.clock.nowMs()).toISOString()));
    quickBooks.inOneWrite(() => changeByHand(quickBooks, realmId, stripe));
  };
}

function changeByHand(quickBooks: QuickBooksSimulator, realmId: string, stripe: StripeSimulator): void {
  // Neither refunded nor disputed: nothing else of the story depends on them.
  const plain = pushedInvoices(stripe).filter(({ chargeId }) => {
    const charge = stripe.find('charge', chargeId);
    return charge !== undefined && charge.amount_refunded === 0 && !charge.disputed;
  });
  const edited = plain.at(-EDITED_FROM_THE_END);
  const invoice = edited === undefined ? undefined : held(quickBooks, realmId, 'Invoice', 'DocNumber', edited);
  if (edited !== undefined && invoice !== undefined) {
    const changes = { TxnDate: lastDayOfMonthBefore(edited.txnDate) };
    quickBooks.behindOurBack.editDocument({ realmId, entity: 'Invoice', id: String(invoice['Id']), changes });
  }
  const unpaid = plain.at(-UNPAID_FROM_THE_END);
  const payment = unpaid === undefined ? undefined : held(quickBooks, realmId, 'Payment', 'PaymentRefNum', unpaid);
  if (payment !== undefined) quickBooks.behindOurBack.deleteDocument({ realmId, entity: 'Payment', id: String(payment['Id']) });
}

function held(quickBooks: QuickBooksSimulator, realmId: string, entity: 'Invoice' | 'Payment', field: string, { docNumber }: PushedInvoice): JsonObject | undefined {
  return quickBooks.store.list(realmId, entity).find((body) => body[field] === docNumber);
}

/** "2026-10-31" for any day of November. */
function lastDayOfMonthBefore(localDate: string): string {
  const [year = 0, month = 1] = localDate.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10);
}
