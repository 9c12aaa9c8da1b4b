// A call that a vendor leaves without an answer is ended as its caller would end it: by letting its time run out.
import type { World } from './world.ts';

const turn = (): Promise<'goes on'> =>
  new Promise((resolve) => {
    setImmediate(() => resolve('goes on'));
  });

export async function endingWhenHanging<T>(world: World, call: Promise<T>, end: () => void): Promise<T> {
  const { faults } = world.quickBooks;
  if (!faults.list().some((fault) => fault.kind === 'hang')) return call;
  const before = faults.counts.hang ?? 0;
  const over = Promise.allSettled([call]);
  for (;;) {
    if ((faults.counts.hang ?? 0) !== before) {
      end();
      return call;
    }
    if ((await Promise.race([over, turn()])) !== 'goes on') return call;
  }
}
