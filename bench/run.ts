// `npm run bench`: runs the benchmarks one after the other and prints each beside its references.
import { rmSync, writeFileSync } from 'node:fs';
import { folderIn, makeRunFolder } from './folders.ts';
import { describeMachine } from './machine.ts';
import type { Group, Suite } from './measure.ts';
import { readOptions, usage } from './options.ts';
import { groupText, machineText } from './report.ts';
import { backfill } from './suites/backfill.ts';
import { events } from './suites/events.ts';
import { lists } from './suites/lists.ts';
import { page } from './suites/page.ts';
import { push } from './suites/push.ts';
import { start } from './suites/start.ts';

const suites: readonly Suite[] = [backfill, start, lists, page, push, events];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (sentence: string): void => void process.stderr.write(`… ${sentence}\n`);

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    suites.map((suite) => suite.name),
  );
  if (options.isHelpAsked) return say(usage);
  const machine = describeMachine();
  say(machineText(machine));
  const runFolder = makeRunFolder();
  const results: { suite: string; groups: readonly Group[] }[] = [];
  const startedMs = performance.now();
  try {
    for (const suite of suites) {
      if (options.only !== null && !options.only.includes(suite.name)) continue;
      const folder = folderIn(runFolder, suite.name);
      const groups = await suite.run({ folder, isLarge: options.isLarge, progress });
      results.push({ suite: suite.name, groups });
      for (const group of groups) say(groupText(group));
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
  }
  say(`${Math.round((performance.now() - startedMs) / 1000)} s in all.`);
  if (options.jsonFile !== null) writeFileSync(options.jsonFile, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

await main();
