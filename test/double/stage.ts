// What all parts of the double share: the connection to Chromium, the loopback server that plays app://, the handlers of the main process.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DevTools } from './devTools.ts';

export type InvokeHandler = (event: object, ...args: unknown[]) => unknown;
export type SchemeHandler = (request: Request) => Response | Promise<Response>;

export const invokeHandlers = new Map<string, InvokeHandler>();
export const schemeHandlers = new Map<string, SchemeHandler>();

let devTools: DevTools | undefined;
let appServerOrigin = '';

/** Chromium can't be taught a scheme from outside, so `app://bundle` is played by a loopback address. */
export const toReal = (address: string): string => {
  const url = new URL(address);
  return url.protocol === 'app:' ? `${appServerOrigin}${url.pathname}${url.search}` : address;
};
export const toApp = (address: string): string => (appServerOrigin !== '' && address.startsWith(`${appServerOrigin}/`) ? `app://bundle${address.slice(appServerOrigin.length)}` : address);

export const chromium = (): DevTools => {
  if (devTools === undefined) throw new Error('the double has not begun');
  return devTools;
};

export const openStage = async (connection: DevTools): Promise<void> => {
  devTools = connection;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const handler = schemeHandlers.get('app');
      const result = handler === undefined ? new Response(null, { status: 404 }) : await handler(new Request(`app://bundle${request.url ?? '/'}`, { method: request.method ?? 'GET' }));
      response.writeHead(result.status, Object.fromEntries(result.headers));
      response.end(Buffer.from(await result.arrayBuffer()));
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  appServerOrigin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
