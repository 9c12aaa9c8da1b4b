// The port to the local database: what the engine asks of it, table by table. Calls are synchronous and on one thread.
import type { AppError } from '../../contract/errors.ts';
import type { BusinessProfile } from '../../contract/profile.ts';
import type { BalanceTransactionFacts } from '../../domain/stripe/readBalanceTransaction.ts';
import type { StripeChargeFacts } from '../../domain/stripe/readCharge.ts';
import type { StripeDisputeFacts } from '../../domain/stripe/readDispute.ts';
import type { StripeInvoicePaymentFacts } from '../../domain/stripe/readInvoicePayment.ts';
import type { StripePayoutFacts } from '../../domain/stripe/readPayout.ts';
import type { StripePriceFacts } from '../../domain/stripe/readPrice.ts';
import type { StripeProductFacts } from '../../domain/stripe/readProduct.ts';
import type { StripeRefundFacts } from '../../domain/stripe/readRefund.ts';
import type { StripeSubscriptionFacts } from '../../domain/stripe/readSubscription.ts';
import type { ClientTables } from './clientTables.ts';
import type { RegisterTables } from './registerTables.ts';
import type { PriceOverride } from '../../domain/subscriptionChange.ts';
import type {
  ActivityAppend, CachedEntity, ClientRecord, ConnectionRecord, CustomerRecord, FactQueued, InvoiceLineRecord, InvoiceMirror, InvoicePushPatch,
  InvoiceRecord, JobLane, JobRecord, LedgerAppend, OrgRecord, PushAttemptRecord, PushStepRecord, SetupFindingRecord, StripeEventStub,
} from './records.ts';
import type { DocumentTables } from './documentTables.ts';
import type { DriftTables } from './driftTables.ts';
import type { SavedViewTable } from './savedViewTable.ts';
import type { BackupFiles } from './backupFiles.ts';
import type { RevenueReads } from './revenueReads.ts';
import type { RevenueTables } from './revenueTables.ts';
import type { DisputeTables, RefundTables } from './refundTables.ts';
import type { TestTables } from './testTables.ts';
import type { RebuildTables } from './rebuildTables.ts';
import type { ClearingTables } from './clearingTables.ts';
import type { CustomerCheckTable } from './customerCheckTable.ts';
import type { StoreReads } from './storeReads.ts';
import type { OutboxTable, StripeChangeTables } from './stripeWriteTables.ts';
import type { SubscriptionTables } from './subscriptionTables.ts';
import type { StripeRecordTables } from './stripeRecordTables.ts';

export interface Store {
  /** All or nothing; nested calls join the outer transaction. */
  transaction<T>(work: () => T): T;
  readonly orgs: OrgTables;
  readonly mirror: StripeMirrorTables;
  readonly stripeRecords: StripeRecordTables;
  readonly events: StripeEventTable;
  readonly invoices: InvoiceTables;
  readonly facts: FactQueueTable;
  readonly ledger: LedgerTable;
  readonly gst: GstAccrualTable;
  readonly dunning: DunningTable;
  readonly clients: ClientTables;
  readonly registerImports: RegisterTables;
  readonly push: PushTables;
  readonly documents: DocumentTables;
  readonly drift: DriftTables;
  readonly connection: ConnectionTables;
  readonly jobs: JobTable;
  readonly commands: CommandTable;
  readonly log: ActivityTables;
  readonly state: StateTables;
  readonly outbox: OutboxTable;
  readonly changes: StripeChangeTables;
  readonly subscriptions: SubscriptionTables;
  readonly plans: PlanTables;
  readonly savedViews: SavedViewTable;
  readonly revenue: RevenueTables;
  readonly refunds: RefundTables;
  readonly disputes: DisputeTables;
  readonly revenueReads: RevenueReads;
  readonly clearing: ClearingTables;
  readonly customerChecks: CustomerCheckTable;
  readonly reads: StoreReads;
  readonly backups: BackupFiles;
  readonly rebuild: RebuildTables;
  readonly tests: TestTables;
  /** The catalogue's error for a failure of the database itself (full, damaged, busy); undefined: something else. */
  failure(error: unknown): AppError | undefined;
  info(): { readonly schemaVersion: number; readonly lastBackupAt: string | null };
  /** SQLite's own check of the file's structure. */
  integrity(): boolean;
  /** Copies the database into the backups folder; answers the file's name. Nothing else runs meanwhile. */
  backup(label: string): string;
  /** The same beside the work that goes on, as of now; rejects with CANCELLED once `signal` is aborted. */
  backupBeside(label: string, signal?: AbortSignal): Promise<string>;
  close(): void;
}

