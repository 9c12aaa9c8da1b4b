// Seeded databases are made once for each size and kept outside the repository, until the schema or the seeding changes.
import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrationsFolder } from './benchEngine.ts';
import { databaseFileIn } from './benchPaths.ts';
import { runTask } from './tasks/runTask.ts';
import type { SeedInput } from './tasks/seedInvoices.ts';

const cacheFolder = process.env['TIEOUT_BENCH_CACHE'] ?? path.join(tmpdir(), 'tieout-bench-cache');
const seedSources = ['seedInvoices.ts', 'seedMirror.ts', 'seedRevenue.ts'].map((name) => path.join(import.meta.dirname, 'tasks', name));

/** Changes with each migration, with the seeding, and with the month: the history ends today. */
function keyOfSeeding(): string {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 7));
  const migrations = readdirSync(migrationsFolder).toSorted().map((name) => path.join(migrationsFolder, name));
  for (const file of [...migrations, ...seedSources]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** Puts a database of `invoices` into the folder: a copy, which whoever runs on it may change. */
export async function seededMirror(folder: string, invoices: number, progress: (sentence: string) => void): Promise<void> {
  const ofThisSize = `${invoices}-`;
  const kept = path.join(cacheFolder, `${ofThisSize}${keyOfSeeding()}`);
  if (!existsSync(kept)) {
    mkdirSync(cacheFolder, { recursive: true });
    for (const old of readdirSync(cacheFolder).filter((name) => name.startsWith(ofThisSize))) rmSync(path.join(cacheFolder, old), { recursive: true });
    progress(`seeding ${invoices} invoices, once; kept in ${cacheFolder}`);
    const making = path.join(cacheFolder, `making-${process.pid}`);
    mkdirSync(making, { recursive: true });
    await runTask<SeedInput, { elapsedMs: number }>('seedInvoices', { folder: making, invoices });
    renameSync(making, kept);
  }
  mkdirSync(folder, { recursive: true });
  copyFileSync(databaseFileIn(kept), databaseFileIn(folder), constants.COPYFILE_FICLONE);
}
