// Where secrets live: memory, a keychain (a stand-in with its failures, and the machine's own where there is one), and the choice between.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { keychainService, makeKeychainSecrets } from '../../../src/adapters/secrets/keychainSecrets.ts';
import type { KeyringModule } from '../../../src/adapters/secrets/keychainSecrets.ts';
import { memorySecrets } from '../../../src/adapters/secrets/memorySecrets.ts';
import { openSecrets } from '../../../src/adapters/secrets/openSecrets.ts';
import type { SecretName, Secrets } from '../../../src/engine/ports/secrets.ts';
import { caught } from '../runtime/caught.ts';
import { recordedLog } from '../runtime/recordedLog.ts';

const names: readonly SecretName[] = [
  'stripe.key',
  'quickbooks.clientSecret',
  'quickbooks.refreshToken',
  'stripe.webhookSecret',
];

/** Behaves as @napi-rs/keyring does: null for none, a throw for no store. Records how entries were asked for. */
function standIn(fails: { inConstructor?: boolean; inCall?: boolean } = {}): {
  loadKeyring: () => Promise<KeyringModule>;
  entries: Map<string, string>;
  options: unknown[];
} {
  const entries = new Map<string, string>();
  const options: unknown[] = [];
  class AsyncEntry {
    readonly name: string;
    constructor(service: string, account: string, option: unknown) {
      if (fails.inConstructor === true) throw new Error('Platform failure: DBus error with planted-secret');
      options.push(option);
      this.name = `${service}/${account}`;
    }
    private check(): void {
      if (fails.inCall === true) throw new Error('locked, planted-secret');
    }
    async getPassword(): Promise<string | null> {
      this.check();
      return entries.get(this.name) ?? null;
    }
    async setPassword(value: string): Promise<void> {
      this.check();
      entries.set(this.name, value);
    }
    async deletePassword(): Promise<boolean> {
      this.check();
      return entries.delete(this.name);
    }
  }
  return { loadKeyring: async () => ({ AsyncEntry }), entries, options };
}

async function behavesAsSecrets(secrets: Secrets): Promise<void> {
  for (const name of names) {
    await secrets.delete(name);
    expect(await secrets.get(name)).toBeUndefined();
  }
  for (const name of names) await secrets.set(name, `${name} ✓ value`);
  for (const name of names) expect(await secrets.get(name)).toBe(`${name} ✓ value`);
  await secrets.set('stripe.key', 'newer');
  expect(await secrets.get('stripe.key')).toBe('newer');
  for (const name of names) await secrets.delete(name);
  for (const name of names) expect(await secrets.get(name)).toBeUndefined();
}

describe('memory', () => {
  it('keeps, replaces, forgets', async () => {
    await expect(behavesAsSecrets(memorySecrets())).resolves.toBeUndefined();
  });

  it('starts with what it is given, and shows nothing of it', async () => {
    const secrets = memorySecrets({ 'stripe.key': 'planted-secret' });
    expect(secrets.persistence).toBe('memory');
    expect(await secrets.get('stripe.key')).toBe('planted-secret');
    expect(inspect(secrets, { depth: 20, showHidden: true }) + JSON.stringify(secrets)).not.toContain('planted-secret');
  });
});

describe('keychain', () => {
  it('keeps, replaces, forgets; each secret its own entry; the Linux store pinned', async () => {
    const { loadKeyring, entries, options } = standIn();
    const secrets = makeKeychainSecrets({ environment: 'live', loadKeyring });
    expect(secrets.persistence).toBe('system');
    await behavesAsSecrets(secrets);
    await secrets.set('quickbooks.refreshToken', 'x');
    expect([...entries.keys()]).toEqual(['Tieout (live)/quickbooks.refreshToken']);
    expect(options.every((option) => JSON.stringify(option) === '{"linux":{"store":"secret-service"}}')).toBe(true);
  });

  it('environments do not see each other', async () => {
    const { loadKeyring } = standIn();
    await makeKeychainSecrets({ environment: 'test', loadKeyring }).set('stripe.key', 'of test');
    expect(await makeKeychainSecrets({ environment: 'live', loadKeyring }).get('stripe.key')).toBeUndefined();
    expect(new Set((['demo', 'test', 'live'] as const).map(keychainService)).size).toBe(3);
  });

  it('takes 1280 characters and refuses one more before it asks the store', async () => {
    const { loadKeyring, entries } = standIn();
    const secrets = makeKeychainSecrets({ environment: 'live', loadKeyring });
    await secrets.set('stripe.key', 'k'.repeat(1_280));
    const error = await caught(secrets.set('stripe.key', 'z'.repeat(1_281)));
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).not.toContain('zz');
    expect([...entries.values()]).toEqual(['k'.repeat(1_280)]);
  });

  const failing: [string, () => Promise<KeyringModule>][] = [
    ['no store', standIn({ inConstructor: true }).loadKeyring],
    ['a locked store', standIn({ inCall: true }).loadKeyring],
    ['no native module', () => Promise.reject(new Error('Cannot find native binding'))],
  ];
  it.each(failing)(
    '%s is KEYCHAIN_UNAVAILABLE, never "none", and its words are dropped',
    async (_name, loadKeyring) => {
      const secrets = makeKeychainSecrets({ environment: 'live', loadKeyring });
      for (const call of [
        secrets.get('stripe.key'),
        secrets.set('stripe.key', 'planted-secret'),
        secrets.delete('stripe.key'),
      ]) {
        const error = await caught(call);
        expect(error.code).toBe('KEYCHAIN_UNAVAILABLE');
        expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('planted-secret');
      }
    },
  );
});

describe('the choice', () => {
  const open = (
    loadKeyring: () => Promise<KeyringModule>,
    allowKeychain = true,
    log = recordedLog(),
  ): Promise<Secrets> => openSecrets({ environment: 'live', log, allowKeychain, loadKeyring });

  it('a store that answers "none" is taken', async () => {
    expect((await open(standIn().loadKeyring)).persistence).toBe('system');
  });

  it.each([
    ['no store', { inConstructor: true }],
    ['a locked store', { inCall: true }],
  ])('%s: memory, with a warning in the log', async (_name, fails) => {
    const log = recordedLog();
    const secrets = await open(standIn(fails).loadKeyring, true, log);
    expect(secrets.persistence).toBe('memory');
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', code: 'KEYCHAIN_UNAVAILABLE' })]);
  });

  it('not allowed: memory, and the native module is not even loaded', async () => {
    let isLoaded = false;
    const secrets = await open(async () => {
      isLoaded = true;
      return standIn().loadKeyring();
    }, false);
    expect([secrets.persistence, isLoaded]).toEqual(['memory', false]);
  });

  it('with the installed module: the machine’s keychain, or memory where there is none', async () => {
    const log = recordedLog();
    const secrets = await openSecrets({ environment: 'demo', log, allowKeychain: true });
    expect(log.lines).toHaveLength(secrets.persistence === 'system' ? 0 : 1);
  });
});

// A real store, asked under a service name of its own, so that nobody's entries are touched.
const realKeychain = makeKeychainSecrets({ environment: 'demo', service: 'Tieout (test of the keychain adapter)' });
const isStorePresent = await realKeychain.get('stripe.key').then(
  () => true,
  () => false,
);
if (!isStorePresent) {
  process.stderr.write(
    'Skipped: the test of the system keychain; no store answers (Linux: no Secret Service on the session bus).\n',
  );
}
describe.skipIf(!isStorePresent)('the system keychain', () => {
  it('keeps, replaces, forgets', async () => {
    await expect(behavesAsSecrets(realKeychain)).resolves.toBeUndefined();
  });
});
