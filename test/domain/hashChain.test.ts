// The ledger's chain: any change of any field, and any reordering, shows.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, genesisHash, ledgerRowText, type LedgerEntry } from '../../src/domain/hashChain.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const row: LedgerEntry = {
  factKey: 'in_1 paid',
  eventType: 'subscription_payment',
  revenueType: 'subscription',
  exGstCents: 36273,
  gstCents: 3627,
  totalCents: 39900,
  currency: 'aud',
  stripeEventId: 'evt_1',
  invoiceId: 1,
  orgId: 'org_1',
  description: 'RTOpacks Essential — monthly subscription, 1 seat, April 2026',
  effectiveAt: '2026-04-01T00:00:00.000Z',
  recordedAt: '2026-04-01T00:02:00.000Z',
  sourceType: 'invoice',
  sourceId: 'in_1',
  isTest: false,
  quarter: '2026-Q4',
};

const text = fc.string({ unit: 'binary', maxLength: 12 });
const anyRow: fc.Arbitrary<LedgerEntry> = fc.record({
  factKey: text,
  eventType: text,
  revenueType: fc.constantFrom('subscription', 'one_off_purchase', null),
  exGstCents: fc.integer(),
  gstCents: fc.integer(),
  totalCents: fc.integer(),
  currency: text,
  stripeEventId: fc.option(text),
  invoiceId: fc.option(fc.nat()),
  orgId: fc.option(text),
  description: text,
  effectiveAt: text,
  recordedAt: text,
  sourceType: fc.option(text),
  sourceId: fc.option(text),
  isTest: fc.boolean(),
  quarter: text,
});

function hashesOf(rows: readonly LedgerEntry[]): string[] {
  let previous = genesisHash;
  return rows.map((entry) => (previous = chainHash(sha256Hex, previous, entry)));
}

describe('the hash chain', () => {
  it('is pinned: a ledger written today verifies for ever', () => {
    expect(ledgerRowText(row)).toBe(
      '["ledger-row-1","in_1 paid","subscription_payment","subscription",36273,3627,39900,"aud","evt_1",1,"org_1","RTOpacks Essential — monthly subscription, 1 seat, April 2026","2026-04-01T00:00:00.000Z","2026-04-01T00:02:00.000Z","invoice","in_1",false,"2026-Q4"]',
    );
    expect(chainHash(sha256Hex, genesisHash, row)).toBe(sha256Hex(`${'0'.repeat(64)}\n${ledgerRowText(row)}`));
  });

  it('covers every field: two rows that differ anywhere have different texts', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        for (const key of Object.keys(a) as (keyof LedgerEntry)[]) {
          const changed = { ...a, [key]: b[key] };
          expect([key, ledgerRowText(changed) === ledgerRowText(a)]).toEqual([key, Object.is(a[key], b[key])]);
        }
      }),
    );
  });

  it('keeps fields apart: text that moves over a border changes it, null is not the word null', () => {
    expect(ledgerRowText({ ...row, factKey: 'a","b', eventType: '' })).not.toBe(
      ledgerRowText({ ...row, factKey: 'a', eventType: 'b' }),
    );
    expect(ledgerRowText({ ...row, orgId: null })).not.toBe(ledgerRowText({ ...row, orgId: 'null' }));
    expect(sha256Hex(ledgerRowText({ ...row, description: '\uD800' }))).not.toBe(
      sha256Hex(ledgerRowText({ ...row, description: '\uFFFD' })),
    );
  });

  it('shows a change, a removal, an insertion and a swap from that row on', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyRow, { minLength: 3, maxLength: 8, selector: ledgerRowText }),
        fc.nat(),
        (rows, at) => {
          const index = at % (rows.length - 1);
          const original = hashesOf(rows);
          const victim = rows[index];
          if (victim === undefined) throw new Error('no row');
          const tampered = [
            rows.with(index, { ...victim, totalCents: victim.totalCents + 1 }),
            rows.toSpliced(index, 1),
            rows.toSpliced(index, 0, { ...victim, factKey: `${victim.factKey}!` }),
            rows.with(index, rows[index + 1] ?? victim).with(index + 1, victim),
          ];
          for (const other of tampered) {
            const hashes = hashesOf(other);
            for (let position = index; position < Math.min(hashes.length, original.length); position += 1)
              expect(hashes[position]).not.toBe(original[position]);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
