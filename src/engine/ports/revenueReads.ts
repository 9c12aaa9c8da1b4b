// The port to what the Revenue screen reads: kept rows and their sums, never a scan of invoices.
import type { RevenueMonthOutput, RevenueSetRow } from '../../contract/revenue.ts';
import type { OperationParsedInput } from '../../contract/operations.ts';
import type { StoredMonth } from './revenueTables.ts';

export type AskedSet = OperationParsedInput<'revenue.movements'>['set'];

/** The asked month as half-open instants, for sets that are dated by an instant. */
export interface SetScope {
  readonly homeCurrency: string;
  readonly fromInstant: string;
  readonly toInstant: string;
}

export interface BridgeSums {
  readonly stripe: number;
  readonly tax: number;
  readonly discounts: number;
  readonly past_due: number;
  readonly paused: number;
  readonly timing: number;
  readonly ours: number;
  /** Subscriptions behind each difference. */
  readonly counts: { readonly trials: number; readonly tax: number; readonly discounts: number; readonly past_due: number; readonly paused: number; readonly timing: number; readonly currency: number };
}

export interface FailedPayment {
  readonly finalizedAt: string;
  readonly exGstCents: number;
  readonly result: 'recovered' | 'open' | 'lost';
}

export interface RevenueReads {
  /** Newest first. */
  months(limit: number, throughMonth?: string): readonly StoredMonth[];
  monthNames(): readonly string[];
  plansAt(month: string): RevenueMonthOutput['plans'];
  now(): Omit<RevenueMonthOutput['now'], 'committedCents'>;
  /** Ex GST; instants are half-open, dates inclusive. */
  besideMrr(homeCurrency: string, range: { fromInstant: string; toInstant: string; fromDate: string; toDate: string }): { readonly usageCents: number; readonly oneOffCents: number };
  set(asked: AskedSet, scope: SetScope, limit: number): { readonly rows: RevenueSetRow[]; readonly count: number; readonly sumCents: number };
  cohortDeltas(): readonly { readonly cohort: string; readonly month: string; readonly clientsDelta: number; readonly mrrDeltaCents: number }[];
  cohortSizes(): ReadonlyMap<string, number>;
  bridge(homeCurrency: string): BridgeSums;
  failedPayments(homeCurrency: string, fromInstant: string): readonly FailedPayment[];
}
