// Where the program keeps its data on this machine, and which company is opened when nobody says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../contract/values.ts';
import type { Environment } from '../contract/values.ts';

export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's own folder, `os.homedir()`. */
  readonly userFolder: string;
}

/** The usual place for a program's data: %APPDATA%, Application Support, or the XDG data folder. */
export const defaultHomeFolder = ({ platform, env, userFolder }: MachineFacts): string => {
  if (platform === 'win32') return path.win32.join(env['APPDATA'] ?? path.win32.join(userFolder, 'AppData', 'Roaming'), 'Tieout');
  if (platform === 'darwin') return path.posix.join(userFolder, 'Library', 'Application Support', 'Tieout');
  const xdg = env['XDG_DATA_HOME'];
  return path.posix.join(xdg !== undefined && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(userFolder, '.local', 'share'), 'tieout');
};

export interface CompanyPaths {
  readonly folder: string;
  readonly databaseFile: string;
  readonly backupsFolder: string;
  readonly logFile: string;
  readonly lockFile: string;
  /** The simulators' own state (demo only). */
  readonly simulatorsFolder: string;
}

/** Demo, test and live data never share a folder. */
export const companyPaths = (homeFolder: string, company: Environment): CompanyPaths => {
  const folder = path.join(homeFolder, company);
  return {
    folder,
    databaseFile: path.join(folder, 'tieout.db'),
    backupsFolder: path.join(folder, 'backups'),
    logFile: path.join(folder, 'tieout.log'),
    lockFile: path.join(folder, 'tieout.lock'),
    simulatorsFolder: path.join(folder, 'simulators'),
  };
};

export interface ChosenCompany {
  readonly company: Environment;
  /** For the terminal: why this one. */
  readonly sentence: string;
}

const names: Record<Environment, string> = {
  demo: 'the demo company (simulated Stripe and QuickBooks; no real money)',
  test: 'your company in test mode (Stripe test mode, QuickBooks sandbox)',
  live: 'your company (live)',
};

const rememberedFile = (homeFolder: string): string => path.join(homeFolder, 'company');

/** Kept for the next start without a flag: the company that a person chose in the console. */
export const rememberCompany = (homeFolder: string, company: Environment): void => {
  mkdirSync(homeFolder, { recursive: true, mode: 0o700 });
  writeFileSync(rememberedFile(homeFolder), `${company}\n`, { mode: 0o600 });
};

const rememberedCompany = (homeFolder: string): Environment | undefined => {
  try {
    return environment.safeParse(readFileSync(rememberedFile(homeFolder), 'utf8').trim()).data;
  } catch {
    return undefined;
  }
};

/** For the terminal when a person changes it in the console. */
export const companySentence = (company: Environment): string => `Opening ${names[company]}.`;

/** What was asked for; else what a person chose in the console; else the live company once it has data; else the demo. */
export const chooseCompany = (homeFolder: string, asked: Environment | undefined): ChosenCompany => {
  if (asked !== undefined) return { company: asked, sentence: companySentence(asked) };
  const remembered = rememberedCompany(homeFolder);
  if (remembered !== undefined) return { company: remembered, sentence: `${companySentence(remembered)} It was chosen in the console last; --demo, --test and --no-demo open another.` };
  if (existsSync(companyPaths(homeFolder, 'live').databaseFile)) {
    return { company: 'live', sentence: `Opening ${names.live}, because it has been set up here. Use --demo for the demo company.` };
  }
  return { company: 'demo', sentence: `Opening ${names.demo}. Use --no-demo for your own company.` };
};

/** Makes the folders, readable by their owner only. */
export const makeCompanyFolders = (paths: CompanyPaths): void => {
  for (const folder of [path.dirname(paths.folder), paths.folder, paths.backupsFolder]) mkdirSync(folder, { recursive: true, mode: 0o700 });
};
