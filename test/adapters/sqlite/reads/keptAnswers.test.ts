// Answers kept in memory: read once while nothing is written, again after every write, whoever made it.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeStatements, type Statements } from '../../../../src/adapters/sqlite/reads/statements.ts';

const countSql = 'SELECT COUNT(*) AS n FROM noted WHERE text <> ?';
let folder: string;
let db: Database.Database;
let reads: number;
let statements: Statements;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tieout-kept-'));
  db = new Database(path.join(folder, 'kept.db'));
  db.pragma('journal_mode = WAL');
  reads = 0;
  db.function('counted', { deterministic: false }, () => (reads += 1));
  db.exec(`CREATE TABLE noted (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; INSERT INTO noted (text) VALUES ('a'), ('b')`);
  statements = makeStatements(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const count = (): number | undefined => statements.getKept<{ n: number }>(countSql, [''])?.n;
const write = (text: string, to = db): unknown => to.prepare('INSERT INTO noted (text) VALUES (?)').run(text);

describe('kept answers', () => {
  it('are read once as long as nothing is written', () => {
    const sql = 'SELECT counted() AS n WHERE ? IS NOT NULL';
    const first = statements.getKept<{ n: number }>(sql, ['x']);
    expect(statements.getKept(sql, ['x'])).toEqual(first);
    expect(reads).toBe(1);
    expect(statements.getKept(sql, ['y'])).not.toEqual(first);
    write('c');
    expect(statements.getKept(sql, ['x'])).not.toEqual(first);
  });

  it.each([
    ['a row is added', () => write('c'), 3],
    ['a row is changed', () => db.exec(`UPDATE noted SET text = '' WHERE id = 1`), 1],
    ['a row is removed', () => db.exec('DELETE FROM noted WHERE id = 1'), 1],
    ['all rows are removed', () => db.exec('DELETE FROM noted'), 0],
    ['a row takes the place of another', () => db.exec(`REPLACE INTO noted VALUES (1, '')`), 1],
  ])('are read again after %s', (_what, change, expected) => {
    expect(count()).toBe(2);
    change();
    expect(count()).toBe(expected);
  });

  it('are read again after another connection wrote', () => {
    expect(count()).toBe(2);
    const other = new Database(path.join(folder, 'kept.db'));
    write('c', other);
    other.close();
    expect(count()).toBe(3);
  });

  it('never keep what a transaction saw that was taken back', () => {
    expect(count()).toBe(2);
    const takenBack = db.transaction(() => {
      write('c');
      expect(statements.writeStamp()).toBeNull();
      expect(count()).toBe(3);
      throw new Error('taken back');
    });
    expect(takenBack).toThrow('taken back');
    expect(count()).toBe(2);
  });

  it('of many questions are forgotten, not heaped up', () => {
    for (let turn = 0; turn < 500; turn += 1) statements.allKept('SELECT counted() AS n WHERE ? >= 0', [turn]);
    statements.allKept('SELECT counted() AS n WHERE ? >= 0', [0]);
    expect(reads).toBe(501);
  });
});
