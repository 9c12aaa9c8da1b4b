// How many rows match and how many there are, from a list's first page: "3,412 of 3,980 invoices".

export interface ListCount {
  /** Null: more than can be counted while a person types. */
  readonly matching: number | null;
  readonly all: number;
  /** In the plural. */
  readonly noun: string;
}

interface CountedPage {
  readonly totals: { readonly count: number } | null;
  readonly allCount: number;
}

/** Undefined until the first page is there. */
export const listCount = (firstPage: CountedPage | undefined, noun: string): ListCount | undefined =>
  firstPage === undefined ? undefined : { matching: firstPage.totals?.count ?? null, all: firstPage.allCount, noun };
