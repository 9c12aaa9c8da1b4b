// What the shell and the demo company's thread say to each other.

/** Addresses and keys of the simulators; none of it opens anything outside this machine. */
export interface DemoCompany {
  readonly stripeUrl: string;
  readonly stripeApiKey: string;
  readonly qboUrl: string;
  readonly intuitUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly realmId: string;
}

export interface SimulatorThreadData {
  readonly folder: string;
  readonly redirectUri: string;
}

export type ToSimulator = { readonly kind: 'issueRefreshToken' } | { readonly kind: 'stop' };

export type FromSimulator =
  | { readonly kind: 'ready'; readonly company: DemoCompany }
  | { readonly kind: 'refreshToken'; readonly refreshToken: string }
  /** The state is saved; the thread may be ended. */
  | { readonly kind: 'stopped' };
