// The port to what screens read from the local database: pages, totals, and the story of one invoice. Nothing here changes facts.
import type { ActivityRow } from '../../contract/activity.ts';
import type { InvoiceFilter, InvoiceRow, InvoiceTotals } from '../../contract/invoices.ts';
import type { LedgerFilter, LedgerRow } from '../../contract/ledger.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { ClientReads } from './clientReads.ts';
import type { FraudWarningReads } from './fraudWarningReads.ts';
import type { RefundReads } from './refundReads.ts';
import type { DocumentReads } from './documentTables.ts';
import type { CachedEntity, InvoiceLineRecord, InvoiceRecord, PushAttemptRecord, PushStepRecord } from './records.ts';

/** Pages go by key, never by offset. A cursor that did not come from the same list and order is refused (AppError BAD_INPUT). */
export interface StoreReads extends RefundReads {
  readonly clients: ClientReads;
  readonly fraudWarnings: FraudWarningReads;
  /**
   * Adds what is new to the totals kept per day, where that has become worth it. Reads do it by themselves; after each page
   * of a back-fill it spares the first of them the wait. Costs about 3 µs for each new invoice or ledger row.
   */
  foldTotals(): void;
  invoicesPage(question: InvoicesQuestion): InvoicesPage;
  /** Undefined: no such invoice. */
  invoiceStory(invoiceId: number): InvoiceStoryRows | undefined;
  ledgerPage(question: LedgerQuestion): LedgerPage;
  /** Quarters that have an accrual, newest first, and how many rows that move money are in none of them. */
  gstAccruals(homeCurrency: string): {
    readonly quarters: readonly GstAccrualRow[];
    readonly testRowsLeftOut: number;
    readonly otherCurrencyRowsLeftOut: number;
  };
  gstAccrual(quarter: string): GstAccrualRow | undefined;
  activityPage(question: OperationParsedInput<'activity.list'>): OperationOutput<'activity.list'>;
  /** Most recent first. */
  canaryRows(): OperationOutput<'activity.canary'>['rows'];
  overview(homeCurrency: string): OverviewRows;
  /** What the ledger received per month of its local dates, from that date on (inclusive), oldest first, months without rows left out. */
  receivedByMonth(homeCurrency: string, fromDate: string): readonly ReceivedMonth[];
  badges(): Pick<OperationOutput<'status.get'>['badges'], 'toReview' | 'pushFailed' | 'otherDocuments' | 'unexpectedShapes' | 'openDisputes'>;
  readonly documents: DocumentReads;
  queueCounts(): Omit<OperationOutput<'push.counts'>, 'isPaused'>;
  /** Of the company that these books are bound to. */
  entityCache(): readonly CachedEntity[];
  billingOrg(orgId: string): BillingOrgRow | undefined;
  /** The one that matters now: the best status first, then the latest start. */
  billingSubscription(orgId: string): BillingSubscriptionRow | undefined;
  /** Newest first; `qbStatuses` undefined: all. */
  billingInvoices(limit: number, qbStatuses?: readonly string[]): {
    readonly invoices: OperationOutput<'billing.invoices'>['invoices'];
    readonly count: number;
  };
  billingInvoicesOf(orgId: string, limit: number): OperationOutput<'billing.subscription'>['invoices'];
  /** The register's entry, or what is known of an organisation with this code that the register does not list. */
  billingClient(rtoCode: string): BillingClientRow | undefined;
}

export interface InvoicesQuestion {
  readonly filter: InvoiceFilter;
  readonly sort: OperationParsedInput<'invoices.list'>['sort'];
  readonly cursor: string | null;
  readonly limit: number;
  readonly withTotals: boolean;
  readonly homeCurrency: string;
  /** So that `12` finds RTP-0012. */
  readonly numberFormat: { readonly prefix: string; readonly digits: number };
}

export interface InvoicesPage {
  readonly rows: InvoiceRow[];
  readonly nextCursor: string | null;
  /** Null when not asked for, or when a search finds more rows than can be summed while a person types (8,000). */
  readonly totals: InvoiceTotals | null;
  readonly allCount: number;
}

export interface LedgerQuestion {
  readonly filter: LedgerFilter;
  readonly direction: 'asc' | 'desc';
  readonly cursor: string | null;
  readonly limit: number;
  readonly withTotals: boolean;
  readonly homeCurrency: string;
  readonly numberFormat: { readonly prefix: string; readonly digits: number };
}

export interface LedgerPage {
  readonly rows: LedgerRow[];
  /** A page can be short and still have a next one: free text is looked for in a stretch of a large ledger at a time. */
  readonly nextCursor: string | null;
  /** Null when not asked for, or when free text would have to be looked for in the whole of a large ledger. Home currency only. */
  readonly totals: { readonly count: number; readonly exGstCents: number; readonly gstCents: number; readonly totalCents: number } | null;
  readonly allCount: number;
  readonly eventTypes: string[];
}

