// The port to what the Revenue screen reads: kept rows and their sums, never a scan of invoices.
import type { RevenueMonthOutput, RevenueSetRow } from '../../contract/revenue.ts';
import type { OperationParsedInput } from '../../contract/operations.ts';
import type { StoredMonth } from './revenueTables.ts';

export type AskedSet = OperationParsedInput<'revenue.movements'>['set'];

/** The asked months: by name, and as half-open instants for sets that are dated by one. */
export interface SetScope {
  readonly homeCurrency: string;
  readonly firstMonth: string;
  /** The month before the first. */
  readonly baseMonth: string;
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
  readonly failedAt: string;
  readonly exGstCents: number;
  readonly result: 'recovered' | 'open' | 'lost';
}

export interface RevenueReads {
  /** Newest first. */
  months(limit: number, throughMonth?: string): readonly StoredMonth[];
  monthNames(): readonly string[];
  plansAt(month: string): RevenueMonthOutput['plans'];
  now(): Omit<RevenueMonthOutput['now'], 'committedCents'>;
  /** Ex GST, paid within the half-open time. */
  besideMrr(range: { fromInstant: string; toInstant: string }): { readonly usageCents: number; readonly oneOffCents: number };
  set(asked: AskedSet, scope: SetScope, limit: number): { readonly rows: RevenueSetRow[]; readonly count: number; readonly clients: number; readonly sumCents: number };
  cohortDeltas(): readonly { readonly cohort: string; readonly month: string; readonly clientsDelta: number; readonly mrrDeltaCents: number }[];
  cohortSizes(): ReadonlyMap<string, number>;
  bridge(homeCurrency: string): BridgeSums;
  failedPayments(homeCurrency: string, fromInstant: string): readonly FailedPayment[];
}
