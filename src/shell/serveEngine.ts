// The engine's side of the thread line: starts it, answers requests, passes events on, stops it.
import { AppError } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import type { Environment } from '../contract/values.ts';
import type { Engine } from '../engine/engine.ts';
import type { PublishEvent } from '../engine/ports/runtime.ts';
import type { FromEngine, ToEngine } from './threadMessages.ts';

/** The part of `parentPort` that is used. */
export interface ThreadPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (message: ToEngine) => void): unknown;
}

/** What the engine can ask of the shell; done once the answer under way is out. */
export interface ShellRequests {
  readonly restartEngine: () => void;
  readonly openCompany: (company: Environment) => void;
}

export interface EngineFactory {
  /** Builds the engine; may throw AppError (DB_CORRUPT, DB_NEWER, DB_BUSY, DISK_FULL …). */
  make(publish: PublishEvent, requests: ShellRequests): Engine | Promise<Engine>;
  /** A bug, with its stack, for the log. */
  reportBug(error: unknown): void;
}

const asOperationError = (error: unknown, reportBug: EngineFactory['reportBug']): OperationError => {
  if (error instanceof AppError) return error.toOperationError();
  reportBug(error);
  return new AppError('INTERNAL').toOperationError();
};

/** Answers once the engine runs, or has said why it can not. */
export const serveEngine = async (port: ThreadPort, factory: EngineFactory): Promise<void> => {
  let engine: Engine;
  let asked: FromEngine | undefined;
  try {
    engine = await factory.make((event) => port.postMessage({ kind: 'event', event }), {
      restartEngine: () => (asked = { kind: 'restart' }),
      openCompany: (company) => (asked = { kind: 'openCompany', company }),
    });
    await engine.start();
  } catch (error) {
    port.postMessage({ kind: 'failed', error: asOperationError(error, factory.reportBug) });
    return;
  }

  const answer = async (id: number, request: Extract<ToEngine, { kind: 'request' }>['request']): Promise<void> => {
    try {
      port.postMessage({ kind: 'response', id, response: await engine.handle(request) });
    } catch (error) {
      // The door promises not to throw; an answer that can not be cloned ends here too.
      port.postMessage({ kind: 'response', id, response: { ok: false, error: asOperationError(error, factory.reportBug) } });
    }
    // The answer is on its way before the engine goes.
    if (asked !== undefined) port.postMessage(asked);
    asked = undefined;
  };

  const stop = async (): Promise<void> => {
    try {
      await engine.stop();
    } catch (error) {
      factory.reportBug(error);
    }
    port.postMessage({ kind: 'stopped' });
  };

  port.on('message', (message) => {
    switch (message.kind) {
      case 'request':
        void answer(message.id, message.request);
        break;
      case 'signal':
        engine.signal(message.signal);
        break;
      case 'stop':
        void stop();
        break;
    }
  });
  port.postMessage({ kind: 'ready' });
};
