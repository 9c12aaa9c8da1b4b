// Lets the engine come to rest while time goes on: the runner's pauses pass, and those that a vendor asks for in the middle of a call.
import type { TestWorld } from './startTestEngine.ts';

const roundMs = 2 * 60_000;

export async function restThrough(made: TestWorld, rounds = 6): Promise<void> {
  // What is under way comes to rest first: a jump of time in the middle of a call would be its timeout.
  await rest(made);
  for (let round = 0; round < rounds; round += 1) {
    made.time.advance(roundMs);
    await rest(made);
  }
}

async function rest(made: TestWorld): Promise<void> {
  const idle = { reached: false };
  const settled = made.settle().finally(() => {
    idle.reached = true;
  });
  while (!idle.reached) {
    await new Promise(setImmediate);
    made.time.advance(1);
  }
  await settled;
}
