// The database file itself: its settings on every connection, migrations, refusals, and what its triggers forbid.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { openDatabase } from '../../../src/adapters/sqlite/openDatabase.ts';
import { migrate, readMigrations } from '../../../src/adapters/sqlite/migrate.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import { sqliteFailure } from '../../../src/adapters/sqlite/sqliteFailure.ts';
import type { LedgerAppend } from '../../../src/engine/ports/records.ts';
import type { Store } from '../../../src/engine/ports/store.ts';

let folder = '';
let nowMs = Date.parse('2026-04-17T02:00:00.000Z');
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tieout-store-'));
  nowMs = Date.parse('2026-04-17T02:00:00.000Z');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, 'tieout.sqlite');
const open = (migrationsFolder = path.resolve('resources/migrations')): Store =>
  openStore({ file: file(), backupsFolder: path.join(folder, 'backups'), migrationsFolder, clock: { nowMs: () => nowMs }, sha256Hex });
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
};

const sale = (factKey: string, totalCents = 39_900): LedgerAppend => ({
  factKey, eventType: 'subscription_payment', revenueType: 'subscription', exGstCents: totalCents - 3_627, gstCents: 3_627, totalCents, currency: 'aud',
  stripeEventId: null, invoiceId: null, orgId: null, description: 'A sale', effectiveAt: '2026-04-17T02:00:00.000Z', sourceType: 'invoice', sourceId: 'in_1',
  isTest: false, localDate: '2026-04-17', quarter: '2026-Q4',
});

