// Task: questions through the engine's door, answered as JSON, and the same rows by bare SQL; each many times.
import Database from 'better-sqlite3';
import {
  addDays,
  instantFromMs,
  localDateOf,
  localMonthOf,
  previousQuarter,
  quarterBounds,
  quarterOf,
} from '../../src/domain/calendar.ts';
import { makeBenchEngine, type BenchEngine } from '../benchEngine.ts';
import { databaseFileIn } from '../benchPaths.ts';
import { listQuestions, type ListQuestion } from './listQuestions.ts';
import { screenQuestions } from './screenQuestions.ts';

export interface ListsInput {
  readonly folder: string;
  readonly invoices: number;
  readonly repetitions: number;
}

export interface ListsOutcome {
  /** The very first answer also sums up what the seeding put in. */
  readonly firstAnswerMs: number;
  readonly questions: readonly {
    readonly label: string;
    readonly oursMs: readonly number[];
    readonly bareMs: readonly number[];
  }[];
}

const mostMsPerQuestion = 8000;

/** Processor time of the whole process: what else runs on the machine is not in it. */
async function timed(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Throws where the door refuses or the answer is empty. */
async function ask({ engine }: BenchEngine, operation: string, input: unknown): Promise<void> {
  const response = await engine.handle({ operation, input });
  const text = JSON.stringify(response);
  if (!response.ok || text.length < 100) throw new Error(`${operation} answered ${text.slice(0, 200)}`);
}

/** Follows the pages to the last one; answers its cursor. */
async function lastCursor({ call }: BenchEngine): Promise<string> {
  let cursor: string | null = null;
  for (;;) {
    const page: { nextCursor: string | null } = await call('invoices.list', { cursor, limit: 500, withTotals: false });
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  if (cursor === null) throw new Error('the list has one page only');
  return cursor;
}

export async function task({ folder, invoices, repetitions }: ListsInput): Promise<ListsOutcome> {
  const bench = makeBenchEngine({ folder });
  const bare = new Database(databaseFileIn(folder), { readonly: true });
  bare.pragma('cache_size = -65536');
  const firstAnswerMs = await timed(() => ask(bench, 'invoices.list', {}));
  const threeQuartersAgo = previousQuarter(
    previousQuarter(previousQuarter(quarterOf(localDateOf(instantFromMs(Date.now()), 'Australia/Brisbane')))),
  );
  const cursor = await lastCursor(bench);
  const questions: readonly ListQuestion[] = [
    ...listQuestions(invoices, quarterBounds(threeQuartersAgo)),
    ...screenQuestions(localMonthOf(quarterBounds(threeQuartersAgo).from)),
    {
      label: 'last page',
      operation: 'invoices.list',
      input: () => ({ cursor, withTotals: false }),
      sql: 'SELECT * FROM billing_invoices WHERE (local_date, id) < (?, ?) ORDER BY local_date DESC, id DESC LIMIT 101',
      values: () => [addDays(localDateOf(instantFromMs(Date.now()), 'Australia/Brisbane'), -1000), 500],
    },
  ];
  const results: { label: string; oursMs: number[]; bareMs: number[] }[] = [];
  for (const { label, operation, input, sql, values } of questions) {
    const statement = bare.prepare(sql);
    const askBare = (turn: number): void => void JSON.stringify(statement.all(...values(turn)));
    const oursMs: number[] = [];
    const bareMs: number[] = [];
    // The first turns fill caches and compile; they are not counted.
    const startedMs = performance.now();
    for (let turn = -5; turn < repetitions; turn += 1) {
      // A slow one says so by few answers.
      if (performance.now() - startedMs > mostMsPerQuestion && turn >= 0 && oursMs.length > 0) break;
      const some = turn + 5;
      const ours = await timed(() => ask(bench, operation, input(some)));
      const reference = await timed(() => askBare(some));
      if (turn < 0) continue;
      oursMs.push(ours);
      bareMs.push(reference);
    }
    results.push({ label, oursMs, bareMs });
  }
  bare.close();
  await bench.engine.stop();
  return { firstAnswerMs, questions: results };
}
