// Secrets for this session only, where the machine has no keychain and in the demo: never a file.
import type { SecretName, Secrets } from '../../engine/ports/secrets.ts';

export function memorySecrets(initial: Partial<Record<SecretName, string>> = {}): Secrets {
  // In a closure, not in a property: nothing that prints the object prints what it holds.
  const held = new Map<SecretName, string>();
  for (const name of [
    'stripe.key',
    'quickbooks.clientSecret',
    'quickbooks.refreshToken',
    'stripe.webhookSecret',
  ] as const) {
    const value = initial[name];
    if (value !== undefined) held.set(name, value);
  }
  return {
    persistence: 'memory',
    get: async (name) => held.get(name),
    set: async (name, value) => {
      held.set(name, value);
    },
    delete: async (name) => {
      held.delete(name);
    },
  };
}
