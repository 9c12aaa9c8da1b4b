// The value types that cross a process line: money, instants, local dates, and how each is spelled.
import { z } from 'zod';

/** Integer amount in the currency's minor unit (AUD: cents). Never a float: JSON numbers up to 2^53 are exact integers. */
export const amountCents = z.int();

/** ISO 4217 code in lower case, as Stripe spells it. */
export const currencyCode = z.string().regex(/^[a-z]{3}$/);

/** Instant in UTC with milliseconds and `Z`, so that instants sort as text. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Calendar date of the business's time zone, `YYYY-MM-DD`. */
export const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Australian fiscal quarter, labelled by the year the fiscal year ends in: `2026-Q4` is April to June 2026. */
export const fiscalQuarter = z.string().regex(/^\d{4}-Q[1-4]$/);

/** Local row id of a mirrored invoice. */
export const invoiceId = z.int().positive();

/** Version of the row a person looked at; a command carrying an older one is refused (`STALE_VIEW`). */
export const rowVersion = z.int().nonnegative();

export const money3 = z.object({ exGstCents: amountCents, gstCents: amountCents, totalCents: amountCents });
export type Money3 = z.infer<typeof money3>;

export const revenueTypes = ['subscription', 'one_off_purchase', 'platform_fee', 'marketplace_fee'] as const;
export const revenueType = z.enum(revenueTypes);
export type RevenueType = z.infer<typeof revenueType>;

/**
 * Where an invoice stands on its way into QuickBooks. `not_applicable`: nothing to push yet or ever (open, void, zero,
 * test, foreign currency); `review` and `approved` together are what the older notes call `pending`.
 */
export const qbSyncStatuses = [
  'not_applicable',
  'awaiting_review',
  'approved',
  'pushing',
  'synced',
  'failed',
  'payment_pending',
  'abandoned',
] as const;
export const qbSyncStatus = z.enum(qbSyncStatuses);
export type QbSyncStatus = z.infer<typeof qbSyncStatus>;

export const environment = z.enum(['demo', 'test', 'live']);
export type Environment = z.infer<typeof environment>;
