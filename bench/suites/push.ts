// Push: invoices a minute into QuickBooks, one by one and in bulk, and the calls that each takes, beside what Intuit's limits leave room for.
import { folderIn } from '../folders.ts';
import type { Group, Suite } from '../measure.ts';
import { startSimulators } from '../simulators/startSimulators.ts';
import type { PushInput, PushOutcome } from '../tasks/push.ts';
import { runTask } from '../tasks/runTask.ts';

/** Intuit, "Limits and throttles": 500 requests a minute and company, 10 a second, 40 batches a minute. */
const requestsPerMinute = 500;
/** What a straightforward program makes: look for the customer and the invoice, create the invoice and the payment, read each back. */
const naiveCalls = 6;

interface Way extends Pick<PushInput, 'way' | 'batches' | 'invoicesPerBatch' | 'keepsLimits'> {
  readonly title: string;
  readonly mostCalls: number;
  readonly leastPerMinute: number;
}

const ways: readonly Way[] = [
  { title: 'one by one', way: 'one_by_one', batches: 3, invoicesPerBatch: 20, keepsLimits: false, mostCalls: 5, leastPerMinute: 95 },
  { title: 'one by one within our own limits', way: 'one_by_one', batches: 1, invoicesPerBatch: 60, keepsLimits: true, mostCalls: 5, leastPerMinute: 95 },
  { title: 'in bulk within our own limits', way: 'in_bulk', batches: 1, invoicesPerBatch: 500, keepsLimits: true, mostCalls: 0.25, leastPerMinute: 400 },
];

async function groupOf(folder: string, { title, mostCalls, leastPerMinute, ...way }: Way): Promise<Group> {
  const pushed = way.batches * way.invoicesPerBatch;
  // Its own simulators: each way begins with an empty company that throttles as Intuit does.
  const simulators = await startSimulators({ company: { bulkPaidInvoices: pushed + 60 }, throttles: way.keepsLimits });
  const { value, cost } = await runTask<PushInput, PushOutcome>('push', { folder, vendors: simulators.facts, ...way });
  const stats = await simulators.quickBooksStats();
  await simulators.stop();
  if (stats.internalErrors.length > 0) throw new Error(`the simulator made mistakes: ${stats.internalErrors[0] ?? ''}`);
  if (way.keepsLimits && stats.throttled > 0) throw new Error(`${stats.throttled} calls were throttled although our own limits were on`);
  const calls = value.batches.map((batch) => batch.calls / batch.invoices);
  return {
    title: `Push into QuickBooks ${title}, customers known`,
    measures: [
      { label: 'calls for each invoice', unit: 'calls', values: calls, role: 'ours', goal: { atMost: mostCalls } },
      { label: '  naive: every step on its own', unit: 'calls', values: [naiveCalls], role: 'reference' },
      {
        label: way.keepsLimits ? 'engine: with our own limits on' : 'engine: limits lifted',
        unit: 'invoices/min',
        values: value.batches.map((batch) => (batch.invoices * 60_000) / batch.elapsedMs),
        role: 'ours',
        goal: { atLeast: leastPerMinute },
      },
      { label: 'engine: what 500 calls a minute leave room for', unit: 'invoices/min', values: calls.map((each) => requestsPerMinute / each), role: 'ours' },
      { label: '  naive, within the same limit', unit: 'invoices/min', values: [requestsPerMinute / naiveCalls], role: 'reference' },
      { label: 'memory of the process', unit: 'MB', values: [cost.peakMemoryMb], role: 'ours', goal: { atMost: 250 } },
    ],
    notes: [
      `Every pushed invoice was read back and is synced; ${stats.throttled} calls were throttled.`,
      `Calls for ${way.invoicesPerBatch} invoices: ${Object.entries(value.callsByKind)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ')}.`,
    ],
  };
}

export const push: Suite = {
  name: 'push',
  run: async ({ folder, progress }) => {
    const groups: Group[] = [];
    for (const way of ways) {
      progress(`pushing ${way.batches * way.invoicesPerBatch} invoices ${way.title}`);
      groups.push(await groupOf(folderIn(folder, `push-${groups.length}`), way));
    }
    return groups;
  },
};
