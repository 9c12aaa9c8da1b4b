// npm test: installs and builds what is missing, runs every check and every test, and ends with one line over all of them.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, install, nodeBinary, PrepareError, requireNode, root, run } from './prepare.mjs';
import { ofCheck, readPlaywright, readVitest } from './reports.mjs';

const reports = path.join(root, 'test-results');
const inModules = (...parts) => path.join(root, 'node_modules', ...parts);

/** Each is a script for the Node that belongs to Tieout; cheap ones first. */
const steps = () => {
  const vitestReport = path.join(reports, 'vitest.json');
  const playwrightReport = path.join(reports, 'playwright.json');
  return [
    { name: 'types', args: [inModules('typescript', 'bin', 'tsc'), '--noEmit'] },
    { name: 'lint', args: [inModules('oxlint', 'bin', 'oxlint')] },
    { name: 'unused code', args: [inModules('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints'] },
    {
      name: 'unit tests',
      args: [inModules('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
      read: () => readVitest(vitestReport),
    },
    {
      name: 'browser tests',
      args: [inModules('@playwright', 'test', 'cli.js'), 'test'],
      read: () => readPlaywright(playwrightReport),
    },
  ];
};

/** Child processes that say `node` mean the same one. */
const environment = () => ({ ...process.env, PATH: `${path.dirname(nodeBinary())}${path.delimiter}${process.env.PATH ?? ''}` });

const runStep = async ({ name, args, read }) => {
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = Date.now();
  const { code } = await run(nodeBinary(), args, { env: environment() });
  const result = read === undefined ? ofCheck(name, code) : read();
  // A runner that ends badly without a failed test has failed all the same.
  if (code !== 0 && result.failed === 0) Object.assign(result, { failed: 1, failures: [`${name} ended with code ${code}`] });
  return { name, seconds: Math.round((Date.now() - startedAt) / 1000), ...result };
};

const test = async () => {
  requireNode();
  await install();
  await build();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const results = [];
  for (const step of steps()) results.push(await runStep(step));

  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  const lines = ['', '── total'];
  for (const { name, seconds, passed, failed, skipped } of results) lines.push(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`);
  for (const { name, skips } of results) for (const skip of skips) lines.push(`skipped in ${name}: ${skip}`);
  for (const { name, failures } of results) for (const failure of failures) lines.push(`failed in ${name}: ${failure}`);
  lines.push(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return sum('failed') === 0 ? 0 : 1;
};

try {
  process.exitCode = await test();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n0 passed, 1 failed, 0 skipped\n`);
  process.exitCode = 1;
}