export interface OrgTables {
  get(orgId: string): OrgRecord | undefined;
  /** Name, e-mail and RTO code from Stripe; what the user edited here stays. */
  upsert(org: OrgRecord): void;
  customer(stripeCustomerId: string): CustomerRecord | undefined;
  upsertCustomer(customer: { stripeCustomerId: string; orgId: string; billingEmail: string | null; rtoCode: string | null; isTest: boolean; isDeleted: boolean; isPlaceholder: boolean }): void;
  /** Customers that are known from an invoice or subscription only. */
  placeholders(): readonly string[];
  setCard(stripeCustomerId: string, card: { brand: string | null; last4: string | null }): void;
  linkQuickBooks(stripeCustomerId: string, link: { qbCustomerId: string | null; realmId: string }): void;
  client(rtoCode: string): ClientRecord | undefined;
  upsertClient(client: ClientRecord): void;
  setTier(orgId: string, tier: { billingTier: string; billingStatus: string }): void;
}

export interface StripeMirrorTables {
  putRaw(object: { id: string; type: string; apiVersion: string; json: string }): void;
  upsertProduct(product: StripeProductFacts & { planTier: string | null; revenueType: string | null }): void;
  product(id: string): { name: string | null; planTier: string | null; revenueType: string | null } | undefined;
  upsertPrice(price: StripePriceFacts & { planTier: string | null }): void;
  price(id: string): { productId: string | null; planTier: string | null; unitAmountCents: number | null; interval: string | null } | undefined;
  upsertCharge(charge: StripeChargeFacts): void;
  charge(id: string): ChargeRow | undefined;
  upsertInvoicePayment(payment: StripeInvoicePaymentFacts): void;
  /** Paid shares of one invoice with the charge behind each and its fee, if known. */
  paymentsOf(stripeInvoiceId: string): readonly InvoicePaymentRow[];
  /** All invoices that share this charge or payment intent. */
  invoicesPaidBy(charge: { chargeId: string; paymentIntentId: string | null }): readonly string[];
  upsertBalanceTransaction(transaction: BalanceTransactionFacts): void;
  upsertPayout(payout: StripePayoutFacts & { arrivalLocalDate: string }): void;
  upsertRefund(refund: StripeRefundFacts): void;
  refund(id: string): RefundRow | undefined;
  upsertDispute(dispute: StripeDisputeFacts): void;
  upsertSubscription(subscription: StripeSubscriptionFacts & SubscriptionDerived): void;
  subscriptionStatus(stripeSubscriptionId: string): string | undefined;
  chargesWithoutBalance(limit: number): readonly string[];
}

export interface SubscriptionDerived {
  readonly orgId: string;
  readonly planId: string | null;
  readonly planTier: string;
  readonly baseSeats: number;
  readonly purchasedSeats: number;
  readonly monthlyExGstCents: number;
  readonly nextAmountTotalCents: number | null;
  readonly itemTiers: readonly (string | null)[];
  readonly override: PriceOverride | undefined;
  readonly isTest: boolean;
}

export interface ChargeRow {
  readonly chargeId: string;
  readonly paymentIntentId: string | null;
  readonly amountCents: number;
  readonly amountRefundedCents: number;
  readonly currency: string;
  readonly balanceTransactionId: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
}

export interface InvoicePaymentRow {
  readonly id: string;
  readonly status: string;
  readonly amountPaidCents: number;
  readonly paidAt: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly chargeAmountCents: number | null;
  /** Of the whole charge; null: not settled yet. */
  readonly chargeFeeCents: number | null;
  /** What all invoices together paid with this charge. */
  readonly chargeSharesCents: readonly { stripeInvoiceId: string; amountPaidCents: number }[];
}

