// The eight verified steps of a push: their names, and what a failure of each means.
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

/** `[step4_invoice] message`, on one line. `steps`: those of the document that is pushed. */
export function errorText(step: number, message: string, steps: readonly { readonly step: number; readonly name: string }[] = pushSteps): string {
  const name = steps.find((known) => known.step === step)?.name ?? 'unknown';
  return `[step${step}_${name}] ${message.replace(/\s+/g, ' ').trim()}`;
}

const failuresUntilAbandoned = 3;

/** Whether so many failures in a row end the automatic attempts. */
export function isAbandoned(consecutiveFailures: number): boolean {
  return consecutiveFailures >= failuresUntilAbandoned;
}
