// The shell's side of the thread line: starts the engine's thread, asks it, listens to it, starts it again once if it dies.
import { Worker } from 'node:worker_threads';
import { AppError } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import { topics } from '../contract/rpc.ts';
import type { Environment } from '../contract/values.ts';
import type { EngineEvent, RpcRequest, RpcResponse } from '../contract/rpc.ts';
import type { EngineSignal } from '../engine/engine.ts';
import type { FromEngine, ToEngine } from './threadMessages.ts';

export interface EngineClient {
  /** Never rejects: a dead engine answers INTERNAL. */
  handle(request: RpcRequest): Promise<RpcResponse>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  signal(signal: EngineSignal): void;
  /** Lets the engine finish and close its store; ends the thread by force after 10 seconds. */
  stop(): Promise<void>;
}

export interface EngineClientOptions {
  readonly threadFile: string;
  /** Called before every start of the thread. */
  readonly threadData: () => Promise<unknown>;
  readonly nowMs: () => number;
  /** The thread died and was started again. */
  readonly onRestart: () => void;
  /** The thread died for good; requests answer INTERNAL from now on. */
  readonly onDeath: (error: OperationError) => void;
  /** The engine asks for another company's books; the caller stops this client and starts another. */
  readonly onOpenCompany?: (company: Environment) => void;
}

/** Two deaths within this time are one illness: no third start. */
const restartEveryMs = 600_000;
const stopTimeoutMs = 10_000;
/** A young generation of the usual 48 MB costs 50 MB of memory in a back-fill and saves no time that can be measured. */
const engineLimits = { maxYoungGenerationSizeMb: 12 };

const stoppedDetail = 'the engine has stopped; close Tieout and start it again';

/** Rejects with AppError when the engine can't start. */
export const startEngineClient = async (options: EngineClientOptions): Promise<EngineClient> => {
  const listeners = new Set<(event: EngineEvent) => void>();
  const waiting = new Map<number, (response: RpcResponse) => void>();
  let lastId = 0;
  let lastStartMs = 0;
  let worker: Worker | undefined;
  let isStopping = false;
  let hasRestarted = false;
  /** Under way when the engine asked to be started again; requests wait for it. */
  let replacing: Promise<void> | undefined;

  const failWaiting = (): void => {
    for (const resolve of waiting.values()) resolve({ ok: false, error: new AppError('INTERNAL').toOperationError() });
    waiting.clear();
  };

  const receive = (message: FromEngine): void => {
    if (message.kind === 'response') {
      waiting.get(message.id)?.(message.response);
      waiting.delete(message.id);
    }
    if (message.kind === 'event') for (const listener of listeners) listener(message.event);
  };

  const launch = async (): Promise<void> => {
    const workerData = await options.threadData();
    lastStartMs = options.nowMs();
    return new Promise((resolve, reject) => {
      const thread = new Worker(options.threadFile, { workerData, name: 'engine', resourceLimits: engineLimits });
      let isReady = false;
      let refusal: OperationError | undefined;
      thread.on('message', (message: FromEngine) => {
        if (message.kind === 'failed') refusal = message.error;
        // Ended from here: what else the thread holds open (an attached debugger does) must not keep it.
        if (message.kind === 'failed' || message.kind === 'stopped') void thread.terminate();
        if (message.kind === 'ready') {
          isReady = true;
          worker = thread;
          resolve();
        }
        if (message.kind === 'restart' && worker === thread) replacing ??= replace(thread);
        if (message.kind === 'openCompany' && worker === thread) options.onOpenCompany?.(message.company);
        receive(message);
      });
      let cause: unknown;
      thread.on('error', (error) => {
        cause = error;
      });
      thread.on('exit', () => {
        if (worker === thread) worker = undefined;
        if (!isReady) return reject(asStartFailure(refusal, cause));
        failWaiting();
        if (!isStopping && replacing === undefined) void relaunch();
      });
    });
  };

  const endThread = async (thread: Worker): Promise<void> => {
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage({ kind: 'stop' } satisfies ToEngine);
    const timer = setTimeout(() => void thread.terminate(), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };

  /** Asked for by the engine itself, so it is no illness and counts for none. */
  const replace = async (thread: Worker): Promise<void> => {
    await endThread(thread);
    try {
      await launch();
      for (const listener of listeners) listener({ kind: 'changed', topics: [...topics] });
    } catch (error) {
      options.onDeath(error instanceof AppError ? error.toOperationError() : deathError());
    } finally {
      replacing = undefined;
    }
  };

  const relaunch = async (): Promise<void> => {
    if (hasRestarted && options.nowMs() - lastStartMs < restartEveryMs) return options.onDeath(deathError());
    hasRestarted = true;
    try {
      await launch();
      options.onRestart();
      for (const listener of listeners) listener({ kind: 'changed', topics: [...topics] });
    } catch (error) {
      options.onDeath(error instanceof AppError ? error.toOperationError() : deathError());
    }
  };

  await launch();
  const post = (message: ToEngine): void => worker?.postMessage(message);
  return {
    handle: async (request) => {
      await replacing;
      if (worker === undefined || isStopping) return { ok: false, error: deathError() };
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        post({ kind: 'request', id, request });
      });
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal: (signal) => post({ kind: 'signal', signal }),
    stop: async () => {
      await replacing;
      const thread = worker;
      if (thread === undefined || isStopping) return;
      isStopping = true;
      await endThread(thread);
      failWaiting();
    },
  };
};

const deathError = (): OperationError => new AppError('INTERNAL', stoppedDetail).toOperationError();

const asStartFailure = (refusal: OperationError | undefined, cause: unknown): Error => {
  if (refusal !== undefined) return new AppError(refusal.code, refusal.detail);
  return cause instanceof Error ? cause : new AppError('INTERNAL', stoppedDetail);
};
