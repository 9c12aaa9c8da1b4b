// The API token's file: made private, read again, refused when others can read it.
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ApiTokenError, readApiToken } from '../../src/host/apiToken.ts';

const newFile = (): string => path.join(mkdtempSync(path.join(os.tmpdir(), 'tieout-token-')), 'token');
const token = 'a-token-of-the-test-0123456789';

test('a missing file is made and keeps its token', () => {
  const file = newFile();
  expect(readApiToken(file, () => token)).toBe(token);
  expect(readApiToken(file, () => 'another-token-0123456789012')).toBe(token);
});

test.runIf(process.platform !== 'win32')('the file that is made is readable by its owner only', () => {
  const file = newFile();
  readApiToken(file, () => token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.runIf(process.platform !== 'win32')('a file that others can read is refused', () => {
  const file = newFile();
  writeFileSync(file, token);
  chmodSync(file, 0o644);
  expect(() => readApiToken(file, () => token)).toThrow(ApiTokenError);
});

test.each(['', 'short', 'has spaces in it, which no header can carry'])('a file that holds %j is refused', (content) => {
  const file = newFile();
  writeFileSync(file, content, { mode: 0o600 });
  expect(() => readApiToken(file, () => token)).toThrow(/does not hold a token/);
});

test('a place that can not be written is named', () => {
  expect(() => readApiToken(path.join(newFile(), 'no-such-folder', 'token'), () => token)).toThrow(/--api-token-file/);
});
