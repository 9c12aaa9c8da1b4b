// A call that a vendor leaves without an answer is ended as its caller would end it: by letting its time run out.
import type { World } from './simulatedWorld.ts';

export async function endingWhenHanging<T>(world: World, call: Promise<T>, end: () => void): Promise<T> {
  const { faults } = world.quickBooks;
  if (!faults.list().some((fault) => fault.kind === 'hang')) return call;
  const before = faults.counts.hang ?? 0;
  let isOver = false;
  const over = call
    .then(
      () => undefined,
      () => undefined,
    )
    .then(() => {
      isOver = true;
    });
  while (!isOver && (faults.counts.hang ?? 0) === before) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  if (!isOver) end();
  await over;
  return call;
}
