// Where the reads change their way: numbers of rows, measured at a million invoices on two cores.

export interface ReadLimits {
  /** Up to so many rows that a search finds are gathered and sorted; more are met often enough when walking the list's own index. */
  readonly gather: number;
  /** Up to so many rows that a search finds are summed (about 15 ms): it happens at every keystroke. */
  readonly sum: number;
  /** Up to so many ledger rows free text is looked for in the whole ledger; beyond, in a stretch of so many ids at a time. */
  readonly scan: number;
  /** So many new rows and changes are added to the kept totals on every read; more are folded into them first. */
  readonly fold: number;
}

export const readLimits: ReadLimits = { gather: 10_000, sum: 8000, scan: 250_000, fold: 2000 };
