// One life of the program's process: it can die at any write or call, and nothing it does after that has any effect.

/** Thrown into what still runs on the stack of a process that is dead. */
export class Killed extends Error {
  constructor() {
    super('the process is dead');
    this.name = 'Killed';
  }
}

export interface ProcessLife {
  readonly number: number;
  isDead(): boolean;
  /** Resolves at its death. */
  readonly death: Promise<void>;
  die(): void;
  /** Throws Killed when it is dead. */
  assertAlive(): void;
}

export function makeProcessLife(number: number): ProcessLife {
  let dead = false;
  let tellDeath: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  return {
    number,
    isDead: () => dead,
    death,
    die: () => {
      dead = true;
      tellDeath();
    },
    assertAlive: () => {
      if (dead) throw new Killed();
    },
  };
}

/** What a dead process would have awaited. */
export const never = <T>(): Promise<T> => new Promise(() => undefined);
