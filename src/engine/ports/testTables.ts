// The port to what test payments left here, and to its reset.
export interface TestTables {
  /** Register entries that a test payment alone made clients. */
  testClients(): readonly string[];
  /** Customers marked as tests that Stripe still has. */
  testCustomers(): readonly string[];
  ledgerRows(): number;
  /** Stripe's id of the price that a plan is sold at; undefined: none is active. */
  priceOf(planTier: string): string | undefined;
  /** Empties the listed tables of test rows, in their order, inside the caller's transaction. */
  removeTestRows(): void;
}
