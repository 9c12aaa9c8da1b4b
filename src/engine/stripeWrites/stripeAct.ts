// What one kind of write to Stripe is: how it is sent, how its effect is recognised by reading, what follows from it here.
import type { EngineContext } from '../context.ts';
import type { Fetched } from '../intake/fetched.ts';
import type { StripeJson, StripeWrite } from '../ports/stripeGateway.ts';
import type { OutboxRow } from '../ports/stripeWriteTables.ts';

/** `objects` are mirrored in the transaction that settles the write. */
export type StripeLook =
  | { readonly kind: 'landed'; readonly answerId: string | null; readonly objects: Fetched['objects'] }
  | { readonly kind: 'absent' }
  /** It will never come; the sentence says why and what to do. */
  | { readonly kind: 'hopeless'; readonly sentence: string };

export const absent: StripeLook = { kind: 'absent' };

export interface StripeAct {
  /** Stable: it stands in the outbox. `<object>.<verb>`. */
  readonly act: string;
  /** Set: nothing is sent; `look` is asked again until what the sentence says has come about. */
  readonly waits?: string;
  /** The request, made from the stored row alone, so that a repeat is the same to the letter. */
  send(row: OutboxRow): StripeWrite;
  /**
   * Whether Stripe shows the effect. `answer` is there right after the request was answered; without it the object must be
   * found by what the row says, one that was created by the key in its metadata.
   */
  look(context: EngineContext, row: OutboxRow, answer: StripeJson | undefined, signal: AbortSignal): Promise<StripeLook>;
  /** Further effects here, inside the transaction that settles the write. */
  landed?(context: EngineContext, row: OutboxRow, answerId: string | null): void;
}
