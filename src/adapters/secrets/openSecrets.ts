// Chooses where secrets live: the keychain where there is one and it answers, else memory, and says which.
import type { Environment } from '../../contract/values.ts';
import type { Log } from '../../engine/ports/runtime.ts';
import type { Secrets } from '../../engine/ports/secrets.ts';
import { makeKeychainSecrets } from './keychainSecrets.ts';
import type { KeyringModule } from './keychainSecrets.ts';
import { memorySecrets } from './memorySecrets.ts';

/**
 * Never throws. The store is asked once for a secret: a store that answers "none" is a store. `allowKeychain: false`
 * (demo, tests, a headless host) never loads the native module.
 */
export async function openSecrets(options: {
  environment: Environment;
  log: Log;
  allowKeychain: boolean;
  loadKeyring?: () => Promise<KeyringModule>;
}): Promise<Secrets> {
  if (!options.allowKeychain) return memorySecrets();
  const keychain = makeKeychainSecrets(options);
  try {
    await keychain.get('stripe.key');
    return keychain;
  } catch {
    options.log.warn('No system keychain answers; keys are kept in memory for this session.', {
      code: 'KEYCHAIN_UNAVAILABLE',
    });
    return memorySecrets();
  }
}
