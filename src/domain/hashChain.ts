// The ledger's hash chain: each row's hash covers the row and the hash before it, so that any later change shows.
import type { RevenueType } from '../contract/values.ts';

export interface LedgerEntry {
  /** The fact's identity: source object and kind, `in_… paid`. */
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
  readonly recordedAt: string;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly isTest: boolean;
  readonly quarter: string;
}

/** What stands before the first row. */
export const genesisHash = '0'.repeat(64);

/**
 * The row as the text that is hashed: a JSON array in a fixed order, opened by the layout's version. JSON keeps fields apart
 * and escapes lone surrogates, which UTF-8 would fold into one character.
 */
export function ledgerRowText(row: LedgerEntry): string {
  return JSON.stringify([
    'ledger-row-1',
    row.factKey,
    row.eventType,
    row.revenueType,
    row.exGstCents,
    row.gstCents,
    row.totalCents,
    row.currency,
    row.stripeEventId,
    row.invoiceId,
    row.orgId,
    row.description,
    row.effectiveAt,
    row.recordedAt,
    row.sourceType,
    row.sourceId,
    row.isTest,
    row.quarter,
  ]);
}

/** Hash of a row: SHA-256 over the previous hash, a line feed and the row's text. */
export function chainHash(sha256Hex: (text: string) => string, previousHash: string, row: LedgerEntry): string {
  return sha256Hex(`${previousHash}\n${ledgerRowText(row)}`);
}
