// Which addresses may leave the app for the system's browser: the vendors' pages of the open company, nothing else.
import type { EngineConfig } from '../engine/engine.ts';

const isLoopback = (url: URL): boolean => url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/** Only the demo's simulators are reached without https, and only on this machine. */
export const isAllowedLink = (address: string, config: Pick<EngineConfig, 'environment' | 'links'>): boolean => {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'https:' && !(config.environment === 'demo' && isLoopback(url))) return false;
  return Object.values(config.links).some((link) => new URL(link).origin === url.origin);
};
