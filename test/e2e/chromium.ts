// The browser of the tests: on Linux the Chromium inside an npm package (no system browser or libraries needed), elsewhere the installed one.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Chromium {
  readonly executablePath: string;
  /** What the browser's process needs beside the usual environment. */
  readonly env: Readonly<Record<string, string>>;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The package unpacks into TMPDIR and adds its bundled libraries when it believes itself on Amazon Linux 2023. */
const unpack = (folder: string): void => {
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  execFileSync(process.execPath, ['-e', script], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
};

const runs = (executablePath: string, env: Readonly<Record<string, string>>): boolean => {
  try {
    execFileSync(executablePath, ['--version'], { env: { ...process.env, ...env }, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Undefined: this is not Linux on x64; Playwright finds Chrome or its own browser by itself. */
export const packagedChromium = (): Chromium | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const manifest = JSON.parse(readFileSync(path.join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(root, 'node_modules', '.cache', `chromium-${manifest.version}`);
  if (!existsSync(folder)) {
    // Several workers may come here at once: each unpacks beside, the first to finish gives it its name.
    const beside = `${folder}.${process.pid}`;
    mkdirSync(beside, { recursive: true });
    unpack(beside);
    try {
      renameSync(beside, folder);
    } catch {
      rmSync(beside, { recursive: true, force: true });
    }
  }
  const executablePath = path.join(folder, 'chromium');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
  // The bundled libraries only where the system's are missing: mixed with others they may not fit.
  const env = runs(executablePath, fonts) ? fonts : { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') };
  return { executablePath, env };
};
