// Writes one balance transaction into the mirror and the clearing book, in the caller's transaction.
import { clearingPosting } from '../../domain/clearing/clearingPosting.ts';
import type { BalanceTransactionFacts } from '../../domain/stripe/readBalanceTransaction.ts';
import type { EngineContext } from '../context.ts';

/** The posting is written once; a source that reads differently later is flagged and shown, never followed in silence. */
export function postBalanceTransaction(context: EngineContext, transaction: BalanceTransactionFacts): void {
  const { store } = context;
  store.mirror.upsertBalanceTransaction(transaction);
  const posting = clearingPosting(transaction, context.profile().timeZone);
  const result = store.clearing.post(posting);
  if (result === 'changed') {
    store.log.append({ source: 'stripe', kind: 'clearing', result: 'warning', summary: `Balance transaction ${transaction.id} reads differently than when it was posted; the posting stays as it is`, detail: 'See Reconcile, Exceptions. Compare it with Stripe’s dashboard.' });
  }
  if (result === 'posted' && posting.accountClass === 'suspense') {
    store.log.append({ source: 'stripe', kind: 'clearing', result: 'warning', summary: `Stripe moved money under a category that is not known here (${posting.reportingCategory || 'none'}); it is held in suspense`, detail: 'See Reconcile, Exceptions. It counts in the clearing balance; decide with the bookkeeper what it is.' });
  }
}
