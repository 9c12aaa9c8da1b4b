// Composition root that both shells share: data folder, lock, demo company, engine; and the way back down.
import os from 'node:os';
import path from 'node:path';
import type { OperationError } from '../contract/errors.ts';
import type { Environment } from '../contract/values.ts';
import type { EngineConfig } from '../engine/engine.ts';
import { takeDataLock } from './dataLock.ts';
import { engineConfig } from './engineConfig.ts';
import { startEngineClient } from './engineClient.ts';
import type { EngineClient } from './engineClient.ts';
import type { EngineThreadData } from './engineThreadData.ts';
import type { Options } from './options.ts';
import { companyPaths, defaultHomeFolder, makeCompanyFolders } from './paths.ts';
import type { ChosenCompany } from './paths.ts';
import type { ProgramFiles } from './programFiles.ts';
import { startSimulators } from './simulatorClient.ts';

export interface Program {
  readonly engine: EngineClient;
  readonly config: EngineConfig;
  /** Origins that Intuit's sign-in may use; the desktop app's sign-in window goes nowhere else. */
  readonly signInOrigin: string;
  /** Stops the engine, then the demo company, then lets go of the data folder. */
  stop(): Promise<void>;
}

export interface ProgramParts {
  readonly options: Options;
  readonly files: ProgramFiles;
  readonly shell: EngineConfig['shell'];
  readonly homeFolder: string;
  readonly chosen: ChosenCompany;
  readonly demoRedirectUri: string;
  readonly onRestart: () => void;
  readonly onDeath: (error: OperationError) => void;
  readonly onOpenCompany: (company: Environment) => void;
}

const intuitSignIn = 'https://appcenter.intuit.com';

/** The folder that --home names, else the system's usual place. */
export const chooseHomeFolder = (options: Options): string =>
  options.home === undefined
    ? defaultHomeFolder({ platform: process.platform, env: process.env, userFolder: os.homedir() })
    : path.resolve(options.home);

/** Throws AppError when the program can't start: DB_BUSY, DB_CORRUPT, DB_NEWER, DISK_FULL … Nothing is left running then. */
export const startProgram = async (parts: ProgramParts): Promise<Program> => {
  const { options, files, homeFolder, chosen } = parts;
  const paths = companyPaths(homeFolder, chosen.company);
  makeCompanyFolders(paths);
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const act of undo.splice(0).toReversed()) await act();
  };

  try {
    const lock = takeDataLock(paths.lockFile, process.pid);
    undo.push(() => lock.release());
    const simulators =
      chosen.company === 'demo'
        ? await startSimulators(files.simulatorThread, { folder: paths.simulatorsFolder, redirectUri: parts.demoRedirectUri })
        : undefined;
    if (simulators !== undefined) undo.push(() => simulators.stop());

    const demo = simulators?.company;
    const config = engineConfig({ company: chosen.company, shell: parts.shell, options, paths, homeFolder, demo, demoRedirectUri: parts.demoRedirectUri });
    const threadData = async (): Promise<EngineThreadData> => ({
      config,
      paths,
      migrationsFolder: files.migrationsFolder,
      backupThread: files.backupThread,
      intuitUrl: demo?.intuitUrl ?? options.intuitUrl ?? null,
      demoSecrets:
        simulators === undefined || demo === undefined
          ? null
          : {
              'stripe.key': demo.stripeApiKey,
              'quickbooks.clientSecret': demo.clientSecret,
              'quickbooks.refreshToken': await simulators.issueRefreshToken(),
            },
    });
    const engine = await startEngineClient({
      threadFile: files.engineThread,
      threadData,
      nowMs: () => Date.now(),
      onRestart: parts.onRestart,
      onDeath: parts.onDeath,
      onOpenCompany: parts.onOpenCompany,
    });
    undo.push(() => engine.stop());
    return { engine, config, signInOrigin: new URL(demo?.intuitUrl ?? options.intuitUrl ?? intuitSignIn).origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
