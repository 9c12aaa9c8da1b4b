// Where data goes on each system, which company opens, and that folders are private.
import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { chooseCompany, companyPaths, defaultHomeFolder, makeCompanyFolders, rememberCompany } from '../../src/shell/paths.ts';

const newFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'tieout-paths-'));

test.each([
  ['linux', {}, '/home/a', '/home/a/.local/share/tieout'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/a', '/data/tieout'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a', '/home/a/.local/share/tieout'],
  ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/Tieout'],
  ['win32', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\Tieout'],
  ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\Tieout'],
] as const)('%s %j', (platform, env, userFolder, expected) => {
  expect(defaultHomeFolder({ platform, env, userFolder })).toBe(expected);
});

test('opens the demo until a live company has data; a flag always wins', () => {
  const home = newFolder();
  expect(chooseCompany(home, undefined).company).toBe('demo');
  const live = companyPaths(home, 'live');
  mkdirSync(live.folder, { recursive: true });
  writeFileSync(live.databaseFile, '');
  expect(chooseCompany(home, undefined)).toMatchObject({ company: 'live', sentence: expect.stringContaining('--demo') });
  expect(chooseCompany(home, 'demo').company).toBe('demo');
  expect(chooseCompany(home, 'test').company).toBe('test');
});

test('what a person chose in the console opens next time, unless a flag says otherwise or the note is nonsense', () => {
  const home = newFolder();
  rememberCompany(home, 'test');
  expect(chooseCompany(home, undefined)).toMatchObject({ company: 'test', sentence: expect.stringContaining('chosen in the console') });
  expect(chooseCompany(home, 'demo').company).toBe('demo');
  writeFileSync(path.join(home, 'company'), '../elsewhere');
  expect(chooseCompany(home, undefined).company).toBe('demo');
});

test('demo, test and live share no file', () => {
  const files = (['demo', 'test', 'live'] as const).flatMap((company) => Object.values(companyPaths('/h', company)));
  expect(new Set(files).size).toBe(files.length);
});

test.runIf(process.platform !== 'win32')('folders are readable by their owner only', () => {
  const paths = companyPaths(path.join(newFolder(), 'home'), 'demo');
  makeCompanyFolders(paths);
  for (const folder of [path.dirname(paths.folder), paths.folder, paths.backupsFolder]) expect(statSync(folder).mode & 0o777).toBe(0o700);
});
