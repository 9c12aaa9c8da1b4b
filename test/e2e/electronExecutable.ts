// What plays Electron in the tests: the real binary where it can run, else the double.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface ElectronExecutable {
  readonly path: string;
  readonly isDouble: boolean;
}

export const electronExecutable = (): ElectronExecutable => {
  const pathFile = path.join(root, 'node_modules', 'electron', 'path.txt');
  const real = existsSync(pathFile) ? path.join(root, 'node_modules', 'electron', 'dist', readFileSync(pathFile, 'utf8')) : undefined;
  const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
  if (real !== undefined && existsSync(real) && hasScreen) return { path: real, isDouble: false };
  return { path: path.join(root, 'test', 'double', 'electron'), isDouble: true };
};
