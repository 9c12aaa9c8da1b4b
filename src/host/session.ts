// Who may speak to the host: a link that works once, the cookie it is exchanged for, and the bearer token of the API.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SessionSecrets {
  readonly startToken: string;
  readonly cookieValue: string;
  readonly apiToken: string | undefined;
}

export interface Session {
  readonly startPath: string;
  /** True once, for the right token. */
  redeem(token: string | null): boolean;
  readonly setCookie: string;
  hasCookie(headers: IncomingHttpHeaders): boolean;
  hasBearer(headers: IncomingHttpHeaders): boolean;
}

/** Compares in constant time, whatever the lengths. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());

/** Cookies are shared by all ports of a host, hence the port in the name. The cookie lives as long as the process does. */
export const makeSession = (secrets: SessionSecrets, port: number): Session => {
  const cookieName = `tieout_${port}`;
  let isRedeemed = false;
  return {
    startPath: `/start?token=${secrets.startToken}`,
    redeem: (token) => {
      if (isRedeemed || token === null || !isSame(token, secrets.startToken)) return false;
      isRedeemed = true;
      return true;
    },
    setCookie: `${cookieName}=${secrets.cookieValue}; HttpOnly; SameSite=Strict; Path=/`,
    hasCookie: (headers) =>
      (headers.cookie ?? '').split(';').some((pair) => {
        const [name, value] = pair.trim().split('=', 2);
        return name === cookieName && value !== undefined && isSame(value, secrets.cookieValue);
      }),
    hasBearer: (headers) => {
      const token = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1];
      return token !== undefined && secrets.apiToken !== undefined && isSame(token, secrets.apiToken);
    },
  };
};
