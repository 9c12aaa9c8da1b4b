// Runs one task in a process of its own, so that its memory and processor time are its own and its code starts cold.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Cost {
  /** Highest resident memory of the process up to the end of the task. */
  readonly peakMemoryMb: number;
  /** Of all threads of the process, user and system, from its start to the end of the task. */
  readonly processorMs: number;
}

export interface TaskAnswer<T> {
  readonly value: T;
  readonly cost: Cost;
}

export type FromTask =
  | { readonly ok: true; readonly answer: TaskAnswer<unknown> }
  | { readonly ok: false; readonly error: string };

/** A task is a module of this folder that exports `task`. `input` and the answer travel as JSON. Rejects where the task throws. */
export function runTask<I, O>(name: string, input: I): Promise<TaskAnswer<O>> {
  const child = fork(fileURLToPath(new URL('taskProcess.ts', import.meta.url)), [name], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message: FromTask) => {
      if (message.ok) resolve(message.answer as TaskAnswer<O>);
      else reject(new Error(`${name}: ${message.error}`));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${String(code)} without an answer`)));
    child.send({ input });
  });
}
