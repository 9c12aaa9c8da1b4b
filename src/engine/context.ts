// What every service works with: the ports, and the little state that lives in memory (keys, tokens, progress, network).
import type { BusinessProfile } from '../contract/profile.ts';
import type { Topic } from '../contract/rpc.ts';
import { instantFromMs } from '../domain/calendar.ts';
import type { EnginePorts } from './engine.ts';
import { makeTokenKeeper, type TokenKeeper } from './connection/tokenKeeper.ts';
import { makeWorkTracker, type WorkTracker } from './jobs/workTracker.ts';
import type { StripeGateway } from './ports/stripeGateway.ts';

export interface EngineContext extends EnginePorts {
  /** Now, as ISO text. */
  now(): string;
  profile(): BusinessProfile;
  /** Tells the screens which of their data is out of date. */
  changed(...topics: Topic[]): void;
  stripe(): StripeGateway;
  useStripeKey(key: string | undefined): void;
  readonly tokens: TokenKeeper;
  readonly work: WorkTracker;
  /** Looks for ready jobs now. */
  kick(): void;
  readonly flags: EngineFlags;
}

export interface EngineFlags {
  isFocused: boolean;
  /** The last write did not fit on the disk. */
  isDiskFull: boolean;
  /** After start or wake the event poll reaches further back. */
  wideOverlap: boolean;
  hasStripeKey: boolean;
}

export function makeContext(ports: EnginePorts, kick: () => void): EngineContext {
  let gateway = ports.makeStripe(undefined);
  const flags: EngineFlags = { isFocused: true, isDiskFull: false, wideOverlap: true, hasStripeKey: false };
  const now = (): string => instantFromMs(ports.clock.nowMs());
  // A job enqueued in the middle of a transaction is looked for right after it: the wake-up runs when the stack is empty.
  const jobs = { ...ports.store.jobs, enqueue: (job: Parameters<typeof ports.store.jobs.enqueue>[0]) => (ports.store.jobs.enqueue(job), kick()) };
  const base = {
    ...ports,
    store: { ...ports.store, jobs },
    now,
    profile: () => ports.store.state.profile(),
    changed: (...topics: Topic[]) => ports.publish({ kind: 'changed', topics: [...new Set<Topic>([...topics, 'status'])] }),
    stripe: () => gateway,
    useStripeKey: (key: string | undefined) => {
      gateway = ports.makeStripe(key);
      flags.hasStripeKey = key !== undefined;
    },
    kick,
    flags,
  };
  return { ...base, tokens: makeTokenKeeper(ports), work: makeWorkTracker(ports, now) };
}