export interface StoryPaymentRow {
  /** Stripe's id of the payment; null: an older shape, in which the invoice names its charge itself. */
  readonly id: string | null;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountPaidCents: number;
  readonly paidAt: string | null;
  readonly status: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly balanceTransactionId: string | null;
  /** Of the whole charge, in `balanceCurrency`; null: not settled yet. */
  readonly chargeFeeCents: number | null;
  readonly chargeNetCents: number | null;
  readonly balanceCurrency: string | null;
  readonly payout: { readonly id: string; readonly status: string; readonly arrivalDate: string | null } | null;
}

export interface StoryLedgerRow {
  readonly id: number;
  readonly eventType: string;
  readonly description: string;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly sourceId: string | null;
}

export interface InvoiceStoryRows {
  readonly row: InvoiceRow;
  readonly record: Pick<
    InvoiceRecord,
    | 'orgId' | 'stripeInvoiceId' | 'stripeCustomerId' | 'stripeInvoiceUrl' | 'finalizedAt' | 'paidAt' | 'quarter'
    | 'qbInvoiceId' | 'qbPaymentId' | 'qbCustomerId' | 'qbSyncedAt' | 'qbConsecutiveFailures'
  >;
  readonly lines: readonly Omit<InvoiceLineRecord, 'position' | 'stripeLineId' | 'stripePriceId' | 'isProration'>[];
  readonly payments: readonly StoryPaymentRow[];
  readonly ledger: readonly StoryLedgerRow[];
  readonly attempts: readonly (PushAttemptRecord & { readonly steps: readonly PushStepRecord[] })[];
  /** Events of the invoice, its charges and payment intents, and their refunds and disputes. */
  readonly stripeEvents: readonly { readonly type: string; readonly createdAt: string; readonly objectId: string | null; readonly receivedBy: string }[];
  readonly activity: readonly ActivityRow[];
}

export interface GstAccrualRow {
  readonly quarter: string;
  readonly salesExGstCents: number;
  readonly salesTotalCents: number;
  readonly refundsTotalCents: number;
  readonly gstCollectedCents: number;
  readonly gstRefundedCents: number;
  readonly gstNetCents: number;
  readonly invoiceCount: number;
  readonly remitted: boolean;
  readonly remittedAt: string | null;
}

export interface OverviewRows {
  readonly activeSubscriptions: number;
  readonly pastDueSubscriptions: number;
  readonly notInQuickBooks: { readonly count: number; readonly totalCents: number };
  readonly toReview: number;
  readonly pushFailed: number;
  readonly feesPending: number;
  readonly openDisputes: OperationOutput<'overview.get'>['openDisputes'];
  readonly nextPayout: OperationOutput<'overview.get'>['nextPayout'];
  readonly foreignCurrencyInvoices: number;
}

export interface ReceivedMonth {
  /** `2026-04` */
  readonly month: string;
  readonly receivedExGstCents: number;
  readonly receivedGstCents: number;
  /** Positive. */
  readonly refundedExGstCents: number;
  readonly refundedGstCents: number;
  readonly invoiceCount: number;
}

export interface BillingOrgRow {
  readonly orgId: string;
  readonly billingEmail: string | null;
  readonly billingTier: string;
  readonly activeMembers: number | null;
  readonly paymentMethod: { readonly brand: string; readonly last4: string } | null;
  readonly dunning: { readonly status: string; readonly retryCount: number; readonly firstFailureAt: string | null } | null;
}

export interface BillingSubscriptionRow {
  readonly stripeSubscriptionId: string;
  /** Running, but nothing is collected: `paused`, whatever Stripe's status says. */
  readonly isCollectionPaused: boolean;
  readonly planId: string | null;
  readonly planTier: string;
  readonly status: string;
  readonly baseSeats: number;
  readonly purchasedSeats: number;
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  readonly isCancelScheduled: boolean;
  readonly currency: string;
  readonly nextAmountTotalCents: number | null;
  /** GST and total of the subscription's latest paid invoice, from which it is seen whether GST is charged at all. */
  readonly lastPaid: { readonly gstCents: number; readonly totalCents: number } | null;
}

export interface BillingClientRow {
  readonly rtoCode: string;
  readonly legalName: string | null;
  readonly tradingName: string | null;
  readonly abn: string | null;
  readonly isClient: boolean;
  readonly clientStatus: string | null;
  readonly clientSince: string | null;
  readonly stripeCustomerId: string | null;
  readonly qbCustomerId: string | null;
  readonly orgId: string | null;
}
