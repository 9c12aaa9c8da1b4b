// Decides from a request's headers alone whether it can have come from the console: against DNS rebinding and other sites.
import type { IncomingHttpHeaders } from 'node:http';

export type GuardVerdict = 'allowed' | 'foreign_host' | 'foreign_origin';

/** The only names this server answers to; a rebound name resolves to 127.0.0.1 but still says its own in `Host`. */
export const ownHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

const isOwnOrigin = (origin: string, port: number): boolean => ownHosts(port).some((host) => origin === `http://${host}`);

export const guardHost = (headers: IncomingHttpHeaders, port: number): GuardVerdict =>
  headers.host !== undefined && ownHosts(port).includes(headers.host.toLowerCase()) ? 'allowed' : 'foreign_host';

/**
 * For everything but static files and Intuit's redirect. `Sec-Fetch-Site` is set by browsers and can't be forged by a page:
 * `same-origin` is the console, `none` is a person typing the address. `same-site` is another port of this machine.
 */
export const guardOrigin = (headers: IncomingHttpHeaders, port: number): GuardVerdict => {
  const origin = headers.origin;
  if (origin !== undefined && !isOwnOrigin(origin, port)) return 'foreign_origin';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign_origin';
  return 'allowed';
};
