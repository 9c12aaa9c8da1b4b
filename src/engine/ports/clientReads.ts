// The port to what the Clients screen reads: pages of organisations, and one of them whole.
import type { ClientRow } from '../../contract/clients.ts';
import type { OperationParsedInput } from '../../contract/operations.ts';

export interface ClientsQuestion extends OperationParsedInput<'clients.list'> {
  readonly today: string;
  /** Organisations that are the platform or the marketplace itself and pay; found by name beforehand. */
  readonly faultyOrgIds: readonly string[];
}

/** Rows without the flags that names decide. */
export interface ClientsPage {
  readonly rows: readonly ClientRow[];
  readonly nextCursor: string | null;
  readonly totals: { readonly count: number; readonly mrrCents: number } | null;
  readonly allCount: number;
  readonly needAHand: number;
}

export interface ClientCustomerRow {
  readonly stripeCustomerId: string;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly marketplace: string | null;
  readonly qbCustomerId: string | null;
}

export interface ClientOrgRow {
  readonly orgId: string;
  readonly name: string;
  readonly rtoCode: string | null;
  readonly stripeBillingEmail: string | null;
  readonly editedBillingEmail: string | null;
  readonly graceUntil: string | null;
  /** Why no register entry is expected; null: one is. */
  readonly noEntryNote: string | null;
  readonly mrrCents: number;
  readonly openDisputes: number;
  readonly fraudWarnings: number;
  readonly lastRetryAt: string | null;
  readonly resolvedAt: string | null;
}

export interface FailingInvoiceRow {
  readonly invoiceId: number;
  readonly nextAttemptAt: string | null;
  readonly hostedInvoiceUrl: string | null;
}

export interface OverrideRow {
  readonly stripeSubscriptionId: string;
  readonly amountCents: number | null;
  readonly expiresAt: string | null;
  readonly note: string | null;
}

export interface ClientReads {
  /** Throws AppError BAD_INPUT for a cursor of another list or order. */
  page(question: ClientsQuestion): ClientsPage;
  /** How many the filter of the same name leaves. */
  needAHand(today: string, faultyOrgIds: readonly string[]): number;
  /** The same as long as nothing was written; null while something is. */
  writeStamp(): string | null;
  /** Organisations with a paying subscription whose name or marketplace makes them suspect. */
  payingNames(): readonly { readonly orgId: string; readonly name: string; readonly marketplace: string | null }[];
  org(orgId: string): ClientOrgRow | undefined;
  /** Those that are used first. */
  customers(orgId: string): readonly ClientCustomerRow[];
  /** Open invoices that were tried and not paid, the next attempt first. */
  failing(orgId: string): readonly FailingInvoiceRow[];
  overrides(orgId: string): readonly OverrideRow[];
}
