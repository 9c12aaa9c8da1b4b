// What a shell says in the terminal: plain sentences, one per line.
import type { OperationError } from '../contract/errors.ts';

export const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

export const complain = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** What happened, the particulars, what to do next. */
export const failureSentence = (error: OperationError): string =>
  `${error.detail === undefined ? error.message : `${error.message.replace(/\.$/, '')} (${error.detail}).`} ${error.nextAction}`;

/** A bug's type and stack; its message may quote data, so it stays out. */
export const bugReport = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Tieout made a mistake (no particulars).';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`Tieout made a mistake: ${error.name}`, ...frames].join('\n');
};
