// The port to the second database that the mirror is read into again, and to the comparison with the books.
import type { DifferenceKind, RebuildDifference } from '../../contract/rebuild.ts';
import type { Store } from './store.ts';

export interface RebuildRunRecord {
  readonly id: number;
  readonly state: 'reading' | 'comparing' | 'ready' | 'applying' | 'discarded';
  readonly startedAt: string;
  readonly comparedAt: string | null;
  readonly appliedAt: string | null;
}

export interface RebuildTables {
  /** The latest that was not discarded. */
  run(): RebuildRunRecord | undefined;
  begin(): number;
  setState(runId: number, state: RebuildRunRecord['state'], at?: { comparedAt?: string; appliedAt?: string }): void;
  counts(runId: number): Readonly<Record<DifferenceKind, number>>;
  page(question: { runId: number; kind?: DifferenceKind | undefined; after: number; limit: number }): readonly RebuildDifference[];
  /** Opens the second database, made with what only people know where it is new. The caller closes it. */
  openFresh(): Store;
  /** Ids of events that one of the two has seen since then and the other not. */
  eventsApart(sinceIso: string): number;
  /** Compares every mirrored and derived table with the second database (closed meanwhile) and keeps what differs. */
  compare(runId: number): void;
  /** Puts the mirror's missing and differing rows right from the second database; the ledger is not touched. */
  swapMirror(runId: number): void;
  /** Objects behind the differences that can be mended, to be fetched and applied again. */
  objectsToApply(runId: number): readonly { readonly objectType: string; readonly id: string }[];
  removeFresh(): void;
}