export interface RefundRow {
  readonly refundId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: string;
  readonly createdAt: string;
  readonly stripeInvoiceIds: readonly string[];
}

export interface StripeEventTable {
  /** False: known already. */
  insertIfAbsent(stub: StripeEventStub, receivedBy: 'poll' | 'webhook'): boolean;
  /** Oldest first; without result. */
  waiting(limit: number): readonly StripeEventStub[];
  markProcessed(eventId: string, result: string): void;
  waitingCount(): number;
}

export interface InvoiceTables {
  get(id: number): InvoiceRecord | undefined;
  byStripeId(stripeInvoiceId: string): InvoiceRecord | undefined;
  byNumber(invoiceNumber: string): InvoiceRecord | undefined;
  /** Answers the row's id. Lines are replaced. The QuickBooks side is left as it is. */
  upsert(mirror: InvoiceMirror, lines: readonly InvoiceLineRecord[]): number;
  lines(id: number): readonly InvoiceLineRecord[];
  /** Null: it is about to get another. */
  setNumber(id: number, invoiceNumber: string | null): void;
  setNumberRecorded(id: number): void;
  setFee(id: number, fee: { state: 'known' | 'pending' | 'none'; feeCents: number | null; chargeId: string | null }): void;
  addRefund(id: number, refundedCents: number): void;
  /** Raises the row's version. */
  patchPush(id: number, patch: InvoicePushPatch): void;
  setClientName(orgId: string, name: string, rtoCode: string | null): void;
  /** Once the customer itself was read; before that nothing of it was booked. */
  setTest(stripeCustomerId: string, isTest: boolean): void;
  /** Ids by state, oldest first; `from` is an inclusive local date. */
  idsByPushStatus(statuses: readonly string[], from: string | null, limit: number): readonly number[];
  /** Never below what was given out. */
  ensureSequenceAtLeast(lastNumber: number): void;
  nextSequence(): number;
  addPurchase(purchase: { orgId: string; invoiceId: number; revenueType: string; description: string; totalCents: number; purchasedAt: string }): void;
  /** Stripe ids of drafts and open invoices, oldest look first. */
  unsettled(limit: number): readonly string[];
  /** Numbered, but not yet noted in Stripe's metadata. */
  numbersNotRecorded(limit: number): readonly number[];
}

export interface FactQueueTable {
  enqueue(fact: FactQueued): void;
  /** In order of effective time. */
  next(limit: number): readonly FactQueued[];
  remove(fact: FactQueued): void;
  count(): number;
}

export interface LedgerTable {
  /** Null: this fact is already there; nothing was written. Else the new row's id. */
  append(entry: LedgerAppend): number | null;
  has(factKey: string): boolean;
  /** Walks the whole chain in order, a page at a time; calls back with each row. Answers the first row that doesn't verify. */
  verifyChain(): { rows: number; firstBrokenId: number | null };
}

export interface GstDelta {
  readonly collectedCents: number;
  readonly refundedCents: number;
  readonly salesExGstCents: number;
  readonly salesTotalCents: number;
  readonly refundsTotalCents: number;
  readonly invoiceCount: number;
}

export interface GstAccrualTable {
  apply(quarter: string, delta: GstDelta): void;
  /** Moves remitted_at; idempotent. */
  markRemitted(quarter: string, remittedAt: string): void;
  /** Quarters whose accrual is not what the ledger gives when summed again. */
  differencesFromLedger(homeCurrency: string): readonly { quarter: string; accrual: GstDelta; ledger: GstDelta }[];
  rowCount(): number;
}

export interface DunningRow {
  readonly status: string;
  readonly retryCount: number;
  readonly firstFailureAt: string | null;
  readonly lastRetryAt: string | null;
  readonly resolvedAt: string | null;
}

export interface DunningTable {
  get(orgId: string): DunningRow | undefined;
  set(orgId: string, row: DunningRow): void;
}

