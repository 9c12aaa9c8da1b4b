// Reads what the test runners reported and adds it up: passed, failed, skipped, and the names of what was skipped or failed.
import { existsSync, readFileSync } from 'node:fs';

/** A runner that left no report, or a report of nothing, has failed: nothing was shown. */
const nothing = (reason) => ({ passed: 0, failed: 1, skipped: 0, failures: [reason], skips: [] });

const readReport = (file) => {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const addUp = (tests, more = []) => {
  const of = (state) => tests.filter((test) => test.state === state);
  const failures = [...of('failed').map(({ name }) => name), ...more];
  const skips = of('skipped').map(({ name, reason }) => (reason === undefined ? name : `${name} (${reason})`));
  if (tests.length === skips.length && failures.length === 0) return nothing('not one test was executed');
  return { passed: of('passed').length, failed: failures.length, skipped: skips.length, failures, skips };
};

export const readVitest = (file) => {
  const report = readReport(file);
  if (report === undefined) return nothing('vitest left no report');
  const stateOf = { passed: 'passed', failed: 'failed' };
  const tests = report.testResults.flatMap((suite) =>
    suite.assertionResults.map(({ fullName, status }) => ({ name: fullName.trim(), state: stateOf[status] ?? 'skipped' })),
  );
  // A file that could not be read in has no tests of its own to fail.
  const broken = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  return addUp(tests, broken.map(({ name }) => `${name} could not be run`));
};

const playwrightSpecs = (suite, titles = []) => {
  const path = [...titles, suite.title].filter(Boolean);
  return [...(suite.specs ?? []).map((spec) => ({ spec, path })), ...(suite.suites ?? []).flatMap((inner) => playwrightSpecs(inner, path))];
};

export const readPlaywright = (file) => {
  const report = readReport(file);
  if (report === undefined) return nothing('playwright left no report');
  const stateOf = { expected: 'passed', flaky: 'passed', unexpected: 'failed' };
  const tests = report.suites.flatMap((suite) => playwrightSpecs(suite)).flatMap(({ spec, path }) =>
    spec.tests.map(({ status, annotations }) => ({
      name: [...path, spec.title].join(' › '),
      state: stateOf[status] ?? 'skipped',
      reason: annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description,
    })),
  );
  return addUp(tests, report.errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside any test'));
};

/** A check without tests of its own counts as one. */
export const ofCheck = (name, code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, failures: code === 0 ? [] : [name], skips: [] });
