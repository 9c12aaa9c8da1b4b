// The totals that decide whether a run passed: counted right, and never right by default.
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ofCheck, readPlaywright, readVitest } from '../../scripts/reports.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tieout-reports-'));
let written = 0;
const report = (content: unknown): string => {
  written += 1;
  const file = path.join(folder, `${written}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const suite = (status: string, ...states: string[]) => ({ name: 'a.test.ts', status, assertionResults: states.map((state, index) => ({ fullName: `t${index}`, status: state })) });

test.each([
  ['all passed', { testResults: [suite('passed', 'passed', 'passed')] }, [2, 0, 0]],
  ['one failed, one skipped', { testResults: [suite('failed', 'passed', 'failed', 'pending')] }, [1, 1, 1]],
  ['a file that could not be read in', { testResults: [suite('passed', 'passed'), suite('failed')] }, [1, 1, 0]],
  ['a file whose tests passed but which failed', { testResults: [suite('failed', 'passed')] }, [1, 1, 0]],
  ['no tests at all', { testResults: [] }, [0, 1, 0]],
  ['only skipped tests', { testResults: [suite('passed', 'pending', 'todo')] }, [0, 1, 0]],
  ['no report', undefined, [0, 1, 0]],
  ['half a report', '{"testResults":', [0, 1, 0]],
])('vitest: %s', (_case, content, [passed, failed, skipped]) => {
  expect(readVitest(content === undefined ? path.join(folder, 'none.json') : report(content))).toMatchObject({ passed, failed, skipped });
});

const spec = (title: string, status: string, reason?: string) => ({ title, tests: [{ status, annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }] }] });
const inSuite = (...specs: object[]) => ({ suites: [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'group', specs }] }], errors: [] as { message: string }[] });

test.each([
  ['nested suites', inSuite(spec('a', 'expected'), spec('b', 'unexpected'), spec('c', 'flaky'), spec('d', 'skipped')), [2, 1, 1]],
  ['an error outside any test', { ...inSuite(spec('a', 'expected')), errors: [{ message: 'no browser' }] }, [1, 1, 0]],
  ['nothing', { suites: [], errors: [] }, [0, 1, 0]],
])('playwright: %s', (_case, content, [passed, failed, skipped]) => {
  expect(readPlaywright(report(content))).toMatchObject({ passed, failed, skipped });
});

test('what is skipped says why, and what failed says its name', () => {
  const read = readPlaywright(report(inSuite(spec('a', 'skipped', 'no keychain here'), spec('b', 'unexpected'))));
  expect(read).toMatchObject({ skips: ['a.spec.ts › group › a (no keychain here)'], failures: ['a.spec.ts › group › b'] });
});

test('a check counts as one', () => {
  expect(ofCheck('types', 0)).toMatchObject({ passed: 1, failed: 0 });
  expect(ofCheck('types', 2)).toMatchObject({ passed: 0, failed: 1, failures: ['types'] });
});
