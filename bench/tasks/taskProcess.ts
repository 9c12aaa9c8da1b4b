// Entry of a task's process: takes the input, runs the task, answers with what it cost, ends.
import type { FromTask } from './runTask.ts';

const name = process.argv[2] ?? '';
if (!/^[A-Za-z]+$/.test(name)) throw new Error('a task is named by letters');

const bytesPerMb = 1024 * 1024;

async function answerTo(input: unknown): Promise<FromTask> {
  try {
    const module = (await import(`./${name}.ts`)) as { task: (input: unknown) => Promise<unknown> };
    const value = await module.task(input);
    const { maxRSS } = process.resourceUsage();
    const { user, system } = process.cpuUsage();
    return {
      ok: true,
      answer: { value, cost: { peakMemoryMb: (maxRSS * 1024) / bytesPerMb, processorMs: (user + system) / 1000 } },
    };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.once('message', (message: { input: unknown }) => {
  void answerTo(message.input).then((answer) => process.send?.(answer, () => process.exit(0)));
});

// Whoever started it is gone: nothing of it may be left running.
process.once('disconnect', () => process.exit(1));
