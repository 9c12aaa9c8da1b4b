// After the faults have stopped: nothing is stuck, everything approved is synced or waits for a person with a reason.
import type { Bookkeeper } from '../bookkeeper.ts';
import type { Tampering } from '../tampering.ts';
import type { World } from '../world.ts';

interface QueueRow {
  readonly id: number;
  readonly number: string;
  readonly stripeId: string;
  readonly status: string;
  readonly error: string | null;
  readonly code: string | null;
}

const queueSql = `
  SELECT i.id, i.invoice_number AS number, i.stripe_invoice_id AS stripeId, i.qb_sync_status AS status, i.qb_sync_error AS error,
         (SELECT error_code FROM push_attempts a WHERE a.invoice_id = i.id ORDER BY attempt DESC LIMIT 1) AS code
  FROM billing_invoices i WHERE i.qb_sync_status NOT IN ('not_applicable', 'awaiting_review', 'synced')`;

/** Without a person: what still moves must have ended, one way or the other. */
export function checkCameToRest(world: World, bookkeeper: Bookkeeper): void {
  const { looking, store } = world.program;
  const waiting = looking.prepare<[], { type: string; id: string }>('SELECT type, object_id AS id FROM stripe_events WHERE result IS NULL').all();
  for (const event of waiting.slice(0, 3)) world.violate(`an event was never applied: ${event.type} of ${event.id}`);
  const facts = looking.prepare<[], { kind: string; source_id: string }>('SELECT kind, source_id FROM fact_queue').all();
  for (const fact of facts.slice(0, 3)) world.violate(`a fact was never written: ${fact.kind} of ${fact.source_id}`);
  const running = looking.prepare<[], { unique_key: string; state: string }>(`SELECT unique_key, state FROM jobs WHERE state = 'running'`).all();
  for (const job of running) world.violate(`a job runs for ever: ${job.unique_key}`);
  for (const attempt of store.push.runningAttempts()) world.violate(`attempt ${attempt.id} runs for ever`);
  for (const row of looking.prepare<[], QueueRow>(queueSql).all()) {
    const job = store.jobs.byKey(`push ${row.id}`);
    // A lapsed subscription holds the whole queue until a person renews it.
    if (row.status === 'approved' && row.code === 'QB_READ_ONLY' && job?.state === 'waiting_for_reconnect') continue;
    if (row.status === 'approved' || row.status === 'pushing') world.violate(`${row.number} is stuck: ${row.status}, ${row.error ?? 'no reason given'}, job ${JSON.stringify(job ?? null)}`);
    else if (row.error === null && bookkeeper.decisions.get(row.stripeId) !== 'abandoned') world.violate(`${row.number} is ${row.status} without a reason`);
  }
}

/** Reasons that only a person can settle, for documents or names that a person touched. */
const personsReasons = new Set(['QB_DUPLICATE_NUMBER', 'QB_READBACK_DIFFERS', 'QB_LOCKED', 'QB_VALIDATION', 'QB_ROUNDING', 'QB_DUPLICATE_NAME', 'QB_REJECTED', 'PUSH_DATA_INCOMPLETE']);

/** After a person has mended what the program named and pressed Retry: only what was touched by hand may still fail. */
export function checkAllSynced(world: World, bookkeeper: Bookkeeper, tampering: Tampering): void {
  for (const row of world.program.looking.prepare<[], QueueRow>(queueSql).all()) {
    if (bookkeeper.decisions.get(row.stripeId) === 'abandoned') continue;
    const isTouched = tampering.touchedNumbers.has(row.number) || tampering.isByHand(row.number);
    if (isTouched && row.code !== null && personsReasons.has(row.code)) continue;
    if (row.code === 'QB_ROUNDING' || row.code === 'PUSH_DATA_INCOMPLETE') continue;
    world.violate(`${row.number} is not synced although nothing is wrong any more: ${row.status}, ${row.code ?? 'no code'}, ${row.error ?? 'no reason'}`);
  }
}
