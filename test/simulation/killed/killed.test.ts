// Harness B: the engine in a process of its own, killed with SIGKILL through ingest, approval and push, started again, and checked.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/openDatabase.ts';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import type { RpcResponse } from '../../../src/contract/rpc.ts';
import { startQuickBooksSimulator, type QuickBooksSimulator } from '../../../src/simulators/quickbooks/server.ts';
import { startStripeSimulator, type StripeSimulator } from '../../../src/simulators/stripe/server.ts';
import { makeCatalogue, newPayment } from '../../engine/catalogue.ts';
import { gstCents } from '../invariants/australianBooks.ts';
import { seededChance, type Chance } from '../seededChance.ts';
import type { ProcessOrder } from './engineProcess.ts';

const kills = Number(process.env['SIMULATION_KILLS'] ?? 15);
const realmId = '9130350000000001';
const app = { clientId: 'killed-client-id', clientSecret: 'killed-client-secret', redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback' };

interface Row {
  readonly id: number;
  readonly version: number;
  readonly number: string;
  readonly stripeId: string;
  readonly status: string;
  readonly total: number;
}

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean();
  cleanUp = [];
});

function rowsOf(file: string): Row[] {
  if (!existsSync(file)) return [];
  const looking = new Database(file, { readonly: true });
  try {
    return looking.prepare<[], Row>(`SELECT id, row_version AS version, invoice_number AS number, stripe_invoice_id AS stripeId, qb_sync_status AS status, amount_total AS total FROM billing_invoices`).all();
  } catch {
    // Killed before its first migration had ended.
    return [];
  } finally {
    looking.close();
  }
}

/** One life of the process; ends by its own death. */
class Life {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  readonly #answers = new Map<number, (response: RpcResponse | null) => void>();
  #asked = 0;
  hasEnded = false;

  constructor(order: ProcessOrder) {
    this.child = fork(new URL('engineProcess.ts', import.meta.url), { execArgv: [], silent: false });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => {
        this.hasEnded = true;
        for (const answer of this.#answers.values()) answer(null);
        resolve();
      });
    });
    this.child.on('message', ({ id, response }: { id: number; response: RpcResponse | null }) => {
      this.#answers.get(id)?.(response);
      this.#answers.delete(id);
    });
    this.child.on('error', () => undefined);
    this.child.send(order);
  }

  started(): Promise<RpcResponse | null> {
    return this.#answer(0);
  }

  ask(operation: string, input: unknown): Promise<RpcResponse | null> {
    if (this.hasEnded) return Promise.resolve(null);
    this.#asked += 1;
    const answer = this.#answer(this.#asked);
    this.child.send({ id: this.#asked, operation, input }, () => undefined);
    return answer;
  }

  #answer(id: number): Promise<RpcResponse | null> {
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
    });
  }

  kill(): Promise<void> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

const approveAll = async (life: Life, file: string): Promise<void> => {
  const items = rowsOf(file).filter((row) => row.status === 'awaiting_review').map((row) => ({ invoiceId: row.id, expectedVersion: row.version }));
  if (items.length > 0) await life.ask('push.approve', { items });
};

/** Approves what arrives until everything is synced or the process is dead; each round waits for an answer of the program. */
async function work(life: Life, file: string, invoices: number): Promise<boolean> {
  for (let round = 0; round < 2000 && !life.hasEnded; round += 1) {
    await life.ask('sync.now', {});
    await approveAll(life, file);
    if (rowsOf(file).filter((row) => row.status === 'synced').length === invoices) return true;
    await life.ask('status.get', {});
  }
  return false;
}

function check(file: string, stripe: StripeSimulator, quickBooks: QuickBooksSimulator): void {
  for (const entity of ['Invoice', 'Payment'] as const) {
    const numbers = quickBooks.store.list(realmId, entity).map((body) => String(body[entity === 'Invoice' ? 'DocNumber' : 'PaymentRefNum']));
    expect({ entity, different: new Set(numbers).size }).toEqual({ entity, different: numbers.length });
  }
  const rows = rowsOf(file);
  const numbers = rows.map((row) => row.number).filter((number) => number !== null);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const row of rows.filter((each) => each.status === 'synced')) {
    const invoice = quickBooks.store.list(realmId, 'Invoice').find((body) => body['DocNumber'] === row.number);
    expect(invoice).toMatchObject({ Balance: 0, TotalAmt: row.total / 100 });
    expect(stripe.find('invoice', row.stripeId)?.total).toBe(row.total);
  }
  if (rows.length === 0) return;
  const store = openStore({ file, backupsFolder: `${file}-backups`, migrationsFolder: path.resolve('resources/migrations'), clock: { nowMs: () => 0 }, sha256Hex });
  try {
    expect(store.integrity()).toBe(true);
    expect(store.ledger.verifyChain().firstBrokenId).toBeNull();
    expect(store.gst.differencesFromLedger('aud')).toEqual([]);
  } finally {
    store.close();
  }
}

