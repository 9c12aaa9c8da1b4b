// The bookkeeper: approves, takes back, retries, abandons at random, and remembers every decision that the program acknowledged.
import { endingWhenHanging } from './endingWhenHanging.ts';
import { realmId, type World } from './world.ts';

/** What the person last decided, as acknowledged; `unsure`: the program died before it answered. */
export type Decision = 'none' | 'approved' | 'withdrawn' | 'abandoned' | 'unsure';

export interface Bookkeeper {
  act(): void;
  /** Presses Connect and agrees in QuickBooks. Waits. */
  connect(): Promise<void>;
  retryEverything(): void;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly remitted: ReadonlySet<string>;
  readonly counts: Readonly<Record<string, number>>;
}

interface Row {
  id: number;
  version: number;
  stripeId: string;
  status: string;
}

const kinds = { approve: 10, approveAll: 6, withdraw: 2, retry: 5, abandon: 1, stale: 1, preview: 1, reconcile: 2, check: 1, remit: 1, syncNow: 2, refreshSetup: 1, disconnect: 1, reconnect: 4, story: 1 } as const;

export function makeBookkeeper(world: World): Bookkeeper {
  const chance = world.chance.fork('bookkeeper');
  const decisions = new Map<string, Decision>();
  const remitted = new Set<string>();
  const counts: Record<string, number> = {};
  let clicks = 0;

  const rows = (...statuses: string[]): Row[] =>
    world.program.looking
      .prepare<[], Row>(`SELECT id, row_version AS version, stripe_invoice_id AS stripeId, qb_sync_status AS status FROM billing_invoices ORDER BY id`)
      .all()
      .filter((row) => statuses.length === 0 || statuses.includes(row.status));

  /** One command about several rows; the decision of each is remembered when it is acknowledged. */
  const decide = (operation: 'push.approve' | 'push.withdraw' | 'push.retry', chosen: readonly Row[], decision: Decision): void => {
    if (chosen.length === 0) return;
    clicks += 1;
    const key = `click ${world.seed} ${clicks}`;
    const before = new Map(chosen.map((row) => [row.stripeId, decisions.get(row.stripeId) ?? 'none']));
    for (const row of chosen) decisions.set(row.stripeId, 'unsure');
    const input = { items: chosen.map((row) => ({ invoiceId: row.id, expectedVersion: row.version })) };
    const acknowledge = (done: ReadonlySet<number>): void => {
      for (const row of chosen) decisions.set(row.stripeId, done.has(row.id) ? decision : (before.get(row.stripeId) ?? 'none'));
    };
    const send = (): void =>
      world.ask(operation, input, (response) => {
        if (response.ok) acknowledge(new Set((response.output as { done: number[] }).done));
        else if (response.error.code !== 'DISK_FULL') acknowledge(new Set());
      }, key);
    send();
    // A second click on the same button is the same intent.
    if (chance.percent(15)) send();
  };
  const some = (from: readonly Row[]): Row[] => from.filter(() => chance.percent(60));

  const acts: Record<keyof typeof kinds, () => void> = {
    approve: () => decide('push.approve', some(rows('awaiting_review')), 'approved'),
    approveAll: () => decide('push.approve', rows('awaiting_review'), 'approved'),
    withdraw: () => decide('push.withdraw', some(rows('approved')), 'withdrawn'),
    retry: () => decide('push.retry', some(rows('failed', 'payment_pending', 'abandoned')), 'approved'),
    stale: () => decide('push.approve', rows('awaiting_review').map((row) => ({ ...row, version: row.version + 1 })), 'approved'),
    abandon: () => {
      const row = rows('awaiting_review', 'failed')[0];
      if (row === undefined) return;
      decisions.set(row.stripeId, 'unsure');
      world.ask('push.abandon', { invoiceId: row.id, expectedVersion: row.version, reason: 'Entered by hand' }, (response) => {
        if (response.ok) decisions.set(row.stripeId, 'abandoned');
        else decisions.set(row.stripeId, row.status === 'awaiting_review' ? 'none' : 'unsure');
      });
    },
    preview: () => {
      const row = rows('awaiting_review', 'failed')[0];
      if (row !== undefined) world.ask('push.preview', { invoiceId: row.id });
    },
    reconcile: () => world.ask('push.reconcileNow', {}),
    check: () =>
      world.ask('books.check', {}, (response) => {
        const checks = response.ok ? (response.output as { checks: { id: string; ok: boolean; sentence: string }[] }).checks : [];
        // Facts and events may wait; nothing else may be wrong at any time.
        for (const check of checks) if (!check.ok && check.id !== 'facts' && check.id !== 'events') world.violate(`books.check: ${check.sentence}`);
      }),
    remit: () => {
      const quarter = world.program.looking.prepare<[], { quarter: string }>('SELECT quarter FROM gst_accrual ORDER BY quarter').get()?.quarter;
      if (quarter === undefined) return;
      world.ask('gst.markRemitted', { quarter }, (response) => {
        if (response.ok) remitted.add(quarter);
      });
    },
    syncNow: () => world.ask('sync.now', {}),
    refreshSetup: () => world.ask('quickbooks.refreshSetup', {}),
    disconnect: () => {
      if (chance.percent(40)) world.ask('quickbooks.disconnect', {});
    },
    reconnect: () => {
      const state = world.program.looking.prepare<[], { state: string }>('SELECT state FROM qb_connection').get()?.state;
      if (state !== 'connected') startConnecting(world);
    },
    story: () => {
      const row = rows()[0];
      if (row !== undefined) world.ask('invoices.get', { invoiceId: row.id });
    },
  };
  return {
    decisions,
    remitted,
    counts,
    act: () => {
      const kind = chance.weighted(kinds);
      counts[kind] = (counts[kind] ?? 0) + 1;
      world.note(`  bookkeeper: ${kind}`);
      acts[kind]();
    },
    connect: async () => {
      startConnecting(world);
      await world.settle();
    },
    retryEverything: () => decide('push.retry', rows('failed', 'payment_pending', 'abandoned').filter((row) => decisions.get(row.stripeId) !== 'abandoned'), 'approved'),
  };
}

/** Connect, agree on Intuit's page, come back with the code. */
function startConnecting(world: World): void {
  world.ask('quickbooks.connect', {}, (response) => {
    if (!response.ok) return;
    const { authorizeUrl } = response.output as { authorizeUrl: string };
    world.alongside(agree(world, authorizeUrl));
  });
}

async function agree(world: World, authorizeUrl: string): Promise<void> {
  const { life } = world.program;
  const leave = await world.turnstile.enter();
  let address: string | null = null;
  try {
    const gaveUp = new AbortController();
    const page = await endingWhenHanging(world, life, fetch(`${authorizeUrl}&realmId=${realmId}&auto=1`, { redirect: 'manual', signal: gaveUp.signal }), () => gaveUp.abort());
    address = page.headers.get('location');
  } catch {
    // The page did not load; the person gives up for now.
  } finally {
    leave();
  }
  if (address !== null && !life.isDead()) world.ask('quickbooks.callback', { address });
}
