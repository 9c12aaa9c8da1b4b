// Events: a poll that finds thousands of events of paid invoices, each object fetched again and applied in its own transaction.
import { folderIn } from '../folders.ts';
import type { Suite } from '../measure.ts';
import { startSimulators } from '../simulators/startSimulators.ts';
import type { BackfillInput, BackfillOutcome } from '../tasks/backfill.ts';
import type { BareEventsInput } from '../tasks/bareEvents.ts';
import type { PollEventsInput, PollEventsOutcome } from '../tasks/pollEvents.ts';
import { runTask } from '../tasks/runTask.ts';

const paidBefore = 1_200;
const renewalsPerRun = 250;
const mostRuns = 3;
const budgetMs = 40_000;

export const events: Suite = {
  name: 'events',
  run: async ({ folder, progress }) => {
    progress('making a mirror for the events');
    const simulators = await startSimulators({ company: { bulkPaidInvoices: paidBefore } });
    const { facts: vendors } = simulators;
    const mirror = folderIn(folder, 'mirror');
    await runTask<BackfillInput, BackfillOutcome>('backfill', { folder: mirror, vendors });
    const oursEvents: number[] = [];
    const oursInvoices: number[] = [];
    const bareEvents: number[] = [];
    const memory: number[] = [];
    let applied = 0;
    const startedMs = performance.now();
    for (let run = 1; run <= mostRuns && (run === 1 || performance.now() - startedMs < budgetMs); run += 1) {
      progress(`events ${run} of ${mostRuns}`);
      await simulators.renew(renewalsPerRun);
      const { value, cost } = await runTask<PollEventsInput, PollEventsOutcome>('pollEvents', {
        folder: mirror,
        vendors,
      });
      if (value.invoices !== renewalsPerRun)
        throw new Error(`${value.invoices} of ${renewalsPerRun} paid invoices reached the ledger`);
      if (value.failedChecks.length > 0)
        throw new Error(`the books do not check after the events: ${value.failedChecks.join(', ')}`);
      applied = value.events;
      oursEvents.push((value.events * 1000) / value.elapsedMs);
      oursInvoices.push((value.invoices * 1000) / value.elapsedMs);
      memory.push(cost.peakMemoryMb);
      const bare = await runTask<BareEventsInput, { events: number; elapsedMs: number }>('bareEvents', {
        folder: folderIn(folder, `bare-${run}`),
        vendors,
      });
      bareEvents.push((bare.value.events * 1000) / bare.value.elapsedMs);
    }
    await simulators.stop();
    return [
      {
        title: `Poll of ${applied} events about ${renewalsPerRun} paid invoices`,
        measures: [
          { label: 'engine: events applied', unit: 'events/s', values: oursEvents, role: 'ours' },
          {
            label: '  bare: events listed, parsed and inserted, one transaction each',
            unit: 'events/s',
            values: bareEvents,
            role: 'reference',
          },
          { label: 'engine: paid invoices booked', unit: 'invoices/s', values: oursInvoices, role: 'ours' },
          { label: 'memory of the process', unit: 'MB', values: memory, role: 'ours', goal: { atMost: 250 } },
        ],
        notes: [
          'An event is a hint: the engine fetches every object again, which the bare reference does not. The books were checked after every run.',
        ],
      },
    ];
  },
};
