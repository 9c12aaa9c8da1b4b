// What befalls the program's own process and machine: death at a write or call, a torn commit, a full disk, an act in between.
import type { Chance } from './seededChance.ts';

export type ProcessFault = 'killedAtWrite' | 'killedBeforeCall' | 'killedAfterCall' | 'tornCommit' | 'diskFull' | 'stoppedInBetween';

export interface Disruptions {
  /** How often each kind really struck. */
  readonly counts: Partial<Record<string, number>>;
  count(kind: string): void;
  /** Writes to go before the process dies; undefined: it lives. */
  killAtWrite: number | undefined;
  /** The process dies within so many writes after the next ledger row: where the effects of one fact belong together. */
  killNearLedger: number | undefined;
  killBeforeCall: number | undefined;
  killAfterCall: number | undefined;
  /** Outermost transactions to go before one is torn in its commit. */
  tearAtCommit: number | undefined;
  /** Writes to go before the disk is full; it stays so until `clear`. */
  fullAtWrite: number | undefined;
  /** Calls to go before something happens in between. */
  interruptAtCall: { calls: number; act: () => void } | undefined;
  readonly chance: Chance;
  /** Where the next life finds its files; undefined: where the last one had them. */
  bootFile: string | undefined;
  onStorm: () => void;
  beforeCall(kill: () => void): void;
  afterCall(kill: () => void): void;
  beforeWrite(name: string): 'passes' | 'dies' | 'full';
  isTorn(): boolean;
  clear(): void;
}

export function makeDisruptions(chance: Chance): Disruptions {
  const counts: Partial<Record<string, number>> = {};
  const made: Disruptions = {
    counts,
    count: (kind) => {
      counts[kind] = (counts[kind] ?? 0) + 1;
    },
    killAtWrite: undefined,
    killNearLedger: undefined,
    killBeforeCall: undefined,
    killAfterCall: undefined,
    tearAtCommit: undefined,
    fullAtWrite: undefined,
    interruptAtCall: undefined,
    chance,
    bootFile: undefined,
    onStorm: () => undefined,
    beforeCall: (kill) => {
      const { interruptAtCall } = made;
      if (interruptAtCall !== undefined && interruptAtCall.calls-- <= 0) {
        made.interruptAtCall = undefined;
        interruptAtCall.act();
      }
      if (made.killBeforeCall !== undefined && made.killBeforeCall-- <= 0) {
        made.killBeforeCall = undefined;
        made.count('killedBeforeCall');
        kill();
      }
    },
    afterCall: (kill) => {
      if (made.killAfterCall === undefined || made.killAfterCall-- > 0) return;
      made.killAfterCall = undefined;
      made.count('killedAfterCall');
      kill();
    },
    beforeWrite: (name) => {
      if (made.killNearLedger !== undefined && name === 'ledger.append') {
        made.killAtWrite = made.killNearLedger;
        made.killNearLedger = undefined;
        made.count('killedNearLedger');
      }
      if (made.killAtWrite !== undefined && made.killAtWrite-- <= 0) {
        made.killAtWrite = undefined;
        made.count('killedAtWrite');
        return 'dies';
      }
      if (made.fullAtWrite !== undefined && made.fullAtWrite-- <= 0) {
        made.fullAtWrite = 0;
        made.count('diskFull');
        return 'full';
      }
      return 'passes';
    },
    isTorn: () => {
      if (made.tearAtCommit === undefined || made.tearAtCommit-- > 0) return false;
      made.tearAtCommit = undefined;
      made.count('tornCommit');
      return true;
    },
    clear: () => {
      made.killAtWrite = undefined;
      made.killNearLedger = undefined;
      made.killBeforeCall = undefined;
      made.killAfterCall = undefined;
      made.tearAtCommit = undefined;
      made.fullAtWrite = undefined;
      made.interruptAtCall = undefined;
    },
  };
  return made;
}
