// Entry of the browser host: reads the flags, runs until told to stop. Exit codes: 0 stopped, 2 could not start, 3 the engine died.
import { fileURLToPath } from 'node:url';
import { helpText, parseOptions } from '../shell/options.ts';
import { programFiles } from '../shell/programFiles.ts';
import { bugReport, complain, say } from '../shell/terminal.ts';
import { HostStartError, runHost } from './runHost.ts';
import type { RunningHost } from './runHost.ts';

/** Signals within this time are one. */
const sameSignalMs = 1_000;

const main = async (): Promise<void> => {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) {
    complain(parsed.sentence);
    process.exitCode = 2;
    return;
  }
  if (parsed.options.help) return say(helpText());

  let host: RunningHost | undefined;
  let stoppingSinceMs: number | undefined;
  const stop = (): void => {
    if (stoppingSinceMs !== undefined) {
      // A later signal is a person who does not want to wait; the books survive that. One at the same moment is the same
      // Ctrl+C, which a terminal sends to every process in front and npm passes on as well.
      if (Date.now() - stoppingSinceMs > sameSignalMs) process.exit(130);
      return;
    }
    stoppingSinceMs = Date.now();
    void host?.stop().then(() => process.exit());
    if (host === undefined) process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);

  try {
    host = await runHost(parsed.options, programFiles(fileURLToPath(import.meta.url)), () => {
      process.exitCode = 3;
    });
  } catch (error) {
    complain(error instanceof HostStartError ? error.message : bugReport(error));
    process.exit(2);
  }
};

void main();