async function startVendors(chance: Chance): Promise<{ stripe: StripeSimulator; quickBooks: QuickBooksSimulator; order: Omit<ProcessOrder, 'killAtWrite'>; file: string }> {
  const clock = { nowMs: () => Date.now() };
  const stripe = await startStripeSimulator({ seed: chance.int(1000), clock });
  const quickBooks = await startQuickBooksSimulator({ seed: 5, clock, companies: [{ realmId, companyName: 'RTOpacks Pty Ltd' }], oauthClients: [{ clientId: app.clientId, clientSecret: app.clientSecret, redirectUris: [app.redirectUri] }], rateLimits: { enabled: false } });
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-killed-'));
  cleanUp.push(async () => {
    await stripe.close();
    await quickBooks.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { refreshToken } = quickBooks.issueTokens(realmId, app.clientId);
  writeFileSync(path.join(folder, 'keychain.json'), JSON.stringify({ 'stripe.key': stripe.apiKey, 'quickbooks.clientSecret': app.clientSecret, 'quickbooks.refreshToken': refreshToken }));
  return { stripe, quickBooks, file: path.join(folder, 'tieout.sqlite'), order: { folder, stripeUrl: stripe.url, quickBooksUrl: quickBooks.apiUrl, realmId, clientId: app.clientId, redirectUri: app.redirectUri } };
}

describe('a killed process', () => {
  it(`goes on after ${kills} deaths as if nothing had happened`, async () => {
    const chance = seededChance('killed');
    const { stripe, quickBooks, order, file } = await startVendors(chance);
    makeCatalogue(stripe);
    let invoices = 0;
    let diedByItself = 0;
    for (let death = 1; death <= kills; death += 1) {
      newPayment(stripe, chance.pick(['essential', 'pro']), { name: `Client ${death} Training`, orgId: `org-${death}` });
      invoices += 1;
      // Most die at one of their writes, the others whenever it hits them.
      const killAtWrite = chance.percent(75) ? chance.int(150) : null;
      const life = new Life({ ...order, killAtWrite });
      await Promise.race([life.started(), life.ended]);
      const isDone = killAtWrite === null ? Promise.race([work(life, file, invoices), new Promise((resolve) => setTimeout(resolve, chance.int(300)))]) : work(life, file, invoices);
      await Promise.race([isDone, life.ended]);
      diedByItself += life.hasEnded ? 1 : 0;
      await life.kill();
      check(file, stripe, quickBooks);
    }
    // Else the writes were not where the deaths were meant to be.
    expect(diedByItself).toBeGreaterThanOrEqual(Math.floor(kills / 3));
    const last = new Life({ ...order, killAtWrite: null });
    await last.started();
    expect(await work(last, file, invoices)).toBe(true);
    await last.kill();
    check(file, stripe, quickBooks);
    const looking = new Database(file, { readonly: true });
    const net = looking.prepare<[], { gst: number }>('SELECT SUM(gst_net) AS gst FROM gst_accrual').get()?.gst;
    looking.close();
    expect(net).toBe(stripe.all('invoice').reduce((sum, invoice) => sum + gstCents(invoice.total), 0));
    expect(quickBooks.store.list(realmId, 'Invoice')).toHaveLength(invoices);
  }, 240_000);

  it('writes with synchronous = FULL on every connection, the first and those after', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tieout-synchronous-'));
    cleanUp.push(async () => rmSync(folder, { recursive: true, force: true }));
    for (let opened = 0; opened < 3; opened += 1) {
      const database = openDatabase(path.join(folder, 'tieout.sqlite'));
      expect(database.pragma('synchronous', { simple: true })).toBe(2);
      database.exec(`CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (${opened})`);
      database.close();
    }
  });
});
