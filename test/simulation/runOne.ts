// Runs seeds by hand: `node test/simulation/runOne.ts 17` or `… 1 200`; prints what failed with its steps.
import { runSeed } from './runSeed.ts';

const first = Number(process.argv[2] ?? 1);
const last = Number(process.argv[3] ?? first);
const totals: Record<string, number> = {};
const kinds = new Map<string, number[]>();
for (let seed = first; seed <= last; seed += 1) {
  const started = performance.now();
  const report = await runSeed(seed);
  for (const [kind, times] of Object.entries(report.faults)) totals[kind] = (totals[kind] ?? 0) + times;
  const told = `seed ${seed}: ${report.violations.length === 0 ? 'holds' : 'BROKEN'}, ${report.days} days, ${report.calls} calls, ${report.syncs} and ${report.documentSyncs} syncs, ${report.lives} lives, ${Math.round(performance.now() - started)} ms`;
  if (first === last) process.stdout.write(`${report.trace.join('\n')}\n`);
  process.stdout.write(`${told}\n${report.violations.map((one) => `   ${one}\n`).join('')}`);
  const [kind] = report.violations;
  if (kind !== undefined) kinds.set(kind.replaceAll(/\d+|in_\w+|re_\w+|sub_\w+/g, '#').slice(0, 90), [...(kinds.get(kind.replaceAll(/\d+|in_\w+|re_\w+|sub_\w+/g, '#').slice(0, 90)) ?? []), seed]);
}
process.stdout.write(`${JSON.stringify(totals)}\n`);
for (const [kind, seeds] of kinds) process.stdout.write(`${seeds.length}× ${kind} (${seeds.slice(0, 12).join(' ')})\n`);
