// The fixed map of the console's files: what it holds, what it leaves out, what an address finds.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findStaticFile, readStaticFiles } from '../../src/shell/staticFiles.ts';
import type { StaticFiles } from '../../src/shell/staticFiles.ts';

let files: StaticFiles;
beforeAll(() => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tieout-files-'));
  const outside = mkdtempSync(path.join(os.tmpdir(), 'tieout-outside-'));
  writeFileSync(path.join(outside, 'secret.txt'), 'secret');
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), 'console');
  writeFileSync(path.join(folder, 'mark.svg'), '<svg/>');
  writeFileSync(path.join(folder, 'assets', 'app-1.js'), 'export {}');
  writeFileSync(path.join(folder, 'assets', 'app-1.js.map'), '{}');
  symlinkSync(path.join(outside, 'secret.txt'), path.join(folder, 'secret.txt'));
  files = readStaticFiles(folder);
});

test('holds the files of known kinds, no source maps, nothing through a link', () => {
  expect([...files.keys()].sort()).toEqual(['/', '/assets/app-1.js', '/index.html', '/mark.svg']);
});

test.each([
  ['/', 'console'],
  ['/invoices', 'console'],
  ['/invoices/17', 'console'],
  ['/assets/app-1.js', 'export {}'],
  ['/assets/app-2.js', undefined],
  ['/assets/folder', undefined],
  ['/secret.txt', undefined],
  ['/../secret.txt', undefined],
  ['/invoices/../../secret', undefined],
  ['//host/x', undefined],
])('%s', (address, content) => {
  expect(findStaticFile(files, address)?.body.toString()).toBe(content);
});

test('only names that carry a hash may be kept for ever', () => {
  expect(files.get('/assets/app-1.js')?.isImmutable).toBe(true);
  expect(files.get('/')?.isImmutable).toBe(false);
});

test('a folder without the console says to build first', () => {
  expect(() => readStaticFiles(mkdtempSync(path.join(os.tmpdir(), 'tieout-empty-')))).toThrow(/build first/);
});
