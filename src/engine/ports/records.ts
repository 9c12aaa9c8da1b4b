// The rows that the engine writes and reads through the store, as plain data in the program's own spelling.
import type { QbSyncStatus, RevenueType } from '../../contract/values.ts';

export interface OrgRecord {
  readonly id: string;
  readonly name: string;
  readonly billingEmail: string | null;
  readonly rtoCode: string | null;
}

export interface CustomerRecord {
  readonly stripeCustomerId: string;
  readonly orgId: string;
  readonly qbCustomerId: string | null;
  readonly qbRealmId: string | null;
  readonly billingEmail: string | null;
  readonly isTest: boolean;
  readonly isPlaceholder: boolean;
  readonly rtoCode: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
}

export interface ClientRecord {
  readonly rtoCode: string;
  readonly legalName: string;
  readonly tradingName: string | null;
  readonly abn: string | null;
  readonly acn: string | null;
  readonly ceoGiven: string | null;
  readonly ceoFamily: string | null;
  readonly website: string | null;
  readonly entityType: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** What the mirror knows of one invoice, as derived from Stripe; the QuickBooks side is not in it. */
export interface InvoiceMirror {
  readonly stripeInvoiceId: string;
  readonly orgId: string | null;
  readonly clientName: string;
  readonly rtoCode: string | null;
  readonly description: string;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly amountPaidCents: number;
  readonly currency: string;
  readonly status: string;
  readonly billingReason: string | null;
  readonly attemptCount: number;
  readonly nextPaymentAttemptAt: string | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly issuedAt: string;
  readonly finalizedAt: string | null;
  readonly paidAt: string | null;
  readonly localDate: string;
  readonly quarter: string | null;
  readonly stripeCustomerId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly stripeInvoiceUrl: string | null;
  readonly revenueType: RevenueType;
  readonly isTest: boolean;
}

export interface InvoiceRecord extends InvoiceMirror {
  readonly id: number;
  readonly version: number;
  readonly number: string | null;
  readonly numberRecordedAt: string | null;
  readonly refundedCents: number;
  readonly stripeChargeId: string | null;
  readonly feeCents: number | null;
  readonly feeState: 'known' | 'pending' | 'none';
  readonly qbInvoiceId: string | null;
  readonly qbPaymentId: string | null;
  readonly qbCustomerId: string | null;
  readonly qbRealmId: string | null;
  readonly qbStatus: QbSyncStatus;
  readonly qbError: string | null;
  readonly qbSyncedAt: string | null;
  readonly qbConsecutiveFailures: number;
  readonly approvedAt: string | null;
}

export interface InvoiceLineRecord {
  readonly position: number;
  readonly stripeLineId: string;
  readonly description: string;
  readonly quantity: number | null;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly stripePriceId: string | null;
  readonly isProration: boolean;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
}

/** Changes of the QuickBooks side of an invoice row; every change raises its version. */
export interface InvoicePushPatch {
  readonly qbStatus?: QbSyncStatus;
  readonly qbInvoiceId?: string | null;
  readonly qbPaymentId?: string | null;
  readonly qbCustomerId?: string | null;
  readonly qbRealmId?: string | null;
  readonly qbError?: string | null;
  readonly qbSyncedAt?: string | null;
  readonly qbConsecutiveFailures?: number;
  readonly approvedAt?: string | null;
  readonly abandonReason?: string | null;
}

export interface LedgerAppend {
  readonly factKey: string;
  readonly eventType: string;
  readonly revenueType: RevenueType | null;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly currency: string;
  readonly stripeEventId: string | null;
  readonly invoiceId: number | null;
  readonly orgId: string | null;
  readonly description: string;
  readonly effectiveAt: string;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly isTest: boolean;
  readonly localDate: string;
  readonly quarter: string;
}

export interface FactQueued {
  readonly effectiveAt: string;
  /** Order among facts of one instant: numbers before payments before refunds. */
  readonly rank: number;
  readonly kind: 'invoice.finalized' | 'invoice.paid' | 'refund.succeeded' | 'refund.failed' | 'dispute.moved' | 'dispute.lost' | 'dispute.regained' | 'credit_note.issued' | 'credit_note.voided' | 'payout.created' | 'payout.paid' | 'payout.failed' | 'subscription.created' | 'subscription.changed' | 'subscription.cancelled';
  readonly sourceId: string;
  readonly eventId: string | null;
}

export interface StripeEventStub {
  readonly eventId: string;
  readonly type: string;
  readonly createdAt: string;
  readonly apiVersion: string | null;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly idempotencyKey: string | null;
}

/**
 * One job at a time per lane; `background` is for what nobody waits for, so that it never holds up a poll; `stripe_writes`
 * for what a person asked for in Stripe, so that it does not wait behind a back-fill.
 */
export type JobLane = 'stripe' | 'stripe_writes' | 'quickbooks' | 'background';
export interface JobRecord {
  readonly id: number;
  readonly kind: string;
  readonly uniqueKey: string;
  readonly lane: JobLane;
  readonly input: unknown;
  readonly state: 'ready' | 'running' | 'done' | 'failed' | 'waiting_for_reconnect' | 'paused';
  readonly attempt: number;
  readonly runAfter: string;
  readonly lastCode: string | null;
}

export interface PushAttemptRecord {
  readonly id: number;
  readonly attempt: number;
  readonly state: 'running' | 'synced' | 'failed' | 'waiting';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export type LabelledLines = readonly (readonly [label: string, value: string])[];

export interface PushStepRecord {
  readonly attemptId: number;
  readonly step: number;
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed' | 'skipped';
  readonly requestId: string | null;
  readonly request: LabelledLines;
  readonly evidence: LabelledLines;
  readonly responseDigest: string | null;
  readonly intuitTid: string | null;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface ConnectionRecord {
  readonly realmId: string;
  readonly environment: string;
  readonly companyName: string;
  readonly country: string | null;
  readonly homeCurrency: string | null;
  readonly state: 'connected' | 'reconnect_needed' | 'disconnected';
  readonly connectedAt: string;
  readonly refreshTokenExpiresAt: string | null;
  readonly grantExpiresAt: string | null;
  readonly lastHeartbeatAt: string | null;
  readonly lastHeartbeatResult: string | null;
  readonly setupFindings: readonly SetupFindingRecord[];
  readonly setupCheckedAt: string | null;
}

export interface SetupFindingRecord {
  readonly check: string;
  readonly ok: boolean;
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string | null;
  readonly sentence: string;
  readonly nextAction: string | null;
}

export interface CachedEntity {
  readonly kind: string;
  readonly qbId: string;
  readonly name: string;
  readonly detail: string | null;
  readonly fetchedAt: string;
}

export interface ActivityAppend {
  readonly source: 'stripe' | 'quickbooks' | 'person' | 'program';
  readonly kind: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'info';
  readonly summary: string;
  readonly detail?: string | null;
  readonly invoiceId?: number | null;
  readonly correlationId?: string | null;
}
