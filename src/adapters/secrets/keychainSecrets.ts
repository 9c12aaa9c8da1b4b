// Secrets in the operating system's keychain: macOS Keychain, Windows Credential Manager, a Secret Service on Linux.
import { AppError } from '../../contract/errors.ts';
import type { Environment } from '../../contract/values.ts';
import type { SecretName, Secrets } from '../../engine/ports/secrets.ts';

/** What is used of @napi-rs/keyring: the class under its keytar-compatible functions, which alone takes the Linux option. */
export interface KeyringModule {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options: { linux: { store: 'secret-service' } },
  ) => {
    getPassword(): Promise<string | null>;
    setPassword(password: string): Promise<void>;
    deletePassword(): Promise<boolean>;
  };
}

/** Loaded on first use: a machine without the native module, or a run that never asks, is none the worse. */
const loadInstalledKeyring = async (): Promise<KeyringModule> => import('@napi-rs/keyring');

/**
 * Windows holds 2560 bytes of UTF-16 per entry (CRED_MAX_CREDENTIAL_BLOB_SIZE): 1280 characters. Each secret has its own
 * entry, and the long one, the access token, is never stored.
 */
const longestSecret = 1_280;

/** Demo, test and live never see each other's secrets. */
export const keychainService = (environment: Environment): string => `Tieout (${environment})`;

/**
 * Every method throws KEYCHAIN_UNAVAILABLE when the store can't be reached, is locked, or refuses; the original error is
 * dropped. On Linux the store is pinned: without that the library falls back silently to the kernel's keys, which a
 * restart loses, and "no store" would look like "no secret".
 */
export function makeKeychainSecrets(options: {
  environment: Environment;
  /** Another name than the environment's: for the test of a real store, which must not touch anyone's entries. */
  service?: string;
  loadKeyring?: () => Promise<KeyringModule>;
}): Secrets {
  const service = options.service ?? keychainService(options.environment);
  const load = options.loadKeyring ?? loadInstalledKeyring;

  const withEntry = async <T>(
    name: SecretName,
    use: (entry: InstanceType<KeyringModule['AsyncEntry']>) => Promise<T>,
  ): Promise<T> => {
    try {
      const keyring = await load();
      return await use(new keyring.AsyncEntry(service, name, { linux: { store: 'secret-service' } }));
    } catch {
      throw new AppError('KEYCHAIN_UNAVAILABLE');
    }
  };

  return {
    persistence: 'system',
    get: async (name) => (await withEntry(name, (entry) => entry.getPassword())) ?? undefined,
    set: async (name, value) => {
      if (value.length > longestSecret)
        throw new AppError('BAD_INPUT', `${name} is longer than a keychain entry holds`);
      await withEntry(name, (entry) => entry.setPassword(value));
    },
    delete: async (name) => {
      await withEntry(name, (entry) => entry.deletePassword());
    },
  };
}
