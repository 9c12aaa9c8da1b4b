// What a benchmark tells: figures of the program beside figures of a reference taken in the same run.

export type Unit = 'invoices/s' | 'events/s' | 'rows/s' | 'invoices/min' | 'calls' | 'ms' | 'MB';

export interface Measure {
  readonly label: string;
  readonly unit: Unit;
  readonly values: readonly number[];
  /** `reference`: what bare tools do with the same data. */
  readonly role: 'ours' | 'reference';
  readonly goal?: Goal;
}

/** Judged by the median; by p95 where it says so. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly by?: 'median' | 'p95';
}

export interface Group {
  readonly title: string;
  readonly measures: readonly Measure[];
  /** Whole sentences: what was and was not measured, and what the check of the outcome said. */
  readonly notes: readonly string[];
}

export interface SuiteContext {
  /** A folder of this suite alone, removed afterwards. */
  readonly folder: string;
  /** Also the sizes that take minutes. */
  readonly isLarge: boolean;
  readonly progress: (sentence: string) => void;
}

export interface Suite {
  readonly name: string;
  run(context: SuiteContext): Promise<readonly Group[]>;
}
