// The port for keys and tokens: the system keychain, or memory where there is none. Never a file, never the database.

export type SecretName = 'stripe.key' | 'quickbooks.clientSecret' | 'quickbooks.refreshToken' | 'stripe.webhookSecret';

export interface Secrets {
  /** `system`: survives a restart; `memory`: this session only, and the screens say so. */
  readonly persistence: 'system' | 'memory';
  /** Undefined: none stored. Throws KEYCHAIN_UNAVAILABLE when the store itself can't be reached. */
  get(name: SecretName): Promise<string | undefined>;
  set(name: SecretName, value: string): Promise<void>;
  delete(name: SecretName): Promise<void>;
}
