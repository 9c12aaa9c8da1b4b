// The port to what is known of QuickBooks customers that were found up to date.

export interface CustomerCheckTable {
  get(realmId: string, qbCustomerId: string): { readonly intentHash: string; readonly checkedAt: string } | undefined;
  put(realmId: string, qbCustomerId: string, intentHash: string): void;
  forgetAll(realmId: string): void;
}
