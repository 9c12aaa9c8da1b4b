// Start: from the start of a process to the first list of invoices, on the demo company's database.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { folderIn } from '../folders.ts';
import type { Group, Suite } from '../measure.ts';
import { startSimulators, type SimulatorFacts } from '../simulators/startSimulators.ts';
import type { BareOpenInput } from '../tasks/bareOpen.ts';
import type { BuildDemoInput } from '../tasks/buildDemo.ts';
import { runTask } from '../tasks/runTask.ts';
import type { StartEngineInput, StartEngineOutcome } from '../tasks/startEngine.ts';

const runs = 5;
const root = path.resolve(import.meta.dirname, '../..');
const builtThread = path.join(root, 'out/main/engineThread.js');
const sourceThread = path.join(root, 'src/shell/engineThread.ts');

export const start: Suite = {
  name: 'start',
  run: async ({ folder, progress }) => {
    progress('making the demo company');
    const simulators = await startSimulators({ company: 'demo' });
    const data = folderIn(folder, 'demo');
    const built = await runTask<BuildDemoInput, { invoices: number }>('buildDemo', {
      folder: data,
      vendors: simulators.facts,
    });
    const threads = [
      ...(existsSync(builtThread) ? [{ file: builtThread, label: 'built' }] : []),
      { file: sourceThread, label: 'from sources' },
    ];
    const bareFromProcess: number[] = [];
    const bareFromOpen: number[] = [];
    const measured = threads.map((thread) => ({
      ...thread,
      fromProcess: [] as number[],
      fromThread: [] as number[],
      memory: [] as number[],
    }));
    for (let run = 1; run <= runs; run += 1) {
      progress(`start ${run} of ${runs}`);
      for (const thread of measured) {
        const vendors: SimulatorFacts = await simulators.freshFacts();
        const { value, cost } = await runTask<StartEngineInput, StartEngineOutcome>('startEngine', {
          folder: data,
          vendors,
          threadFile: thread.file,
          askedAtMs: Date.now(),
        });
        thread.fromProcess.push(value.fromProcessMs);
        thread.fromThread.push(value.fromThreadMs);
        thread.memory.push(cost.peakMemoryMb);
      }
      const bare = await runTask<BareOpenInput, { fromProcessMs: number; fromOpenMs: number }>('bareOpen', {
        folder: data,
        askedAtMs: Date.now(),
      });
      bareFromProcess.push(bare.value.fromProcessMs);
      bareFromOpen.push(bare.value.fromOpenMs);
    }
    await simulators.stop();
    const group: Group = {
      title: `Start on the demo company (${built.value.invoices} invoices) to the first list of invoices`,
      measures: measured.flatMap(({ label, fromProcess, fromThread, memory }) => [
        {
          label: `${label}: from the start of the process`,
          unit: 'ms' as const,
          values: fromProcess,
          role: 'ours' as const,
          ...(label === 'built' ? { goal: { atMost: 1500 } } : {}),
        },
        {
          label: '  bare SQLite: process started, file opened, one page read',
          unit: 'ms' as const,
          values: bareFromProcess,
          role: 'reference' as const,
        },
        {
          label: `${label}: from the start of the engine's thread`,
          unit: 'ms' as const,
          values: fromThread,
          role: 'ours' as const,
        },
        {
          label: '  bare SQLite: file opened, one page read',
          unit: 'ms' as const,
          values: bareFromOpen,
          role: 'reference' as const,
        },
        {
          label: `${label}: memory of the process`,
          unit: 'MB' as const,
          values: memory,
          role: 'ours' as const,
          goal: { atMost: 250 },
        },
      ]),
      notes: [
        'Includes the check of the file, the migrations and the binding to the QuickBooks company over HTTP. The window is not in it.',
        ...(threads.length === 1
          ? [
              'There is no built program (npm run build), so the sources were started; stripping their types takes time.',
            ]
          : []),
      ],
    };
    return [group];
  },
};
