// npm start: installs and builds what is missing, then opens the desktop app, or the browser console where that can't run.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { electronBinary } from './electronBinary.mjs';
import { build, install, nodeBinary, PrepareError, requireNode, root } from './prepare.mjs';

const flags = JSON.parse(readFileSync(path.join(root, 'src', 'shell', 'flags.json'), 'utf8'));
/** A desktop app that ends this early with an error did not get as far as its window. */
const earlyEndMs = 10_000;
/** The program itself said why it can't start; the browser console would say the same. */
const refusedCode = 2;

const printHelp = () => {
  const rows = Object.entries(flags).map(([name, { argument, help }]) => [`--${name}${argument === undefined ? '' : ` ${argument}`}`, help]);
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  process.stdout.write(`Usage: npm start -- [flags]\n\n${rows.map(([left, help]) => `  ${left.padEnd(width)}${help}`).join('\n')}\n`);
};

const checkFlags = (args) => {
  const unknown = args.filter((arg) => arg.startsWith('-')).find((arg) => !arg.startsWith('--') || flags[arg.slice(2).split('=')[0]] === undefined);
  if (unknown !== undefined) throw new PrepareError(`There is no flag ${unknown}. Use --help for the list.`);
};

/** Runs the program in front; the signals that reach us go on to it. */
const runShell = (command, args) =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(command, args, { cwd: process.cwd(), stdio: 'inherit' });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (signal) => child.kill(signal);
    let wasSignalled = false;
    for (const signal of signals) {
      process.on(signal, () => {
        wasSignalled = true;
        forward(signal);
      });
    }
    child.once('error', () => resolve({ code: 1, endedEarly: true }));
    child.once('exit', (code) => {
      for (const signal of signals) process.removeAllListeners(signal);
      const failed = code !== 0 && code !== refusedCode && !wasSignalled;
      resolve({ code: code ?? (wasSignalled ? 0 : 1), endedEarly: failed && Date.now() - startedAt < earlyEndMs });
    });
  });

const startBrowserHost = async (args, reason) => {
  if (reason !== undefined) process.stdout.write(`The desktop app can't run here (${reason}), so Tieout opens in your browser.\n`);
  return (await runShell(nodeBinary(), [path.join(root, 'out', 'main', 'host.js'), ...args])).code;
};

const start = async (args) => {
  checkFlags(args);
  if (args.includes('--help')) {
    printHelp();
    return 0;
  }
  requireNode();
  await install();
  await build();
  if (args.includes('--browser')) return startBrowserHost(args);
  const { binary, reason } = await electronBinary();
  if (binary === undefined) return startBrowserHost(args, reason);
  const { code, endedEarly } = await runShell(binary, [root, ...args]);
  return endedEarly ? startBrowserHost(args, `Electron ended at once with code ${code}`) : code;
};

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
