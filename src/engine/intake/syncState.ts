// Names and shapes of what the sync remembers between runs.

export const syncKeys = {
  backfill: 'stripe.backfill',
  /** Unix seconds of the newest event that was surely seen. */
  cursorSeconds: 'stripe.cursor',
  /** Instant up to which the mirror is true. */
  stripeAsOf: 'stripe.asOf',
  /** Last failure of the source, cleared by the next success. */
  stripeFailure: 'stripe.failure',
  account: 'stripe.account',
  /** When the last webhook was taken. */
  webhookAt: 'stripe.webhookAt',
  quickBooksAsOf: 'quickbooks.asOf',
  quickBooksFailure: 'quickbooks.failure',
  permissions: 'stripe.permissions',
  /** Lists that the key may not read at present. */
  unread: 'stripe.unread',
} as const;

export interface BackfillProgress {
  /** Start of the run: polling goes on from here. */
  readonly t0Seconds: number;
  readonly phase: number;
  readonly after: string | null;
  readonly objects: number;
  readonly finishedAt: string | null;
}

export interface SourceFailure {
  readonly code: string;
  readonly at: string;
}
