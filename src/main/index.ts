// Entry of the desktop app. Chromium's own flags stand among ours, so unknown ones are left alone.
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { parseOptions } from '../shell/options.ts';
import { programFiles } from '../shell/programFiles.ts';
import { bugReport, complain } from '../shell/terminal.ts';
import { runDesktop } from './runDesktop.ts';

const parsed = parseOptions(process.argv.slice(1), true);
if (parsed.ok) {
  runDesktop(parsed.options, programFiles(fileURLToPath(import.meta.url))).catch((error: unknown) => {
    complain(bugReport(error));
    app.exit(1);
  });
} else {
  complain(parsed.sentence);
  app.exit(2);
}
