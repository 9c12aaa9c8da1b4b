// What answering a question takes: the store, the clock, and where the pages of the vendors are. No network.
import type { EngineConfig, EnginePorts } from '../engine.ts';

export interface QueryPorts extends Pick<EnginePorts, 'clock' | 'store' | 'publish'> {
  readonly config: Pick<EngineConfig, 'links'>;
}
