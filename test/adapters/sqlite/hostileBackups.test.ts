// Files offered for a restore that are not what they seem: each is refused with its reason and the books stay as they are.
import { copyFileSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import { AppError, type ErrorCode } from '../../../src/contract/errors.ts';
import type { Store } from '../../../src/engine/ports/store.ts';

let folder: string;
let store: Store;
let nowMs = Date.parse('2026-04-17T02:00:00.000Z');

const open = (): Store => openStore({ file: path.join(folder, 'books.db'), backupsFolder: path.join(folder, 'backups'), migrationsFolder: path.resolve('resources/migrations'), clock: { nowMs: () => (nowMs += 1000) }, sha256Hex });

const appendRow = (fact: string): void => {
  store.ledger.append({
    factKey: fact, eventType: 'subscription_payment', revenueType: 'subscription', exGstCents: 36_273, gstCents: 3_627, totalCents: 39_900, currency: 'aud', stripeEventId: null, invoiceId: null,
    orgId: null, description: fact, effectiveAt: '2026-04-17T02:00:00.000Z', sourceType: 'invoice', sourceId: fact, isTest: false, localDate: '2026-04-17', quarter: '2026-Q4',
  });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tieout-backups-'));
  store = open();
  for (const fact of ['in_1 paid', 'in_2 paid', 'in_3 paid']) appendRow(fact);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A backup made by the program, then changed by somebody. */
function tampered(change: (file: string) => void): string {
  const name = store.backup('manual');
  change(path.join(folder, 'backups', name));
  return name;
}

const bySql = (sql: string) => (file: string): void => {
  const database = new Database(file);
  database.unsafeMode(true);
  database.pragma('writable_schema = ON');
  database.exec(sql);
  database.close();
};

function overwrite(file: string, offset: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
}

function refusalOf(file: string): { code: ErrorCode; detail: string | undefined } {
  try {
    store.backups.inspect(file);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error('it was not refused');
}

const withoutTrigger = (change: string): string => `
  DROP TRIGGER billing_ledger_no_update; DROP TRIGGER billing_ledger_no_delete; ${change};
  CREATE TRIGGER billing_ledger_no_update BEFORE UPDATE ON billing_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER billing_ledger_no_delete BEFORE DELETE ON billing_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`;

const hostile: readonly (readonly [what: string, change: (file: string) => void, code: ErrorCode, reason: RegExp])[] = [
  ['an extra trigger', bySql(`CREATE TRIGGER sneak AFTER INSERT ON billing_ledger BEGIN DELETE FROM jobs; END`), 'BACKUP_REFUSED', /trigger sneak/],
  ['an extra view', bySql(`CREATE VIEW everything AS SELECT * FROM settings`), 'BACKUP_REFUSED', /view everything/],
  ['an extra table', bySql(`CREATE TABLE notes (text TEXT)`), 'BACKUP_REFUSED', /table notes/],
  ['an extra index', bySql(`CREATE INDEX by_result ON activity (summary)`), 'BACKUP_REFUSED', /index by_result/],
  ['a virtual table', bySql(`CREATE VIRTUAL TABLE pages USING fts5(text)`), 'BACKUP_REFUSED', /table pages/],
  ['a table in place of a view', bySql(`DROP VIEW billing_ledger_totals_now; CREATE TABLE billing_ledger_totals_now (a)`), 'BACKUP_REFUSED', /billing_ledger_totals_now/],
  ['the append-only triggers removed', bySql(`DROP TRIGGER billing_ledger_no_update`), 'BACKUP_REFUSED', /trigger billing_ledger_no_update is missing/],
  ['a trigger that does nothing in place of ours', bySql(`DROP TRIGGER billing_ledger_no_delete; CREATE TRIGGER billing_ledger_no_delete BEFORE DELETE ON billing_ledger BEGIN SELECT 1; END`), 'BACKUP_REFUSED', /billing_ledger_no_delete is not the one/],
  ['a check removed from a table', bySql(`UPDATE sqlite_master SET sql = replace(sql, 'CHECK (amount_ex_gst + gst_amount = amount_total),', '') WHERE name = 'billing_ledger'`), 'BACKUP_REFUSED', /billing_ledger is not the one/],
  ['another history of schema changes', bySql(`UPDATE schema_migrations SET sha256 = 'other' WHERE number = 10`), 'BACKUP_REFUSED', /history/],
  ['a history that leaves out what made it', bySql(`DELETE FROM schema_migrations WHERE number = 10`), 'BACKUP_REFUSED', /history/],
  ['an amount altered in the ledger', bySql(withoutTrigger(`UPDATE billing_ledger SET amount_ex_gst = 1, amount_total = 3628 WHERE id = 2`)), 'BACKUP_REFUSED', /ledger was altered: row 2/],
  ['a row taken out of the ledger', bySql(withoutTrigger(`DELETE FROM billing_ledger WHERE id = 2`)), 'BACKUP_REFUSED', /ledger was altered: row 3/],
  ['a newer schema', bySql(`PRAGMA user_version = 9990`), 'DB_NEWER', /schema 9990/],
  ['another program’s database', bySql(`PRAGMA application_id = 42`), 'BACKUP_REFUSED', /not a Tieout database/],
  ['text under the name of a database', (file) => writeFileSync(file, 'SQLite format 3\0 not at all'), 'BACKUP_REFUSED', /not a Tieout database/],
  ['an empty file', (file) => writeFileSync(file, ''), 'BACKUP_REFUSED', /not a Tieout database/],
  ['half of the file', (file) => truncateSync(file, Math.floor(statSync(file).size / 2)), 'BACKUP_REFUSED', /damaged|can not read/],
  ['pages overwritten', (file) => overwrite(file, 4096 * 3, new Uint8Array(4096 * 8).fill(0xa5)), 'BACKUP_REFUSED', /damaged|can not read/],
  ['a log beside it', (file) => writeFileSync(`${file}-wal`, 'rows that were saved last'), 'BACKUP_REFUSED', /-wal/],
  ['rows that refer to nothing', bySql(`PRAGMA foreign_keys = OFF; INSERT INTO billing_plan_entitlements VALUES ('none', 'x', 'y', '2026-01-02T00:00:00.000Z', '2026-01-02T00:00:00.000Z')`), 'BACKUP_REFUSED', /billing_plan_entitlements/],
];

describe('a file offered for a restore', () => {
  it.each(hostile)('with %s is refused', (_what, change, code, reason) => {
    const before = store.backups.present();
    const refusal = refusalOf(tampered(change));
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toMatch(reason);
    expect(store.backups.present()).toEqual(before);
    expect(store.backups.isStaged()).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.inspect'))).toEqual([]);
  });

  it.each([['../books.db'], ['books.db'], ['none.sqlite'], ['/etc/hostname.sqlite'], ['..\\x.sqlite']])('named %s is not found', (name) => {
    expect(refusalOf(name).code).toBe('NOT_FOUND');
  });

  it('that is a link to another place is not listed', () => {
    const outside = path.join(folder, 'outside.sqlite');
    copyFileSync(path.join(folder, 'backups', store.backup('manual')), outside);
    symlinkSync(outside, path.join(folder, 'backups', 'link.sqlite'));
    expect(store.backups.list().map(({ file }) => file)).not.toContain('link.sqlite');
    expect(refusalOf('link.sqlite').code).toBe('NOT_FOUND');
  });

  it('that was made by the program is sound, and is seen to be an earlier state', () => {
    const file = store.backup('manual');
    appendRow('in_4 paid');
    const found = store.backups.inspect(file);
    expect(found.contents.ledgerRows).toBe(3);
    expect(found.isEarlierState).toBe(true);
    expect(store.backups.present().contents.ledgerRows).toBe(4);
  });

  it('that goes another way than the present ledger is told apart', () => {
    const file = store.backup('manual');
    store.backups.stage(file, store.backups.inspect(file).sha256);
    appendRow('in_4 paid');
    const later = store.backup('manual');
    store.close();
    store = open();
    appendRow('in_5 paid');
    expect(store.backups.inspect(later).isEarlierState).toBe(false);
  });

  it('that changed after it was previewed is not taken', () => {
    const file = store.backup('manual');
    const { sha256 } = store.backups.inspect(file);
    bySql(`UPDATE business_profile SET updated_at = '2026-01-02T00:00:00.000Z'; INSERT INTO settings VALUES ('a', '1', '2026-01-02T00:00:00.000Z')`)(path.join(folder, 'backups', file));
    expect(() => store.backups.stage(file, sha256)).toThrow(AppError);
    expect(store.backups.isStaged()).toBe(false);
  });

  it('laid ready takes the place of the books at the next start, and the log of the old ones goes', () => {
    const file = store.backup('manual');
    appendRow('in_4 paid');
    store.backups.stage(file, store.backups.inspect(file).sha256);
    expect(store.ledger.has('in_4 paid')).toBe(true);
    store.close();
    // As after a crash: the old log still lies there.
    writeFileSync(path.join(folder, 'books.db-wal'), 'old log');
    store = open();
    expect(store.ledger.has('in_3 paid')).toBe(true);
    expect(store.ledger.has('in_4 paid')).toBe(false);
    expect(store.integrity()).toBe(true);
    expect(store.backups.isStaged()).toBe(false);
    expect(existsSync(path.join(folder, 'books.db.inspect'))).toBe(false);
  });
});

it('keeps twenty of each kind and never removes what a person put there', () => {
  const file = store.backup('manual');
  copyFileSync(path.join(folder, 'backups', file), path.join(folder, 'backups', 'from my stick.sqlite'));
  for (let count = 0; count < 25; count += 1) store.backup('daily');
  const kinds = store.backups.list().map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'daily')).toHaveLength(20);
  expect(kinds.filter((kind) => kind === 'manual')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'other')).toHaveLength(1);
  expect(refusalOf('from another.sqlite').code).toBe('NOT_FOUND');
  expect(store.backups.inspect('from my stick.sqlite').contents.ledgerRows).toBe(3);
});
