// Invariant 12: a mirror built from nothing, from Stripe and QuickBooks alone, gives the same facts, amounts, numbers and links.
import path from 'node:path';
import type { Bookkeeper } from '../bookkeeper.ts';
import type { Tampering } from '../tampering.ts';
import type { World } from '../world.ts';

/** How long Stripe keeps events. */
const eventsKeptMs = 30 * 24 * 3600_000;

interface Books {
  readonly facts: Map<string, string>;
  /** Losses of disputes whose events are gone, with their quarters: nothing but the deadline tells of their day any more. */
  readonly forgottenLosses: Map<string, string>;
  /** Quarters of the losses of disputes. */
  readonly losses: Map<string, string>;
  readonly gst: Map<string, string>;
  readonly numbers: Map<string, string>;
  readonly synced: Set<string>;
}

function booksOf(world: World): Books {
  const { looking } = world.program;
  const pairs = (sql: string): Map<string, string> => new Map(looking.prepare<[], { key: string; value: string }>(sql).all().map(({ key, value }) => [key, value]));
  return {
    forgottenLosses: pairs(`SELECT fact_key AS key, quarter AS value FROM billing_ledger WHERE event_type = 'dispute_lost' AND effective_at < '${new Date(world.time.clock.nowMs() - eventsKeptMs).toISOString()}'`),
    // Stripe's object does not say when a dispute was lost; only its event did, to the second.
    facts: pairs(`SELECT fact_key AS key, amount_total || ' ' || gst_amount || ' ' || IIF(event_type = 'dispute_lost', '', quarter || ' ' || effective_at) || ' ' || is_test || ' ' || revenue_type AS value FROM billing_ledger WHERE amount_total <> 0 OR gst_amount <> 0`),
    gst: pairs(`SELECT quarter AS key, gst_collected || ' ' || gst_refunded || ' ' || invoice_count AS value FROM gst_accrual WHERE gst_collected <> 0 OR gst_refunded <> 0`),
    losses: pairs(`SELECT fact_key AS key, quarter AS value FROM billing_ledger WHERE event_type = 'dispute_lost'`),
    numbers: pairs('SELECT stripe_invoice_id AS key, invoice_number AS value FROM billing_invoices WHERE invoice_number IS NOT NULL'),
    synced: new Set(looking.prepare<[], { number: string }>(`SELECT invoice_number AS number FROM billing_invoices WHERE qb_sync_status = 'synced'`).all().map(({ number }) => number)),
  };
}

/** Loses the local database and builds it again; the keychain stays. `live` lets time pass. */
export async function checkRebuild(world: World, bookkeeper: Bookkeeper, tampering: Tampering, live: () => Promise<void>): Promise<void> {
  const before = booksOf(world);
  await world.stop();
  world.disruptions.bootFile = path.join(world.folder, 'rebuilt.sqlite');
  world.note('the local database is lost and built again');
  await world.boot();
  await world.settle();
  await bookkeeper.connect();
  await live();
  if (world.violations.length > 0) return;
  const after = booksOf(world);
  // Business goes on meanwhile: what is new is no fault, what was there must be there again.
  for (const what of ['facts', 'numbers'] as const) {
    for (const [key, value] of before[what]) if (after[what].get(key) !== value) world.violate(`rebuilt, ${what} of ${key} are ${after[what].get(key) ?? 'missing'}; they were ${value}`);
  }
  const moved = [...before.losses].filter(([key, quarter]) => after.losses.get(key) !== quarter);
  for (const [key, quarter] of moved) if (!before.forgottenLosses.has(key)) world.violate(`rebuilt, ${key} is in ${after.losses.get(key) ?? 'no quarter'}; it was in ${quarter}`);
  if (after.facts.size === before.facts.size && moved.length === 0) {
    for (const [key, value] of before.gst) if (after.gst.get(key) !== value) world.violate(`rebuilt, GST of ${key} is ${after.gst.get(key) ?? 'missing'}; it was ${value}`);
  }
  for (const number of before.synced) if (!after.synced.has(number) && !tampering.touchedNumbers.has(number)) world.violate(`rebuilt, ${number} is no longer linked to QuickBooks`);
}
