// Whether the desktop app can run here: Electron's binary is there or can be fetched, and there is a screen.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeBinary, root, run } from './prepare.mjs';

const folder = path.join(root, 'node_modules', 'electron');
const probeMs = 8_000;
const downloadMs = 600_000;

/** The binary's path, or undefined while it is not there (it is fetched at the first start, not at install). */
const findBinary = () => {
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : undefined;
};

/** Asks the place the binary comes from for a small file, so that a machine without access is not kept waiting. */
const canReachDownloads = async (version) => {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true;
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const answer = await fetch(`${mirror}v${version}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return answer.ok;
  } catch {
    return false;
  }
};

const screenProblem = () => {
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no screen';
  // Chromium's sandbox does not work for root, and Tieout does not run without it.
  return process.getuid?.() === 0 ? 'it does not run for the root user' : undefined;
};

/** `{binary}`, or `{reason}` in words that follow "because". */
export const electronBinary = async () => {
  const problem = screenProblem();
  if (problem !== undefined) return { reason: problem };
  const there = findBinary();
  if (there !== undefined) return { binary: there };
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (!(await canReachDownloads(version))) return { reason: 'it could not be downloaded' };
  process.stdout.write('Fetching Electron (once; about 120 MB) …\n');
  const { code } = await run(nodeBinary(), [path.join(folder, 'install.js')], { quiet: true, timeoutMs: downloadMs });
  const fetched = code === 0 ? findBinary() : undefined;
  return fetched === undefined ? { reason: 'its download failed' } : { binary: fetched };
};
