// What must be there before anything runs: a recent enough Node, the installed packages, the built program. Plain JavaScript for Node 20.19.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** A step that failed for a reason the person can act on. */
export class PrepareError extends Error {}

/** `npm ci` itself needs this; the program runs on the Node that is installed with the packages. */
export const requireNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PrepareError(`Tieout needs Node 20.19 or later to start; this is ${version}. Install a newer Node, then run npm start again.`);
};

/** Runs a command to its end; with `quiet` its output is shown only if it fails. */
export const run = (command, args, { quiet = false, env = process.env, timeoutMs = 0 } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', timeout: timeoutMs });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });

/** The Node that came with the packages. */
export const nodeBinary = () => {
  const found = ['node.exe', 'node'].map((name) => inRoot('node_modules', 'node', 'bin', name)).find((file) => existsSync(file));
  if (found === undefined) throw new PrepareError('The Node that belongs to Tieout is missing. Run npm rebuild node, then npm start again.');
  return found;
};

/** Whether node_modules holds what the lock file says (npm writes its own record at the end of an install). */
export const isInstalled = () => {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson(inRoot('package-lock.json')).packages).every(
    ([place, { version, optional }]) => place === '' || installed[place]?.version === version || (optional === true && installed[place] === undefined),
  );
};

export const install = async () => {
  if (isInstalled()) return;
  // npm empties the folder first: behind a link that would be somebody else's.
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new PrepareError('node_modules is a link and does not hold what this version needs. Install there (npm ci), or remove the link and start again.');
  }
  process.stdout.write('Installing what Tieout needs (once; a minute or two) …\n');
  // On Windows npm is a script, which spawn does not find; npm names its own file to what it runs.
  const npm = process.env.npm_execpath;
  const { code, output } = npm === undefined ? await run('npm', ['ci'], { quiet: true }) : await run(process.execPath, [npm, 'ci'], { quiet: true });
  if (code !== 0) throw new PrepareError(`The packages could not be installed. Check the network, then try again. npm said:\n${output}`);
};

const builtFrom = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** A digest of names, sizes and times of everything the build reads. */
const sourceDigest = () => {
  const digest = createHash('sha256');
  const add = (file) => {
    const { size, mtimeMs } = statSync(file);
    digest.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
  };
  for (const name of builtFrom) {
    if (!statSync(inRoot(name)).isDirectory()) {
      add(inRoot(name));
      continue;
    }
    const files = readdirSync(inRoot(name), { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
    for (const file of files.map((item) => path.join(item.parentPath ?? item.path, item.name)).sort()) add(file);
  }
  return digest.digest('hex');
};

export const build = async () => {
  const stampFile = inRoot('out', '.built-from');
  const digest = sourceDigest();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return;
  process.stdout.write('Building Tieout …\n');
  const { code, output } = await run(nodeBinary(), [inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], { quiet: true });
  if (code !== 0) throw new PrepareError(`Tieout could not be built:\n${output}`);
  mkdirSync(inRoot('out'), { recursive: true });
  writeFileSync(stampFile, digest);
};
