// A call that a vendor leaves without an answer is ended as its caller would end it: by letting its time run out.
import { Killed, type ProcessLife } from './processLife.ts';
import type { World } from './world.ts';

const turn = (): Promise<'goes on'> =>
  new Promise((resolve) => {
    setImmediate(() => resolve('goes on'));
  });

/** The timers of a process that died meanwhile end nothing any more: its call is over without an answer. */
export async function endingWhenHanging<T>(world: World, life: ProcessLife, call: Promise<T>, end: () => void): Promise<T> {
  const { faults } = world.quickBooks;
  if (!faults.list().some((fault) => fault.kind === 'hang')) return call;
  const before = faults.counts.hang ?? 0;
  const over = Promise.allSettled([call]);
  for (;;) {
    if ((faults.counts.hang ?? 0) !== before) {
      end();
      const died = life.death.then((): never => {
        throw new Killed();
      });
      return Promise.race([call, died]);
    }
    if ((await Promise.race([over, turn()])) !== 'goes on') return call;
  }
}
