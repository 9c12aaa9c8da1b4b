// Task: the engine's thread on a database that is there, from the start of this process to the first list of invoices.
import path from 'node:path';
import { startEngineClient } from '../../src/shell/engineClient.ts';
import type { EngineThreadData } from '../../src/shell/engineThreadData.ts';
import { configOf, migrationsFolder } from '../benchEngine.ts';
import { databaseFileIn } from '../benchPaths.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface StartEngineInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
  readonly threadFile: string;
  /** Milliseconds since the epoch at which this process was asked for. */
  readonly askedAtMs: number;
}

export interface StartEngineOutcome {
  readonly fromProcessMs: number;
  readonly fromThreadMs: number;
}

export async function task({ folder, vendors, threadFile, askedAtMs }: StartEngineInput): Promise<StartEngineOutcome> {
  const threadData: EngineThreadData = {
    config: configOf({ folder, vendors, isConnected: true }),
    paths: {
      folder,
      databaseFile: databaseFileIn(folder),
      backupsFolder: path.join(folder, 'backups'),
      logFile: path.join(folder, 'tieout.log'),
      lockFile: path.join(folder, 'tieout.lock'),
      simulatorsFolder: path.join(folder, 'simulators'),
    },
    migrationsFolder,
    backupThread: threadFile.replace('engineThread', 'backupThread'),
    intuitUrl: vendors.intuitUrl,
    demoSecrets: {
      'stripe.key': vendors.stripeApiKey,
      'quickbooks.clientSecret': vendors.clientSecret,
      'quickbooks.refreshToken': vendors.refreshToken,
    },
  };
  const beforeThreadMs = performance.now();
  const client = await startEngineClient({
    threadFile,
    threadData: () => Promise.resolve(threadData),
    nowMs: () => Date.now(),
    onRestart: () => undefined,
    onDeath: () => undefined,
  });
  const response = await client.handle({ operation: 'invoices.list', input: {} });
  const fromThreadMs = performance.now() - beforeThreadMs;
  const fromProcessMs = Date.now() - askedAtMs;
  await client.stop();
  if (!response.ok) throw new Error(`invoices.list: ${response.error.code}`);
  return { fromProcessMs, fromThreadMs };
}
