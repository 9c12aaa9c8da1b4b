// billing_ledger: append-only, each row chained to the one before by its hash, with a maintained running total.
import { chainHash, genesisHash, type LedgerEntry } from '../../../domain/hashChain.ts';
import type { Sha256Hex } from '../../../engine/ports/runtime.ts';
import type { LedgerTable } from '../../../engine/ports/store.ts';
import { bit, type TableContext } from './tableContext.ts';

interface StoredRow {
  id: number;
  fact_key: string;
  event_type: string;
  revenue_type: LedgerEntry['revenueType'];
  amount_ex_gst: number;
  gst_amount: number;
  amount_total: number;
  currency: string;
  stripe_event_id: string | null;
  invoice_id: number | null;
  org_id: string | null;
  description: string;
  effective_at: string;
  recorded_at: string;
  quarter: string;
  source_type: string | null;
  source_id: string | null;
  is_test: number;
  previous_hash: string;
  hash: string;
}

/** `homeCurrency`: the currency whose totals run along (other currencies stay out of them). */
export function ledgerTable({ db, now }: TableContext, sha256Hex: Sha256Hex, homeCurrency: string): LedgerTable {
  const has = db.prepare<[string], { one: number }>(`SELECT 1 AS one FROM billing_ledger WHERE fact_key = ?`);
  const last = db.prepare<[], { hash: string; running_total: number }>(`SELECT hash, running_total FROM billing_ledger ORDER BY id DESC LIMIT 1`);
  const insert = db.prepare(
    `INSERT INTO billing_ledger (
       fact_key, event_type, revenue_type, amount_ex_gst, gst_amount, amount_total, currency, running_total, stripe_event_id,
       invoice_id, org_id, description, effective_at, recorded_at, local_date, quarter, source_type, source_id, is_test,
       previous_hash, hash)
     VALUES (
       @factKey, @eventType, @revenueType, @exGstCents, @gstCents, @totalCents, @currency, @runningTotal, @stripeEventId,
       @invoiceId, @orgId, @description, @effectiveAt, @recordedAt, @localDate, @quarter, @sourceType, @sourceId, @isTest,
       @previousHash, @hash)`,
  );
  const page = db.prepare<[number], StoredRow>(`SELECT * FROM billing_ledger WHERE id > ? ORDER BY id LIMIT 2000`);
  return {
    has: (factKey) => has.get(factKey) !== undefined,
    append: (append) => {
      if (has.get(append.factKey) !== undefined) return null;
      const before = last.get();
      const entry = { ...append, recordedAt: now() };
      const counts = append.currency === homeCurrency && !append.isTest;
      const previousHash = before?.hash ?? genesisHash;
      const written = insert.run({
        ...entry,
        isTest: bit(append.isTest),
        runningTotal: (before?.running_total ?? 0) + (counts ? append.totalCents : 0),
        previousHash,
        hash: chainHash(sha256Hex, previousHash, entry),
      });
      return Number(written.lastInsertRowid);
    },
    verifyChain: () => {
      let previousHash: string = genesisHash;
      let rows = 0;
      for (let after = 0, found = page.all(after); found.length > 0; found = page.all(after)) {
        for (const row of found) {
          rows += 1;
          if (row.previous_hash !== previousHash || row.hash !== chainHash(sha256Hex, previousHash, entryOf(row))) return { rows, firstBrokenId: row.id };
          previousHash = row.hash;
          after = row.id;
        }
      }
      return { rows, firstBrokenId: null };
    },
  };
}

function entryOf(row: StoredRow): LedgerEntry {
  return {
    factKey: row.fact_key,
    eventType: row.event_type,
    revenueType: row.revenue_type,
    exGstCents: row.amount_ex_gst,
    gstCents: row.gst_amount,
    totalCents: row.amount_total,
    currency: row.currency,
    stripeEventId: row.stripe_event_id,
    invoiceId: row.invoice_id,
    orgId: row.org_id,
    description: row.description,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    sourceType: row.source_type,
    sourceId: row.source_id,
    isTest: row.is_test === 1,
    quarter: row.quarter,
  };
}
