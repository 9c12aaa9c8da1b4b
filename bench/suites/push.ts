// Push: invoices a minute into QuickBooks, one by one, and the calls that each takes, beside what Intuit's limits leave room for.
import { folderIn } from '../folders.ts';
import type { Suite } from '../measure.ts';
import { startSimulators } from '../simulators/startSimulators.ts';
import type { PushInput, PushOutcome } from '../tasks/push.ts';
import { runTask } from '../tasks/runTask.ts';

const paidInvoices = 180;
const batches = 4;
const invoicesPerBatch = 40;
/** Intuit, "Limits and throttles": 500 requests a minute and company. */
const requestsPerMinute = 500;
/** What a straightforward program makes: look for the customer and the invoice, create the invoice and the payment, read each back. */
const naiveCalls = 6;

export const push: Suite = {
  name: 'push',
  run: async ({ folder, progress }) => {
    progress(`pushing ${batches * invoicesPerBatch} invoices`);
    const simulators = await startSimulators({ company: { bulkPaidInvoices: paidInvoices } });
    const { value, cost } = await runTask<PushInput, PushOutcome>('push', {
      folder: folderIn(folder, 'push'),
      vendors: simulators.facts,
      batches,
      invoicesPerBatch,
    });
    const stats = await simulators.quickBooksStats();
    await simulators.stop();
    if (stats.internalErrors.length > 0)
      throw new Error(`the simulator made mistakes: ${stats.internalErrors[0] ?? ''}`);
    const calls = value.batches.map((batch) => batch.calls / batch.invoices);
    return [
      {
        title: 'Push into QuickBooks one by one, customers known',
        measures: [
          { label: 'calls for each invoice', unit: 'calls', values: calls, role: 'ours', goal: { atMost: 5 } },
          { label: '  naive: every step on its own', unit: 'calls', values: [naiveCalls], role: 'reference' },
          {
            label: 'engine: what the limit of 500 calls a minute leaves room for',
            unit: 'invoices/min',
            values: calls.map((each) => requestsPerMinute / each),
            role: 'ours',
            goal: { atLeast: 95 },
          },
          {
            label: '  naive, within the same limit',
            unit: 'invoices/min',
            values: [requestsPerMinute / naiveCalls],
            role: 'reference',
          },
          {
            label: 'engine: limits lifted, against the simulator',
            unit: 'invoices/min',
            values: value.batches.map((batch) => (batch.invoices * 60_000) / batch.elapsedMs),
            role: 'ours',
            goal: { atLeast: 95 },
          },
          {
            label: 'memory of the process',
            unit: 'MB',
            values: [cost.peakMemoryMb],
            role: 'ours',
            goal: { atMost: 250 },
          },
        ],
        notes: [
          `Every pushed invoice was read back and is synced; ${stats.throttled} calls were throttled.`,
          `Calls for ${invoicesPerBatch} invoices: ${Object.entries(value.callsByKind)
            .map(([kind, count]) => `${kind} ${count}`)
            .join(', ')}.`,
        ],
      },
    ];
  },
};
