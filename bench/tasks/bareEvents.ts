// Task: the same events, listed beforehand, through JSON.parse and bare inserts with their objects: the floor, one transaction each and a page in each.
import Database from 'better-sqlite3';
import { openBenchStore } from '../benchEngine.ts';
import { databaseFileIn } from '../benchPaths.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface BareEventsInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
}

interface EventPage {
  readonly data: readonly {
    readonly id: string;
    readonly type: string;
    readonly created: number;
    readonly data: { readonly object: { readonly id?: string; readonly object: string } };
  }[];
  readonly has_more: boolean;
}

export interface BareEventsOutcome {
  readonly events: number;
  /** Listed over HTTP, parsed, inserted, one transaction each. */
  readonly overHttpMs: number;
  /** Parsed and inserted only. */
  readonly oneByOneMs: number;
  readonly inPagesMs: number;
}

export async function task({ folder, vendors }: BareEventsInput): Promise<BareEventsOutcome> {
  openBenchStore(folder).close();
  const db = new Database(databaseFileIn(folder));
  for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -65536']) db.pragma(setting);
  const event = db.prepare(
    `INSERT OR IGNORE INTO stripe_events (id, type, created_at, object_type, object_id, received_by, received_at, result) VALUES (?, ?, ?, ?, ?, 'poll', ?, 'applied')`,
  );
  const object = db.prepare(
    'INSERT OR REPLACE INTO stripe_objects (id, type, api_version, fetched_at, json) VALUES (?, ?, ?, ?, ?)',
  );
  const now = new Date().toISOString();
  const write = db.transaction((one: EventPage['data'][number]) => {
    const about = one.data.object;
    event.run(one.id, one.type, new Date(one.created * 1000).toISOString(), about.object, about.id ?? null, now);
    object.run(about.id ?? one.id, about.object, 'bare', now, JSON.stringify(about));
  });
  const empty = db.transaction(() => db.exec('DELETE FROM stripe_events; DELETE FROM stripe_objects;'));
  const texts: string[] = [];
  let events = 0;
  let after = '';
  const startedMs = performance.now();
  for (;;) {
    const response = await fetch(`${vendors.stripeUrl}/v1/events?limit=100${after}`, {
      headers: { authorization: `Bearer ${vendors.stripeApiKey}` },
    });
    const text = await response.text();
    texts.push(text);
    const page = JSON.parse(text) as EventPage;
    for (const one of page.data) write.immediate(one);
    events += page.data.length;
    const last = page.data.at(-1);
    if (!page.has_more || last === undefined) break;
    after = `&starting_after=${last.id}`;
  }
  const overHttpMs = performance.now() - startedMs;
  const again = (writePage: (page: EventPage['data']) => void): number => {
    empty();
    const begunMs = performance.now();
    for (const text of texts) writePage((JSON.parse(text) as EventPage).data);
    return performance.now() - begunMs;
  };
  const oneByOneMs = again((page) => page.forEach((one) => write.immediate(one)));
  const inPagesMs = again((page) => db.transaction(() => page.forEach((one) => write(one))).immediate());
  db.close();
  return { events, overHttpMs, oneByOneMs, inPagesMs };
}
