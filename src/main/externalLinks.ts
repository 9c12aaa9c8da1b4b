// Which addresses may leave the app for the system's browser: the vendors' pages of the open company, nothing else.
import type { EngineConfig } from '../engine/engine.ts';

const isLoopback = (url: URL): boolean => url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/** Where a client enters a card, pays or confirms. Source: Stripe's hosted checkout and invoice pages. */
const hostedByStripe: ReadonlySet<string> = new Set(['https://checkout.stripe.com', 'https://invoice.stripe.com', 'https://billing.stripe.com']);

/** Only the demo's simulators are reached without https, and only on this machine. */
export const isAllowedLink = (address: string, config: Pick<EngineConfig, 'environment' | 'links'>): boolean => {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'https:' && !(config.environment === 'demo' && isLoopback(url))) return false;
  if (config.environment !== 'demo' && hostedByStripe.has(url.origin)) return true;
  return Object.values(config.links).some((link) => new URL(link).origin === url.origin);
};
