// Lets one network call through at a time, first come first served, so that a run over real sockets replays exactly.

export interface Turnstile {
  /** Resolves when it is this caller's turn; the answer lets the next one in. */
  enter(): Promise<() => void>;
  /** Resolves when nobody has been inside or waiting for a while: nothing goes on any more but timers. */
  quiet(): Promise<'quiet'>;
}

/** Turns of the event loop without a call after which everything that a call set off has happened. */
const quietTurns = 12;
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** The next one enters only after everything that the last answer set off without the network has happened. */
export function makeTurnstile(): Turnstile {
  let last: Promise<void> = Promise.resolve();
  let present = 0;
  return {
    enter: async () => {
      const before = last;
      let leave: () => void = () => undefined;
      present += 1;
      last = new Promise((resolve) => {
        leave = () =>
          void setImmediate(() => {
            present -= 1;
            resolve();
          });
      });
      await before;
      return leave;
    },
    quiet: async () => {
      for (let turns = 0; turns < quietTurns; turns += 1) {
        if (present > 0) {
          turns = 0;
          await last;
        }
        await turn();
      }
      return 'quiet';
    },
  };
}
