// The shell's side of the demo company's thread.
import { Worker } from 'node:worker_threads';
import type { DemoCompany, FromSimulator, SimulatorThreadData, ToSimulator } from './simulatorMessages.ts';

export interface SimulatorClient {
  readonly company: DemoCompany;
  /** A grant as if the owner had just signed in; the earlier one ends. */
  issueRefreshToken(): Promise<string>;
  stop(): Promise<void>;
}

const stopTimeoutMs = 5_000;

/** Rejects when the simulators can't start or their thread dies while a question waits. */
export const startSimulators = async (threadFile: string, threadData: SimulatorThreadData): Promise<SimulatorClient> => {
  const worker = new Worker(threadFile, { workerData: threadData, name: 'simulators' });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let death: Error | undefined;
  worker.on('error', (error) => {
    death = error instanceof Error ? error : new Error('the demo company could not go on');
  });

  const next = <K extends FromSimulator['kind']>(kind: K): Promise<Extract<FromSimulator, { kind: K }>> =>
    new Promise((resolve, reject) => {
      const receive = (message: FromSimulator): void => {
        if (message.kind !== kind) return;
        worker.off('message', receive);
        resolve(message as Extract<FromSimulator, { kind: K }>);
      };
      worker.on('message', receive);
      void ended.then(() => reject(death ?? new Error('the demo company has stopped')));
    });
  const post = (message: ToSimulator): void => worker.postMessage(message);

  const { company } = await next('ready');
  return {
    company,
    issueRefreshToken: async () => {
      const answer = next('refreshToken');
      post({ kind: 'issueRefreshToken' });
      return (await answer).refreshToken;
    },
    stop: async () => {
      const stopped = next('stopped').catch(() => {});
      const timer = setTimeout(() => void worker.terminate(), stopTimeoutMs);
      post({ kind: 'stop' });
      await stopped;
      await worker.terminate();
      clearTimeout(timer);
    },
  };
};
