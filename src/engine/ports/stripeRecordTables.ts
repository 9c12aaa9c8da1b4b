// The port to what Stripe holds beside invoices and charges: cards on file, payment intents, credit notes, warnings, schedules.
import type { StripeCreditNoteFacts } from '../../domain/stripe/readCreditNote.ts';
import type { StripeFraudWarningFacts } from '../../domain/stripe/readFraudWarning.ts';
import type { StripePaymentIntentFacts } from '../../domain/stripe/readPaymentIntent.ts';
import type { StripePaymentMethodFacts } from '../../domain/stripe/readPaymentMethod.ts';
import type { StripeSubscriptionScheduleFacts } from '../../domain/stripe/readSubscriptionSchedule.ts';

export interface StripeRecordTables {
  upsertPaymentMethod(method: StripePaymentMethodFacts): void;
  paymentMethod(id: string): PaymentMethodRow | undefined;
  /** The card that Stripe charges next; null: none is set. Its brand and last four digits become the customer's where they are known. */
  setDefaultPaymentMethod(stripeCustomerId: string, paymentMethodId: string | null): void;
  /** Null: none set, or an unknown customer. */
  defaultPaymentMethodOf(stripeCustomerId: string): string | null;
  upsertPaymentIntent(intent: StripePaymentIntentFacts): void;
  paymentIntent(id: string): PaymentIntentRow | undefined;
  upsertCreditNote(note: StripeCreditNoteFacts): void;
  /** Oldest first, void ones included. */
  creditNotesOf(stripeInvoiceId: string): readonly CreditNoteRow[];
  upsertFraudWarning(warning: StripeFraudWarningFacts): void;
  fraudWarningsOf(chargeId: string): readonly FraudWarningRow[];
  upsertSchedule(schedule: StripeSubscriptionScheduleFacts): void;
  schedule(id: string): ScheduleRow | undefined;
  /** Automatic payouts that Stripe has put together and whose members were not listed yet, newest first. */
  payoutsWithoutMembers(limit: number): readonly string[];
  payoutMembersListed(payoutId: string): void;
  arePayoutMembersListed(payoutId: string): boolean;
  /** The three below: what may change without a word, looked at longest ago first. */
  openDisputes(limit: number): readonly string[];
  pendingRefunds(limit: number): readonly string[];
  intentsWaitingForCustomer(limit: number): readonly string[];
  /** Deleted in Stripe, which then knows it no more: nothing of it is sold or collected again. */
  markGone(objectType: string, id: string): void;
}

export interface PaymentMethodRow {
  readonly stripeCustomerId: string | null;
  readonly type: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
}

export interface PaymentIntentRow {
  readonly stripeCustomerId: string | null;
  readonly amountCents: number;
  readonly amountReceivedCents: number;
  readonly currency: string;
  readonly status: string;
  readonly nextActionType: string | null;
  readonly latestChargeId: string | null;
}

export interface CreditNoteRow {
  readonly creditNoteId: string;
  readonly number: string | null;
  readonly status: string;
  readonly amountCents: number;
  readonly taxCents: number | null;
  readonly prePaymentCents: number;
  readonly postPaymentCents: number;
  readonly outOfBandCents: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly refundIds: readonly string[];
}

export interface FraudWarningRow {
  readonly fraudWarningId: string;
  readonly fraudType: string;
  readonly isActionable: boolean;
  readonly createdAt: string;
}

export interface ScheduleRow {
  readonly stripeSubscriptionId: string | null;
  readonly status: string;
  readonly currentPhaseEnd: string | null;
  readonly phases: StripeSubscriptionScheduleFacts['phases'];
}
