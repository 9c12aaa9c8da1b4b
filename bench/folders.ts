// Folders of one run, below the system's folder for such things.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const makeRunFolder = (): string => mkdtempSync(path.join(tmpdir(), 'tieout-bench-'));

export function folderIn(parent: string, name: string): string {
  const folder = path.join(parent, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
