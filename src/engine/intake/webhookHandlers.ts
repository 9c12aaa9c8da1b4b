// The operations of the loopback webhook and who answers them.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { setWebhookListener, setWebhookSecret } from '../services/webhookSettings.ts';
import { receiveWebhook } from './receiveWebhook.ts';

export const webhookHandlers = (context: EngineContext): Pick<Handlers, 'stripe.webhook' | 'settings.setWebhookSecret' | 'settings.setWebhookListener'> => ({
  'stripe.webhook': (input) => receiveWebhook(context, input),
  'settings.setWebhookSecret': (input) => setWebhookSecret(context, input),
  'settings.setWebhookListener': (input) => setWebhookListener(context, input),
});
