// A backup beside the engine: whole, checked, stopped without a trace; the engine's own connection writes meanwhile.
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupBeside } from '../../../src/adapters/sqlite/backupBeside.ts';

const threadFile = path.resolve('src/shell/backupThread.ts');
const rows = 2000;
let folder: string;
let file: string;
let db: Database.Database;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tieout-backup-'));
  file = path.join(folder, 'books.db');
  db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE noted (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO noted (text) VALUES (?)');
  db.transaction(() => {
    for (let row = 0; row < rows; row += 1) insert.run('x'.repeat(4000));
  })();
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const place = () => ({ folder: path.join(folder, 'backups'), label: 'daily', nowIso: '2026-11-01T00:00:00.000Z' });
const begin = (signal?: AbortSignal) => backupBeside(file, place(), { threadFile, signal });
const left = (): string[] => readdirSync(path.join(folder, 'backups'));

describe('a backup beside the engine', () => {
  it('is whole, in one file that needs no log, while rows are written', async () => {
    const making = begin();
    for (let row = 0; row < 50; row += 1) db.prepare('INSERT INTO noted (text) VALUES (?)').run('meanwhile');
    const made = await making;
    expect(left()).toEqual(['2026-11-01T000000000Z-daily.sqlite']);
    expect(path.basename(made)).toBe('2026-11-01T000000000Z-daily.sqlite');
    const copy = new Database(made, { readonly: true });
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(copy.pragma('quick_check', { simple: true })).toBe('ok');
    expect(copy.prepare(`SELECT COUNT(*) FROM noted WHERE text <> 'meanwhile'`).pluck().get()).toBe(rows);
    copy.close();
    expect(db.prepare('SELECT COUNT(*) FROM noted').pluck().get()).toBe(rows + 50);
  });

  it('stopped, leaves nothing', async () => {
    const stopping = new AbortController();
    const making = begin(stopping.signal);
    stopping.abort();
    await expect(making).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(left()).toEqual([]);
  });

  it('of a damaged file is refused and leaves nothing', async () => {
    db.close();
    truncateSync(file, 512 * 1024);
    await expect(begin()).rejects.toMatchObject({ code: 'DB_CORRUPT' });
    expect(left()).toEqual([]);
    db = new Database(':memory:');
  });
});