export interface PushTables {
  beginAttempt(invoiceId: number, realmId: string | null): PushAttemptRecord;
  endAttempt(attemptId: number, end: { state: PushAttemptRecord['state']; errorCode: string | null; errorMessage: string | null }): void;
  attempts(invoiceId: number): readonly PushAttemptRecord[];
  /** The same for a document other than an invoice. */
  beginDocumentAttempt(documentId: number, realmId: string | null): PushAttemptRecord;
  documentAttempts(documentId: number): readonly PushAttemptRecord[];
  steps(attemptId: number): readonly PushStepRecord[];
  putStep(step: PushStepRecord): void;
  /** Synced rows in all, and those without a finished read-back of invoice and payment: there must be none. */
  syncedEvidence(): { readonly synced: number; readonly withoutEvidence: number };
  /** Attempts left running by a crash. */
  runningAttempts(): readonly PushAttemptRecord[];
}

export interface ConnectionTables {
  get(): ConnectionRecord | undefined;
  put(connection: ConnectionRecord): void;
  patch(patch: Partial<Omit<ConnectionRecord, 'realmId'>>): void;
  saveSetup(findings: readonly SetupFindingRecord[]): void;
  cached(realmId: string): readonly CachedEntity[];
  cache(realmId: string, entity: Omit<CachedEntity, 'fetchedAt'>): void;
  forget(realmId: string, kind?: string): void;
  addOAuthState(state: string, expiresAt: string): void;
  /** True once per state that exists, is unused and not expired. */
  useOAuthState(state: string): boolean;
}

export interface JobTable {
  /** New, or an ended one made ready again with this input; a ready one is brought forward; a running one runs once more after it ended. */
  enqueue(job: { kind: string; uniqueKey: string; lane: JobLane; input: unknown; runAfter?: string }): void;
  /** Takes the next ready one of the lane and marks it running. */
  take(lane: JobLane): JobRecord | undefined;
  /** Further ready jobs of the same kind and lane that are due now; marks them running. */
  takeMore(like: JobRecord, limit: number): readonly JobRecord[];
  finish(id: number, end: { state: 'done' | 'failed' | 'waiting_for_reconnect' | 'paused'; lastCode: string | null }): void;
  retryLater(id: number, at: { runAfter: string; lastCode: string; countsAsAttempt: boolean }): void;
  /** Ready jobs of the kind wait until then at least. */
  postponeKind(kind: string, until: string): void;
  cancel(uniqueKey: string): boolean;
  byKey(uniqueKey: string): JobRecord | undefined;
  /** On start: what was running when the program died is ready again. Answers how many. */
  recoverRunning(): number;
  /** What waits to be tried again after this code is due now; answers how many. */
  bringForward(lastCode: string): number;
  /** After a reconnect. */
  wakeWaiting(): number;
  /** Ready jobs of the kind wait for `resumeKind`; answers how many. */
  pauseKind(kind: string): number;
  resumeKind(kind: string): number;
  /** Running, or ready and due now. */
  dueCount(kind: string): number;
  /** Earliest run_after of a ready job of the lane; null: none. */
  nextRunAfter(lane: JobLane): string | null;
  countByState(kind: string): Readonly<Record<string, number>>;
}

export interface CommandTable {
  find(idempotencyKey: string): { operation: string; inputHash: string; response: string } | undefined;
  put(command: { idempotencyKey: string; operation: string; inputHash: string; response: string }): void;
}

export interface ActivityTables {
  append(activity: ActivityAppend): void;
  canary(observation: { objectType: string; eventType: string | null; apiVersion: string; problem: string; objectId: string | null; sample: string | null }): void;
}

export interface StateTables {
  profile(): BusinessProfile;
  saveProfile(profile: BusinessProfile): void;
  setting(key: string): unknown;
  saveSetting(key: string, value: unknown): void;
  sync(key: string): unknown;
  saveSync(key: string, value: unknown): void;
}

export interface PlanRecord {
  readonly id: string;
  readonly planTier: string;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly baseSeats: number;
  readonly stripePriceId: string | null;
  readonly supersededBy: string | null;
  readonly isActive: boolean;
}

export interface PlanTables {
  list(): readonly PlanRecord[];
  get(id: string): PlanRecord | undefined;
  setActive(id: string, isActive: boolean): void;
  entitlements(planId?: string): readonly { planId: string; feature: string; value: string }[];
  setEntitlement(entitlement: { planId: string; feature: string; value: string }): void;
}
