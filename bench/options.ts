// What the command line of the benchmarks may say.
import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [flags]

  --only <names>  comma-separated: backfill, start, lists, page, push, events
  --json <file>   also writes every measured value there
  --large         also 1,000,000 invoices in the lists and the page
`;

export interface BenchOptions {
  readonly only: readonly string[] | null;
  readonly jsonFile: string | null;
  readonly isLarge: boolean;
  readonly isHelpAsked: boolean;
}

/** Throws on unknown flags and unknown names. */
export function readOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      large: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const only = values.only === undefined ? null : values.only.split(',').map((name) => name.trim());
  const unknown = (only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark called ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  return { only, jsonFile: values.json ?? null, isLarge: values.large === true, isHelpAsked: values.help === true };
}
