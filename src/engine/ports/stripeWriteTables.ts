// The port to what is to be done in Stripe: changes with their steps, and the outbox of single writes.

/** Parameters in Stripe's own spelling, as plain JSON. */
export type StripeRequest = { readonly [name: string]: unknown };

export interface StripeWriteIntent {
  /** Which act of `src/engine/stripeWrites/stripeActs.ts` sends and recognises it. */
  readonly act: string;
  readonly targetId: string;
  readonly request: StripeRequest;
}

export interface OutboxRow extends StripeWriteIntent {
  readonly idempotencyKey: string;
  readonly state: 'intended' | 'done' | 'failed';
  readonly createdAt: string;
  /** Null: it certainly never left. */
  readonly sentAt: string | null;
  readonly answerId: string | null;
  /** An event of Stripe's that carries our key. */
  readonly seenInEventId: string | null;
  readonly changeId: number | null;
  readonly stepPosition: number | null;
  readonly lastCode: string | null;
}

export interface OutboxTable {
  /** False: this intent is already stored (its key is the intent's own). */
  intend(write: StripeWriteIntent & { idempotencyKey: string; changeId: number | null; stepPosition: number | null }): boolean;
  get(idempotencyKey: string): OutboxRow | undefined;
  /** All writes of one act on one object, oldest first. */
  of(act: string, targetId: string): readonly OutboxRow[];
  /** Keeps the first time. */
  markSent(idempotencyKey: string): void;
  settle(idempotencyKey: string, result: { state: 'done' | 'failed'; by: 'answer' | 'look'; answerId: string | null; code: string | null; sentence: string | null }): void;
}

export interface StripeChangeStep extends StripeWriteIntent {
  readonly position: number;
  /** What it does, for a person: "Attach the card". */
  readonly title: string;
  readonly state: 'planned' | 'sending' | 'done' | 'failed';
  readonly answerId: string | null;
  readonly idempotencyKey: string | null;
}

export interface StripeChange {
  readonly id: number;
  readonly kind: string;
  readonly subjectId: string;
  readonly orgId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly summary: string;
  readonly choice: unknown;
  readonly state: 'running' | 'paused' | 'done' | 'given_up';
  readonly version: number;
  readonly errorCode: string | null;
  readonly errorSentence: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

export interface NewStripeChange {
  readonly kind: string;
  /** One unfinished change per subject. */
  readonly subjectId: string;
  readonly orgId: string | null;
  readonly stripeSubscriptionId: string | null;
  /** One sentence: "Upgrade Kimberley Skills from Essential to Pro". */
  readonly summary: string;
  readonly choice: unknown;
  readonly steps: readonly (StripeWriteIntent & { readonly title: string })[];
}

export interface StripeChangeTables {
  insert(change: NewStripeChange): number;
  get(id: number): StripeChange | undefined;
  steps(id: number): readonly StripeChangeStep[];
  /** Running or paused. */
  unfinishedOf(subjectId: string): StripeChange | undefined;
  unfinished(): readonly StripeChange[];
  /** Newest first, finished ones too. */
  ofSubscription(stripeSubscriptionId: string, limit: number): readonly StripeChange[];
  /** Raises the version. */
  setState(id: number, to: { state: StripeChange['state']; errorCode: string | null; errorSentence: string | null }): void;
  setStep(id: number, position: number, to: { state: StripeChangeStep['state']; answerId?: string; idempotencyKey?: string }): void;
  /** Once the subscription exists. */
  setSubscription(id: number, stripeSubscriptionId: string): void;
}
