// What the engine's thread is told at its start.
import type { EngineConfig } from '../engine/engine.ts';
import type { SecretName } from '../engine/ports/secrets.ts';
import type { CompanyPaths } from './paths.ts';

export interface EngineThreadData {
  readonly config: EngineConfig;
  readonly paths: CompanyPaths;
  readonly migrationsFolder: string;
  /** File of the thread that makes backups. */
  readonly backupThread: string;
  /** Another address for Intuit's sign-in and token pages; null: Intuit's own. */
  readonly intuitUrl: string | null;
  /** Demo: the simulators' own keys, held in memory. Null: the system keychain, read inside the thread. */
  readonly demoSecrets: Partial<Record<SecretName, string>> | null;
}
