// Disputes by deadline, and their evidence: drafted here and offline, sent to Stripe as a draft, submitted by an act of its own.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { changeId } from './stripeWrites.ts';
import { amountCents, currencyCode, instant, invoiceId, rowVersion } from './values.ts';

export const disputeRow = z.object({
  id: z.string(),
  clientName: z.string(),
  invoiceId: invoiceId.nullable(),
  invoiceNumber: z.string().nullable(),
  amountCents,
  currency: currencyCode,
  /** Stripe's word, open set. */
  status: z.string(),
  reason: z.string().nullable(),
  createdAt: instant,
  dueBy: instant.nullable(),
  /** Whole days of the business's calendar; negative: past. Null: no deadline, or nothing left to answer. */
  daysLeft: z.int().nullable(),
  isOpen: z.boolean(),
  isInquiry: z.boolean(),
  awaitsEvidence: z.boolean(),
  /** Held back by the bank at present, and Stripe's fee for the dispute. */
  withheldCents: amountCents,
  feeCents: amountCents.nullable(),
  evidence: z.enum(['none', 'draft_here', 'draft_in_stripe', 'submitted']),
});
export type DisputeRow = z.infer<typeof disputeRow>;

export const evidenceField = z.object({ field: z.string(), label: z.string(), hint: z.string(), maxLength: z.int() });

const texts = z.record(z.string().max(60), z.string().max(20_000));
const checklist = z.record(z.string().max(60), z.object({ isAtHand: z.boolean(), where: z.string().max(1000) }));

export const disputeDetail = z.object({
  dispute: disputeRow,
  /** What a bank wants to see, with where it is. */
  checklist: z.array(z.object({ id: z.string(), label: z.string(), hint: z.string(), isAtHand: z.boolean(), where: z.string() })),
  fields: z.array(evidenceField.extend({ text: z.string(), inStripe: z.string() })),
  /** Of the draft; 0: nothing was drafted here yet. */
  version: rowVersion,
  updatedAt: instant.nullable(),
  sentAt: instant.nullable(),
  submittedAt: instant.nullable(),
  /** The present draft is what Stripe holds. */
  isSent: z.boolean(),
  /** Why nothing more can be sent; null: it can. */
  closedReason: z.string().nullable(),
  /** What is to be typed to submit. */
  confirmation: z.string(),
  stripeUrl: z.string(),
  ledger: z.array(z.object({ id: z.int(), date: z.string(), description: z.string(), totalCents: amountCents, gstCents: amountCents })),
});
export type DisputeDetail = z.infer<typeof disputeDetail>;

const disputeId = z.string().min(3).max(100);

export const disputeOperations = {
  /** Open ones by deadline, then closed ones, newest first. */
  'disputes.list': query(
    z.object({
      openOnly: z.boolean().default(false),
      /** Client, invoice number, Stripe's id or an amount. */
      search: z.string().max(200).optional(),
    }),
    z.object({ rows: z.array(disputeRow), allCount: z.int(), openCount: z.int(), withheldCents: amountCents }),
  ),
  'disputes.get': query(z.object({ disputeId }), disputeDetail),
  /** Kept here; nothing is sent. `expectedVersion` of the draft, 0 for the first. */
  'disputes.saveEvidence': command(z.object({ disputeId, expectedVersion: rowVersion, texts, checklist }), z.object({ version: rowVersion })),
  /** Saves the draft in Stripe with `submit: false`. */
  'disputes.sendDraft': command(z.object({ disputeId, expectedVersion: rowVersion }), z.object({ changeId })),
  /** For good. `confirmation`: what the detail says is to be typed. */
  'disputes.submit': command(z.object({ disputeId, expectedVersion: rowVersion, confirmation: z.string().max(100) }), z.object({ changeId })),
};
