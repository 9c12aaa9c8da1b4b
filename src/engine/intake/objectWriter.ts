// How an object of one kind gets into the mirror: read tolerantly, its oddities counted, then written.
import type { BalanceTransactionFacts } from '../../domain/stripe/readBalanceTransaction.ts';
import type { StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import type { Reading } from '../../domain/stripe/tolerantFields.ts';
import { postBalanceTransaction } from '../clearing/postBalanceTransaction.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveFeesOfCharge } from './deriveFee.ts';
import { noteOddities, type Via } from './observe.ts';

export interface Extras {
  /** Lines of an invoice beyond the first ten of its nested list. */
  readonly furtherLines?: readonly StripeInvoiceLineFacts[];
  /** The payout that a listed balance transaction belongs to (the object itself doesn't say). */
  readonly payoutId?: string;
  /** A payout whose movements of money were all listed. */
  readonly areMembersListed?: boolean;
  /** When a dispute was closed, from Stripe's list of events (the object itself doesn't say). */
  readonly closedAt?: string | null;
}

export type ObjectWriter = (context: EngineContext, raw: StripeJson, via: Via, extras: Extras) => void;

export function objectWriter<T>(objectType: string, read: (json: unknown) => Reading<T>, write: (context: EngineContext, value: T, via: Via, raw: StripeJson, extras: Extras) => void): ObjectWriter {
  return (context, raw, via, extras) => {
    const reading = read(raw);
    noteOddities(context, objectType, reading, via, raw);
    if (reading.ok) write(context, reading.value, via, raw, extras);
  };
}

export function writeBalanceTransaction(context: EngineContext, transaction: BalanceTransactionFacts): void {
  postBalanceTransaction(context, transaction);
  if (transaction.sourceId !== null) deriveFeesOfCharge(context, transaction.sourceId);
}
