// The port to early fraud warnings as screens read them, with the payment and the invoice they are about.
import type { FraudWarning } from '../../contract/fraudWarnings.ts';

export type StoredFraudWarning = Omit<FraudWarning, 'stripeUrl'>;

export interface FraudWarningReads {
  /** Open ones first, then the newest; at most 200. */
  list(only?: { readonly openOnly?: boolean; readonly invoiceId?: number | undefined }): readonly StoredFraudWarning[];
  openCount(): number;
}
