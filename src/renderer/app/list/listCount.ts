// How many rows match and how many there are, from a list's first page: "3,412 of 3,980 invoices".

export interface ListCount {
  readonly matching: number;
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
  firstPage === undefined ? undefined : { matching: firstPage.totals?.count ?? firstPage.allCount, all: firstPage.allCount, noun };
