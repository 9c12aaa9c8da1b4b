// Events: steady state (a few hundred at a time) and a batch of 10,000, each object fetched again and applied with every effect.
import { folderIn } from '../folders.ts';
import type { Group, Suite } from '../measure.ts';
import { startSimulators } from '../simulators/startSimulators.ts';
import type { BackfillInput, BackfillOutcome } from '../tasks/backfill.ts';
import type { BareEventsInput, BareEventsOutcome } from '../tasks/bareEvents.ts';
import type { PollEventsInput, PollEventsOutcome } from '../tasks/pollEvents.ts';
import { runTask } from '../tasks/runTask.ts';

const paidBefore = 1_200;
/** A renewal that is paid at once has seven to nine events. */
const sizes = [
  { title: 'steady state', renewals: 250, mostRuns: 3 },
  { title: 'a batch of about 10,000', renewals: 1_250, mostRuns: 1 },
] as const;

async function groupOf(folder: string, { title, renewals, mostRuns }: (typeof sizes)[number], progress: (sentence: string) => void): Promise<Group> {
  progress('making a mirror for the events');
  const simulators = await startSimulators({ company: { bulkPaidInvoices: paidBefore } });
  const { facts: vendors } = simulators;
  const mirror = folderIn(folder, 'mirror');
  await runTask<BackfillInput, BackfillOutcome>('backfill', { folder: mirror, vendors, recordsNumbers: false });
  const runs: { value: PollEventsOutcome; memoryMb: number; bare: BareEventsOutcome }[] = [];
  for (let run = 1; run <= mostRuns; run += 1) {
    progress(`events, ${title}: ${run} of ${mostRuns}`);
    await simulators.renew(renewals);
    const { value, cost } = await runTask<PollEventsInput, PollEventsOutcome>('pollEvents', { folder: mirror, vendors });
    if (value.invoices !== renewals) throw new Error(`${value.invoices} of ${renewals} paid invoices reached the ledger`);
    if (value.failedChecks.length > 0) throw new Error(`the books do not check after the events: ${value.failedChecks.join(', ')}`);
    const bare = await runTask<BareEventsInput, BareEventsOutcome>('bareEvents', { folder: folderIn(folder, `bare-${run}`), vendors });
    runs.push({ value, memoryMb: cost.peakMemoryMb, bare: bare.value });
  }
  await simulators.stop();
  const bareRate = (elapsed: (bare: BareEventsOutcome) => number): number[] => runs.map(({ bare }) => (bare.events * 1000) / elapsed(bare));
  return {
    title: `Events, ${title}: ${runs[0]?.value.events ?? 0} events about ${renewals} paid invoices`,
    measures: [
      { label: 'engine: events applied', unit: 'events/s', values: runs.map(({ value }) => (value.events * 1000) / value.elapsedMs), role: 'ours' },
      { label: '  floor: JSON.parse and raw inserts, one transaction each', unit: 'events/s', values: bareRate((bare) => bare.oneByOneMs), role: 'reference' },
      { label: '  floor: JSON.parse and raw inserts, a page in each', unit: 'events/s', values: bareRate((bare) => bare.inPagesMs), role: 'reference' },
      { label: '  the same listed over HTTP, one transaction each', unit: 'events/s', values: bareRate((bare) => bare.overHttpMs), role: 'reference' },
      { label: 'engine: paid invoices booked', unit: 'invoices/s', values: runs.map(({ value }) => (value.invoices * 1000) / value.elapsedMs), role: 'ours' },
      { label: 'engine: all effects of one paid invoice, in one transaction', unit: 'ms', values: runs.map(({ value }) => value.bookMs), role: 'ours' },
      { label: 'memory of the process', unit: 'MB', values: runs.map(({ memoryMb }) => memoryMb), role: 'ours', goal: { atMost: 250 } },
    ],
    notes: ['An event is a hint: the engine fetches every object again, which the bare reference does not. The books were checked after every run.'],
  };
}

export const events: Suite = {
  name: 'events',
  run: async ({ folder, progress }) => {
    const groups: Group[] = [];
    for (const size of sizes) groups.push(await groupOf(folderIn(folder, `events-${size.renewals}`), size, progress));
    return groups;
  },
};
