// The ids of a QuickBooks company that every document of the push refers to.

export interface AccountRefs {
  readonly taxCodeId: string;
  readonly taxCodeName: string;
  /** The rate within the code: a pinned TaxLine must name it. */
  readonly taxRateId: string;
  readonly taxRatePercent: 10;
  readonly itemId: string;
  readonly itemName: string;
  readonly paymentMethodId: string;
  readonly termId: string;
  readonly incomeAccountId: string;
  readonly depositAccountId: string;
  readonly depositAccountName: string;
}
