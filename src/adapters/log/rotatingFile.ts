// A log file that starts anew when it is full and keeps a few older ones; a disk that can't be written never stops the program.
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface RotatingFile {
  /** Appends at once (no buffer: the lines before a crash are the ones that matter). Failures are swallowed and counted. */
  write(line: string): void;
  close(): void;
  readonly failedWrites: number;
}

export const logFileName = 'tieout.log';
/** tieout.log is the newest, tieout.1.log the one before. */
const nameOf = (age: number): string => (age === 0 ? logFileName : `tieout.${age}.log`);

export function openRotatingFile(folder: string, options: { maxBytes: number; keep: number }): RotatingFile {
  let descriptor: number | undefined;
  let bytes = 0;
  let failedWrites = 0;
  let isClosed = false;

  const open = (): number => {
    // Readable by the owner only: a log names customers' invoices by number.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const opened = openSync(join(folder, nameOf(0)), 'a', 0o600);
    bytes = fstatSync(opened).size;
    return opened;
  };
  const rotate = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
    rmSync(join(folder, nameOf(options.keep - 1)), { force: true });
    for (let age = options.keep - 2; age >= 0; age -= 1) {
      const from = join(folder, nameOf(age));
      if (existsSync(from)) renameSync(from, join(folder, nameOf(age + 1)));
    }
  };

  return {
    write: (line) => {
      if (isClosed) return;
      try {
        const length = Buffer.byteLength(line);
        descriptor ??= open();
        if (bytes > 0 && bytes + length > options.maxBytes) {
          rotate();
          descriptor = open();
        }
        writeSync(descriptor, line);
        bytes += length;
      } catch {
        failedWrites += 1;
      }
    },
    close: () => {
      isClosed = true;
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
    get failedWrites() {
      return failedWrites;
    },
  };
}

/** The last lines of the newest file, for diagnostics after a restart; none where there is no file or it can't be read. */
export function lastLinesOfLog(folder: string, count: number): string[] {
  try {
    return readFileSync(join(folder, nameOf(0)), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(-count);
  } catch {
    return [];
  }
}
