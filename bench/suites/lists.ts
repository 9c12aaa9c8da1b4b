// Lists: the first page under any filter, the last page, GST by quarter and the overview, through the door.
import { seededMirror } from '../cachedMirror.ts';
import { folderIn } from '../folders.ts';
import type { Group, Measure, Suite } from '../measure.ts';
import type { ListsInput, ListsOutcome } from '../tasks/lists.ts';
import { runTask } from '../tasks/runTask.ts';

const sizes = [10_000, 100_000] as const;
const largeSize = 1_000_000;
const repetitions = 100;
const goal = { atMost: 5, by: 'p95' } as const;

async function groupOf(folder: string, invoices: number, progress: (sentence: string) => void): Promise<Group> {
  await seededMirror(folder, invoices, progress);
  const { value } = await runTask<ListsInput, ListsOutcome>('lists', { folder, invoices, repetitions });
  const measures = value.questions.flatMap(({ label, oursMs, bareMs }): Measure[] => [
    { label, unit: 'ms', values: oursMs, role: 'ours', goal },
    { label: '  bare SQL and JSON', unit: 'ms', values: bareMs, role: 'reference' },
  ]);
  return {
    title: `Lists of ${invoices} invoices through the door, answer as JSON`,
    measures: [
      ...measures,
      { label: 'first answer after the inserts', unit: 'ms', values: [value.firstAnswerMs], role: 'ours' },
    ],
    notes: [
      'Processor time, so that what else runs on the machine does not count. The door validates both ways, and answers 100 rows with the count and sums of the whole filtered set; bare SQL only fetches 101 rows.',
      'Counts and sums that only a write changes are kept until one: the first ask after a write costs more than what is shown.',
    ],
  };
}

export const lists: Suite = {
  name: 'lists',
  run: async ({ folder, isLarge, progress }) => {
    const groups: Group[] = [];
    for (const invoices of isLarge ? [...sizes, largeSize] : sizes) {
      progress(`lists of ${invoices} invoices`);
      groups.push(await groupOf(folderIn(folder, `lists-${invoices}`), invoices, progress));
    }
    return groups;
  },
};
