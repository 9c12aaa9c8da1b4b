// Back-fill: paid invoices with their customers, charges, fees and payments, into the books with every effect.
import type { BackfillInput, BackfillOutcome } from '../tasks/backfill.ts';
import type { BareInsertsInput, BareInsertsOutcome } from '../tasks/bareInserts.ts';
import type { BareListingOutcome } from '../tasks/bareListing.ts';
import { folderIn } from '../folders.ts';
import type { Suite } from '../measure.ts';
import { startSimulators, type SimulatorFacts } from '../simulators/startSimulators.ts';
import { runTask } from '../tasks/runTask.ts';

const invoices = 10_000;
const mostRuns = 3;
/** A busy machine makes fewer runs, not a longer benchmark. */
const budgetMs = 60_000;
/** As the back-fill writes them. */
const rowsPerTransaction = 200;

const perSecond = (elapsedMs: number): number => (invoices * 1000) / elapsedMs;

export const backfill: Suite = {
  name: 'backfill',
  run: async ({ folder, progress }) => {
    progress(`making ${invoices} paid invoices in the simulator`);
    const simulators = await startSimulators({ company: { bulkPaidInvoices: invoices } });
    const vendors: SimulatorFacts = simulators.facts;
    const ours: number[] = [];
    const listed: number[] = [];
    const inserted: number[] = [];
    const memory: number[] = [];
    const processor: number[] = [];
    const notes: string[] = [];
    const startedMs = performance.now();
    for (let run = 1; run <= mostRuns && (run === 1 || performance.now() - startedMs < budgetMs); run += 1) {
      progress(`back-fill ${run} of ${mostRuns}`);
      const from = folderIn(folder, `backfill-${run}`);
      const { value, cost } = await runTask<BackfillInput, BackfillOutcome>('backfill', { folder: from, vendors });
      if (value.invoices !== invoices || value.ledgerRows !== invoices)
        throw new Error(`the back-fill left ${value.invoices} invoices and ${value.ledgerRows} ledger rows`);
      if (value.failedChecks.length > 0)
        throw new Error(`the books do not check after the back-fill: ${value.failedChecks.join(', ')}`);
      ours.push(perSecond(value.elapsedMs));
      memory.push(cost.peakMemoryMb);
      processor.push(cost.processorMs / invoices);
      const bare = await runTask<BareInsertsInput, BareInsertsOutcome>('bareInserts', {
        folder: folderIn(folder, `inserts-${run}`),
        from,
        rowsPerTransaction,
      });
      inserted.push(perSecond(bare.value.elapsedMs));
      const listing = await runTask<{ vendors: SimulatorFacts }, BareListingOutcome>('bareListing', { vendors });
      listed.push(perSecond(listing.value.elapsedMs));
      if (run === 1)
        notes.push(
          `${listing.value.objects} objects listed, ${bare.value.rows} rows kept; after every run the books were checked and held.`,
        );
    }
    await simulators.stop();
    notes.push('Every run starts in a new process with an empty database; the simulator is a process of its own.');
    return [
      {
        title: `Back-fill of ${invoices} paid invoices over HTTP, every effect`,
        measures: [
          {
            label: 'engine: mirror, lines, ledger with hashes, GST, numbers, review',
            unit: 'invoices/s',
            values: ours,
            role: 'ours',
            goal: { atLeast: 4000 },
          },
          {
            label: 'bare SQLite: the same rows inserted again, same schema',
            unit: 'invoices/s',
            values: inserted,
            role: 'reference',
          },
          {
            label: 'bare HTTP: the same pages listed and parsed',
            unit: 'invoices/s',
            values: listed,
            role: 'reference',
          },
          { label: 'engine: processor time per invoice', unit: 'ms', values: processor, role: 'ours' },
          {
            label: 'engine: highest memory of its process',
            unit: 'MB',
            values: memory,
            role: 'ours',
            goal: { atMost: 250 },
          },
        ],
        notes,
      },
    ];
  },
};
