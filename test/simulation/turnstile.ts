// Lets one network call through at a time, first come first served, so that a run over real sockets replays exactly.

export interface Turnstile {
  /** Resolves when it is this caller's turn; the answer lets the next one in. */
  enter(): Promise<() => void>;
}

/** The next one enters only after everything that the last answer set off without the network has happened. */
export function makeTurnstile(): Turnstile {
  let last: Promise<void> = Promise.resolve();
  return {
    enter: async () => {
      const before = last;
      let leave: () => void = () => undefined;
      last = new Promise((resolve) => {
        leave = () => void setImmediate(resolve);
      });
      await before;
      return leave;
    },
  };
}