describe('the file', () => {
  it('keeps its settings when it is opened again: FULL is read back as FULL', () => {
    open().close();
    const database = openDatabase(file());
    const read = (name: string): unknown => database.pragma(name, { simple: true });
    expect({ sync: read('synchronous'), journal: read('journal_mode'), keys: read('foreign_keys'), triggers: read('recursive_triggers'), trusted: read('trusted_schema') }).toEqual({ sync: 2, journal: 'wal', keys: 1, triggers: 1, trusted: 0 });
    database.close();
  });

  it('refuses a newer database and changes nothing', () => {
    open().close();
    const database = new Database(file());
    database.pragma('user_version = 9990');
    database.close();
    const before = readFileSync(file());
    expect(codeOf(() => open())).toBe('DB_NEWER');
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it("refuses another program's database, whatever is in it", () => {
    const database = new Database(file());
    database.exec("CREATE TABLE notes (text TEXT); CREATE VIEW billing_invoices AS SELECT * FROM notes; CREATE TRIGGER boom AFTER INSERT ON notes BEGIN DELETE FROM notes; END; INSERT INTO notes VALUES ('x')");
    database.close();
    expect(codeOf(() => open())).toBe('DB_FOREIGN');
  });

  it('refuses a damaged file', () => {
    const store = open();
    for (let index = 0; index < 500; index += 1) store.log.append({ source: 'program', kind: 'test', result: 'ok', summary: `row ${index}`.padEnd(200, '.') });
    store.close();
    const bytes = readFileSync(file());
    bytes.fill(0x5a, 4096 * 3, 4096 * 9);
    writeFileSync(file(), bytes);
    expect(codeOf(() => open())).toBe('DB_CORRUPT');
    writeFileSync(file(), 'this is no database at all, but a text of some length');
    expect(codeOf(() => open())).toBe('DB_CORRUPT');
  });

  it('backs up before the first pending migration, and applies each once', () => {
    const newer = path.join(folder, 'migrations');
    mkdirSync(newer);
    for (const name of readdirSync('resources/migrations')) writeFileSync(path.join(newer, name), readFileSync(path.join('resources/migrations', name)));
    writeFileSync(path.join(newer, '9000_later.sql'), '-- Why: a test.\nCREATE TABLE later (id INTEGER) STRICT;');
    const first = open();
    first.ledger.append(sale('in_1 paid'));
    first.close();
    const second = open(newer);
    expect(readdirSync(path.join(folder, 'backups'))).toHaveLength(1);
    expect(second.ledger.has('in_1 paid')).toBe(true);
    second.close();
    open(newer).close();
    expect(readdirSync(path.join(folder, 'backups'))).toHaveLength(1);
  });

  /** The shipped migrations without those of these numbers, and with these of the test's own. */
  function folderOf(name: string, without: readonly string[], own: Readonly<Record<string, string>> = {}): string {
    const made = path.join(folder, name);
    mkdirSync(made);
    for (const shipped of readdirSync('resources/migrations')) if (!without.includes(shipped.slice(0, 4))) writeFileSync(path.join(made, shipped), readFileSync(path.join('resources/migrations', shipped)));
    for (const [file_, sql] of Object.entries(own)) writeFileSync(path.join(made, file_), sql);
    return made;
  }

  it('applies what landed later with a lower number, after a backup, and restores such a backup', () => {
    const between = folderOf('between', ['0160', '0180']);
    const history = new Database(file());
    history.pragma('application_id = 0x544f5554');
    history.pragma('foreign_keys = ON');
    migrate(history, readMigrations(between), { nowIso: '2026-01-01T00:00:00.000Z', backup: () => undefined });
    expect(history.pragma('user_version', { simple: true })).toBe(readMigrations('resources/migrations').at(-1)?.number);
    history.close();
    const store = open();
    expect(store.drift.count(['open'])).toBe(0);
    expect(readdirSync(path.join(folder, 'backups'))).toHaveLength(1);
    store.ledger.append(sale('in_1 paid'));
    const backup = store.backup('manual');
    expect(store.backups.inspect(backup)).toBeDefined();
    // The one from before, too: its own history says what it is made of.
    const [before] = store.backups.list().filter(({ kind }) => kind === 'before-migration');
    expect(store.backups.inspect(before?.file ?? '')).toBeDefined();
    store.close();
    open().close();
    expect(readdirSync(path.join(folder, 'backups'))).toHaveLength(2);
  });

  it('says plainly which one can not be applied, and changes nothing, not even by those before it', () => {
    open().close();
    const later = folderOf('later', [], { '0205_fine.sql': '-- Why: a test.\nCREATE TABLE fine (id INTEGER) STRICT;', '0207_late.sql': '-- Why: a test.\nCREATE TABLE jobs (id INTEGER) STRICT;' });
    expect(() => open(later)).toThrow(expect.objectContaining({ code: 'DB_NOT_MIGRATED', detail: '0207_late.sql: table jobs already exists' }));
    const database = new Database(file(), { readonly: true });
    expect(database.prepare("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'fine'").get()).toEqual({ n: 0 });
    expect(database.prepare('SELECT COUNT(*) AS n FROM schema_migrations WHERE number IN (205, 207)').get()).toEqual({ n: 0 });
    database.close();
    open().close();
  });

  it.each([
    ['a number that is not known', `INSERT INTO schema_migrations VALUES (15, '0015_x.sql', 'x', '2026-01-01T00:00:00.000Z')`],
    ['another text under a known number', `UPDATE schema_migrations SET sha256 = 'x' WHERE number = 160`],
    ['no history at all', 'DROP TABLE schema_migrations'],
    ['a view in its place', `DROP TABLE schema_migrations; CREATE VIEW schema_migrations AS WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n) SELECT number, '' AS sha256, '' AS applied_at FROM n`],
  ])('refuses a history with %s', (_what, sql) => {
    open().close();
    const database = new Database(file());
    database.exec(sql);
    database.close();
    expect(codeOf(() => open())).toBe('DB_FOREIGN');
  });

  it('keeps every attempt and its steps when documents besides invoices come to share their tables', () => {
    const before = readMigrations('resources/migrations').filter((migration) => migration.number < 120);
    const database = new Database(file());
    database.pragma('foreign_keys = ON');
    migrate(database, before, { nowIso: '2026-01-01T00:00:00.000Z', backup: () => undefined });
    const invoice = `INSERT INTO billing_invoices (id, client_name, description, amount_ex_gst, gst_amount, amount_total, amount_paid, currency, status, issued_at, local_date, stripe_invoice_id, revenue_type, created_at, updated_at)
      VALUES (7, 'A', 'B', 1, 0, 1, 1, 'aud', 'paid', '2026-01-01T00:00:00.000Z', '2026-01-01', 'in_1', 'subscription', '', '')`;
    database.exec(`${invoice};
      INSERT INTO push_attempts (id, invoice_id, attempt, realm_id, state, started_at, error_code) VALUES (3, 7, 1, 'r', 'failed', 'a', 'X'), (4, 7, 2, 'r', 'synced', 'b', NULL);
      INSERT INTO push_steps (id, attempt_id, step, name, state, request_id, evidence, started_at) VALUES (9, 4, 5, 'invoice_readback', 'done', 'q', '[["Total","1"]]', 'c')`);
    migrate(database, readMigrations('resources/migrations'), { nowIso: '2026-01-02T00:00:00.000Z', backup: () => undefined });
    expect(database.prepare('SELECT id, invoice_id, document_id, attempt, state, error_code FROM push_attempts ORDER BY id').all()).toEqual([
      { id: 3, invoice_id: 7, document_id: null, attempt: 1, state: 'failed', error_code: 'X' },
      { id: 4, invoice_id: 7, document_id: null, attempt: 2, state: 'synced', error_code: null },
    ]);
    expect(database.prepare('SELECT id, attempt_id, step, request_id, evidence FROM push_steps').all()).toEqual([{ id: 9, attempt_id: 4, step: 5, request_id: 'q', evidence: '[["Total","1"]]' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(() => database.prepare(`INSERT INTO push_steps (attempt_id, step, name, state, started_at) VALUES (99, 1, 'x', 'done', 'd')`).run()).toThrow(/FOREIGN KEY/);
    database.close();
  });

  it('leaves the database as it was when a migration fails half-way', () => {
    open().close();
    const broken = path.join(folder, 'migrations');
    mkdirSync(broken);
    for (const name of readdirSync('resources/migrations')) writeFileSync(path.join(broken, name), readFileSync(path.join('resources/migrations', name)));
    writeFileSync(path.join(broken, '9000_broken.sql'), '-- Why: a test.\nCREATE TABLE half (id INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);');
    expect(() => open(broken)).toThrow(expect.objectContaining({ code: 'DB_NOT_MIGRATED', detail: '9000_broken.sql: no such table: nowhere' }));
    const store = open();
    expect(store.integrity()).toBe(true);
    store.close();
    const database = new Database(file(), { readonly: true });
    expect(database.prepare("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'half'").get()).toEqual({ n: 0 });
    database.close();
  });

  it.each([
    ['SQLITE_FULL', 'DISK_FULL'],
    ['SQLITE_CORRUPT_VTAB', 'DB_CORRUPT'],
    ['SQLITE_NOTADB', 'DB_CORRUPT'],
    ['SQLITE_IOERR_FSYNC', 'DB_UNREACHABLE'],
    ['SQLITE_CANTOPEN', 'DB_UNREACHABLE'],
    ['SQLITE_BUSY', 'DB_BUSY'],
    ['ENOSPC', 'DISK_FULL'],
  ])('%s is %s', (code, expected) => {
    expect(sqliteFailure(Object.assign(new Error('x'), { code }))?.code).toBe(expected);
  });

  it('takes nothing else for a failure of the disk', () => {
    expect(sqliteFailure(new TypeError('a mistake'))).toBeUndefined();
    expect(sqliteFailure(Object.assign(new Error('x'), { code: 'SQLITE_CONSTRAINT_UNIQUE' }))).toBeUndefined();
  });
});

describe('the ledger', () => {
  const changes: readonly string[] = [
    'UPDATE billing_ledger SET amount_total = 1, amount_ex_gst = 1, gst_amount = 0',
    "UPDATE billing_ledger SET description = 'nothing to see'",
    'DELETE FROM billing_ledger',
    'INSERT OR REPLACE INTO billing_ledger SELECT * FROM billing_ledger',
    "INSERT INTO billing_ledger SELECT * FROM billing_ledger WHERE true ON CONFLICT (id) DO UPDATE SET description = 'changed'",
  ];
  it.each(changes)('refuses %s', (sql) => {
    const store = open();
    store.ledger.append(sale('in_1 paid'));
    store.close();
    const database = openDatabase(file());
    expect(() => database.exec(sql)).toThrow(/append-only/);
    database.close();
  });

  it('writes a fact once, chains every row, and shows which one was altered', () => {
    const store = open();
    expect(store.ledger.append(sale('in_1 paid'))).toBe(1);
    expect(store.ledger.append(sale('in_1 paid', 1))).toBeNull();
    for (let index = 2; index <= 50; index += 1) store.ledger.append(sale(`in_${index} paid`));
    expect(store.ledger.verifyChain()).toEqual({ rows: 50, firstBrokenId: null });
    store.close();
    const database = new Database(file());
    database.exec("DROP TRIGGER billing_ledger_no_update; UPDATE billing_ledger SET amount_total = amount_total + 1, amount_ex_gst = amount_ex_gst + 1 WHERE id = 17");
    database.close();
    const again = open();
    expect(again.ledger.verifyChain().firstBrokenId).toBe(17);
    again.close();
  });

  it('never lets the number sequence fall', () => {
    const store = open();
    store.invoices.ensureSequenceAtLeast(41);
    store.invoices.ensureSequenceAtLeast(7);
    expect(store.invoices.nextSequence()).toBe(42);
    store.close();
    const database = openDatabase(file());
    expect(() => database.exec('UPDATE billing_invoice_sequence SET last_number = 3')).toThrow(/never given out twice/);
    database.close();
  });

  it('rolls a whole transaction back, nested or not', () => {
    const store = open();
    expect(() =>
      store.transaction(() => {
        store.ledger.append(sale('in_1 paid'));
        store.transaction(() => store.ledger.append(sale('in_2 paid')));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.ledger.verifyChain().rows).toBe(0);
    store.close();
  });
});

describe('jobs', () => {
  const poll = { kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} } as const;

  it('are one per key; what is asked for while one runs runs once more after it', () => {
    const store = open();
    store.jobs.enqueue(poll);
    store.jobs.enqueue(poll);
    const taken = store.jobs.take('stripe');
    expect(taken?.state).toBe('running');
    expect(store.jobs.take('stripe')).toBeUndefined();
    store.jobs.enqueue(poll);
    expect(store.jobs.take('stripe')).toBeUndefined();
    store.jobs.finish(taken?.id ?? 0, { state: 'done', lastCode: null });
    const again = store.jobs.take('stripe');
    expect(again?.id).toBe(taken?.id);
    store.jobs.finish(again?.id ?? 0, { state: 'done', lastCode: null });
    expect(store.jobs.take('stripe')).toBeUndefined();
    store.close();
  });

  it('wait for their time, and are ready again after a crash', () => {
    const store = open();
    store.jobs.enqueue({ ...poll, runAfter: '2026-04-17T02:10:00.000Z' });
    expect(store.jobs.take('stripe')).toBeUndefined();
    nowMs += 10 * 60_000;
    expect(store.jobs.take('stripe')).toBeDefined();
    store.close();
    const restarted = open();
    expect(restarted.jobs.recoverRunning()).toBe(1);
    expect(restarted.jobs.take('stripe')?.uniqueKey).toBe('stripe.poll');
    restarted.close();
  });
});
