// Page: the built program in a browser on a seeded database: what a person waits for between a keystroke and the rows.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { databaseFileIn } from '../benchPaths.ts';
import { seededMirror } from '../cachedMirror.ts';
import { folderIn } from '../folders.ts';
import type { Goal, Group, Measure, Suite, SuiteContext } from '../measure.ts';
import { builtHost } from '../page/host.ts';
import type { DrivePageInput, DrivePageOutcome, PageFigure } from '../tasks/drivePage.ts';
import { runTask } from '../tasks/runTask.ts';

const sizes = [10_000, 100_000] as const;
const largeSize = 1_000_000;
const repetitions = 20;
/** At 60 frames a second a frame takes 16.7 ms; one that took twice as long left one out. */
const droppedAfterMs = 33;

/** Otherwise the program would read the whole demo company into the seeded books first. */
function markAsRead(folder: string): void {
  const db = new Database(databaseFileIn(folder));
  const now = new Date();
  db.prepare(`INSERT OR REPLACE INTO sync_state (key, value, updated_at) VALUES ('stripe.cursor', ?, ?)`).run(String(Math.floor(now.getTime() / 1000)), now.toISOString());
  db.close();
}

function goalOf(label: string): Goal | undefined {
  if (label.includes('keystroke to rows')) return { atMost: 50, by: 'p95' };
  return label.startsWith('first screen') ? { atMost: 1500 } : undefined;
}

function measuresOf({ label, ms, bareMs }: PageFigure): Measure[] {
  const goal = goalOf(label);
  return [
    { label, unit: 'ms', values: ms, role: 'ours', ...(goal === undefined ? {} : { goal }) },
    ...(bareMs === undefined ? [] : [{ label: label.startsWith('first') ? '  a bare page in the same browser, started' : label.startsWith('Revenue') ? '  a bare page: a click to 40 rows' : '  bare SQL and JSON', unit: 'ms' as const, values: bareMs, role: 'reference' as const }]),
  ];
}

const megabytes = (label: string, value: number | null, atMost?: number): Measure[] => (value === null ? [] : [{ label, unit: 'MB', values: [value], role: 'ours', ...(atMost === undefined ? {} : { goal: { atMost } }) }]);

const longest = (figures: readonly PageFigure[], of: 'longestTaskMs' | 'longestAnswerMs', least: number): string =>
  figures
    .filter((figure) => (figure[of] ?? 0) >= least)
    .map((figure) => `${figure.label} ${Math.round(figure[of] ?? 0)} ms`)
    .join(', ') || 'none';

function groupFrom(invoices: number, value: DrivePageOutcome): Group {
  return {
    title: `The page on ${invoices} invoices`,
    measures: [
      ...value.figures.filter(({ ms }) => ms.length > 0).flatMap(measuresOf),
      ...value.scrolled.filter(({ framesMs }) => framesMs.length > 0).map(({ label, framesMs }): Measure => ({ label: `between frames: ${label}`, unit: 'ms', values: framesMs, role: label.startsWith('bare page') ? 'reference' : 'ours' })),
      ...megabytes('host, engine and simulators in one process: highest memory', value.hostMemoryMb),
      ...megabytes('page: highest memory of its process', value.pageMemoryMb, 300),
      ...megabytes('page: JavaScript heap', value.pageHeapMb, 300),
    ],
    notes: [
      'The first screen includes the start of the browser itself. Times end with the painted frame.',
      `Frames left out while scrolling: ${value.scrolled.map(({ label, framesMs }) => `${label} ${framesMs.filter((ms) => ms > droppedAfterMs).length} of ${framesMs.length}`).join(', ')}.`,
      `Tasks of 100 ms or more in the page: ${longest(value.figures, 'longestTaskMs', 100)}.`,
      `Answers of 50 ms or more: ${longest(value.figures, 'longestAnswerMs', 50)}.`,
    ],
  };
}

async function groupOf({ folder: homeFolder, progress }: Pick<SuiteContext, 'folder' | 'progress'>, invoices: number): Promise<Group> {
  const company = folderIn(homeFolder, 'demo');
  await seededMirror(company, invoices, progress);
  markAsRead(company);
  const { value } = await runTask<DrivePageInput, DrivePageOutcome>('drivePage', { homeFolder, databaseFile: databaseFileIn(company), repetitions });
  return groupFrom(invoices, value);
}

export const page: Suite = {
  name: 'page',
  run: async ({ folder, isLarge, progress }) => {
    if (!existsSync(builtHost)) {
      progress('there is no built program (npm run build): the page is not measured');
      return [];
    }
    const groups: Group[] = [];
    for (const invoices of isLarge ? [...sizes, largeSize] : sizes) {
      progress(`the page on ${invoices} invoices`);
      groups.push(await groupOf({ folder: folderIn(folder, `page-${invoices}`), progress }, invoices));
    }
    return groups;
  },
};
