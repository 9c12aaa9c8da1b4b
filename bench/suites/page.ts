// Page: the built program in a browser on a seeded database: what a person waits for between a keystroke and the rows.
import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { databaseFileIn } from '../benchPaths.ts';
import { folderIn } from '../folders.ts';
import type { Group, Suite } from '../measure.ts';
import type { DrivePageInput, DrivePageOutcome } from '../tasks/drivePage.ts';
import { runTask } from '../tasks/runTask.ts';
import type { SeedInput } from '../tasks/seedInvoices.ts';

const sizes = [10_000, 100_000] as const;
const largeSize = 1_000_000;
const repetitions = 20;
const host = path.resolve(import.meta.dirname, '../../out/main/host.js');

/** Otherwise the program would read the whole demo company into the seeded books first. */
function markAsRead(folder: string): void {
  const db = new Database(databaseFileIn(folder));
  const now = new Date();
  db.prepare(`INSERT OR REPLACE INTO sync_state (key, value, updated_at) VALUES ('stripe.cursor', ?, ?)`).run(String(Math.floor(now.getTime() / 1000)), now.toISOString());
  db.close();
}

async function groupOf(homeFolder: string, invoices: number): Promise<Group> {
  const company = folderIn(homeFolder, 'demo');
  await runTask<SeedInput, { elapsedMs: number }>('seedInvoices', { folder: company, invoices });
  markAsRead(company);
  const { value } = await runTask<DrivePageInput, DrivePageOutcome>('drivePage', { homeFolder, repetitions });
  return {
    title: `The page on ${invoices} invoices`,
    measures: [
      ...value.figures.map(({ label, ms }) => ({ label, unit: 'ms' as const, values: ms, role: 'ours' as const, ...(label.endsWith('to rows') ? { goal: { atMost: 50, by: 'p95' as const } } : label.startsWith('first screen') ? { goal: { atMost: 1500 } } : {}) })),
      { label: 'longest frame while scrolling to the end', unit: 'ms', values: value.longestFrameMs, role: 'ours' },
      ...(value.engineMemoryMb === null ? [] : [{ label: 'host, engine and simulators: highest memory', unit: 'MB' as const, values: [value.engineMemoryMb], role: 'ours' as const }]),
      { label: 'page: JavaScript heap', unit: 'MB', values: [value.pageMemoryMb], role: 'ours', goal: { atMost: 300 } },
    ],
    notes: ['The first screen includes the start of the browser itself; a search waits for a pause in the typing first.'],
  };
}

export const page: Suite = {
  name: 'page',
  run: async ({ folder, isLarge, progress }) => {
    if (!existsSync(host)) {
      progress('there is no built program (npm run build): the page is not measured');
      return [];
    }
    const groups: Group[] = [];
    for (const invoices of isLarge ? [...sizes, largeSize] : sizes) {
      progress(`the page on ${invoices} invoices`);
      groups.push(await groupOf(folderIn(folder, `page-${invoices}`), invoices));
    }
    return groups;
  },
};
