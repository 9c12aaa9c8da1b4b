// Settings of the loopback webhook: its signing secret (write-only, in the keychain) and the desktop app's listener.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import { syncKeys } from '../intake/syncState.ts';

const listenerKey = 'stripe.webhookListener';
/** The port in Stripe's own examples. */
const usualPort = 4242;

export function webhookListener(context: EngineContext): { isOn: boolean; port: number } {
  const stored = context.store.state.setting(listenerKey) as { isOn: boolean; port: number } | undefined;
  return stored ?? { isOn: false, port: usualPort };
}

export const webhookLastAt = (context: EngineContext): string | null => {
  const at = context.store.state.sync(syncKeys.webhookAt);
  return typeof at === 'string' ? at : null;
};

/** Throws WEBHOOK_NOT_SET_UP for what is no signing secret, KEYCHAIN_UNAVAILABLE. */
export async function setWebhookSecret(context: EngineContext, { secret }: OperationParsedInput<'settings.setWebhookSecret'>): Promise<OperationOutput<'settings.setWebhookSecret'>> {
  if (secret !== null && !/^whsec_[\w+/=-]{8,}$/.test(secret)) throw new AppError('WEBHOOK_NOT_SET_UP', 'a signing secret begins with whsec_; stripe listen prints it');
  if (secret === null) await context.secrets.delete('stripe.webhookSecret');
  else await context.secrets.set('stripe.webhookSecret', secret);
  context.store.transaction(() => {
    context.store.state.saveSetting('stripe.webhookSecret.note', { storedAt: context.now(), hint: secret === null ? '' : secret.slice(-4) });
    context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: secret === null ? 'The webhook’s signing secret was taken away' : 'The webhook’s signing secret was stored' });
  });
  context.changed('settings', 'activity');
  return { saved: true };
}

export function setWebhookListener(context: EngineContext, listener: OperationParsedInput<'settings.setWebhookListener'>): OperationOutput<'settings.setWebhookListener'> {
  context.store.transaction(() => {
    context.store.state.saveSetting(listenerKey, listener);
    context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: listener.isOn ? `The webhook listener was switched on, on port ${listener.port}` : 'The webhook listener was switched off' });
  });
  context.changed('settings', 'activity');
  return { saved: true };
}
