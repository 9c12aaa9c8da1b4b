// Where the program's own parts lie, whether it was built (out/) or runs from its sources.
import path from 'node:path';

export interface ProgramFiles {
  readonly engineThread: string;
  readonly backupThread: string;
  readonly simulatorThread: string;
  readonly preload: string;
  readonly rendererFolder: string;
  readonly migrationsFolder: string;
}

/** `entryFile` is the shell's own entry: out/main/<shell>.js or src/<shell>/index.ts. */
export const programFiles = (entryFile: string): ProgramFiles => {
  const here = path.dirname(entryFile);
  const root = path.resolve(here, '..', '..');
  const isSource = entryFile.endsWith('.ts');
  const thread = (name: string): string => (isSource ? path.join(root, 'src', 'shell', `${name}.ts`) : path.join(here, `${name}.js`));
  return {
    engineThread: thread('engineThread'),
    backupThread: thread('backupThread'),
    simulatorThread: thread('simulatorThread'),
    preload: path.join(root, 'out', 'preload', 'index.cjs'),
    rendererFolder: path.join(root, 'out', 'renderer'),
    migrationsFolder: path.join(root, 'resources', 'migrations'),
  };
};
