// The eight verified steps of a push: their names, what a failure of each means, and where a retry goes on.
import type { QbSyncStatus } from '../../contract/values.ts';

export type PushStepNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
export type PushStepName =
  | 'token'
  | 'accounts'
  | 'customer'
  | 'invoice'
  | 'invoice_readback'
  | 'payment'
  | 'payment_readback'
  | 'write_synced';

export interface PushStep {
  readonly step: PushStepNumber;
  readonly name: PushStepName;
  /** For people. */
  readonly title: string;
}

export const pushSteps: readonly PushStep[] = [
  { step: 1, name: 'token', title: 'Check the connection to QuickBooks' },
  { step: 2, name: 'accounts', title: 'Look up the tax code, item, accounts and terms' },
  { step: 3, name: 'customer', title: 'Find or create the customer and bring it up to date' },
  { step: 4, name: 'invoice', title: 'Create the invoice' },
  { step: 5, name: 'invoice_readback', title: 'Read the invoice back and compare it to the cent' },
  { step: 6, name: 'payment', title: 'Record the payment against the invoice' },
  { step: 7, name: 'payment_readback', title: 'Read the invoice back: paid in full and linked' },
  { step: 8, name: 'write_synced', title: 'Mark it as synced here' },
];

/** Until the invoice is verified a push fails as a whole; after that only its payment is still to be done. */
export function failureState(step: number): 'failed' | 'payment_pending' {
  return step <= 5 ? 'failed' : 'payment_pending';
}

/** `[step4_invoice] message`, on one line. */
export function errorText(step: number, message: string): string {
  const name = pushSteps.find((known) => known.step === step)?.name ?? 'unknown';
  return `[step${step}_${name}] ${message.replace(/\s+/g, ' ').trim()}`;
}

/**
 * The step that a retry begins to write at; token and accounts are always made sure of first, and every write looks before
 * it creates. `failed`: everything again, adopting what exists. `payment_pending`: the payment only (the read-back first
 * where there is no evidence of it). `pushing` (the program stopped in the middle): after the last step with evidence.
 */
export function resumeStep(push: {
  readonly qbStatus: QbSyncStatus;
  readonly stepsWithEvidence: readonly number[];
}): number {
  const done = new Set(push.stepsWithEvidence);
  if (push.qbStatus === 'payment_pending') {
    if (!done.has(5)) return 5;
    return done.has(7) ? 8 : 6;
  }
  if (push.qbStatus !== 'pushing') return 1;
  let next = 1;
  while (next < 8 && done.has(next)) next += 1;
  return next;
}

const failuresUntilAbandoned = 3;

/** Whether so many failures in a row end the automatic attempts. */
export function isAbandoned(consecutiveFailures: number): boolean {
  return consecutiveFailures >= failuresUntilAbandoned;
}
