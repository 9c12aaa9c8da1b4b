// A listener on the redirect address registered with Intuit, open only while a connection is under way.
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { RpcResponse } from '../contract/rpc.ts';
import { callbackInput } from './callbackInput.ts';
import type { CallbackInput } from './callbackInput.ts';
import { callbackPage, pageHeaders, plainPage } from './callbackPage.ts';

export interface CallbackListener {
  /** Another connection was begun: the time starts again. */
  renew(): void;
  close(): void;
}

export interface CallbackListenerOptions {
  /** `http://localhost:8787/…`: the port and the path to listen on. */
  readonly redirectUri: string;
  readonly lifetimeMs: number;
  readonly onCallback: (input: CallbackInput) => Promise<RpcResponse>;
  readonly onClose: () => void;
}

/** Whether a redirect address is one that a program on this machine may listen on. */
export const isLoopbackAddress = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
};

const answerPage = (response: ServerResponse, status: number, page: string): void => {
  response.writeHead(status, { ...pageHeaders, connection: 'close' }).end(page);
};

/** Rejects when the port is taken by another program. Closes itself after an answer that settles the matter, or when its time is up. */
export const openCallbackListener = async (options: CallbackListenerOptions): Promise<CallbackListener> => {
  const target = new URL(options.redirectUri);
  const port = Number(target.port === '' ? 80 : target.port);
  const servers: Server[] = [];
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(timer);
    for (const server of servers) {
      server.close();
      server.closeIdleConnections();
    }
    options.onClose();
  };
  let timer = setTimeout(close, options.lifetimeMs);

  const listen = (host: string): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        const url = URL.parse(request.url ?? '', target.origin);
        const isOurs = request.headers.host === target.host && request.method === 'GET' && url?.pathname === target.pathname;
        if (!isOurs || url === null) return answerPage(response, 404, plainPage('Nothing here', ['This address only waits for QuickBooks.']));
        void options.onCallback(callbackInput(url.searchParams)).then((result) => {
          answerPage(response, result.ok ? 200 : 400, callbackPage(result));
          if (result.ok) close();
        });
      });
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });

  // A browser may try either family for "localhost"; a machine without IPv6 has the first only.
  const attempts = await Promise.allSettled([listen('127.0.0.1'), listen('::1')]);
  for (const attempt of attempts) if (attempt.status === 'fulfilled') servers.push(attempt.value);
  const first = attempts[0];
  if (first.status === 'rejected') {
    close();
    throw first.reason;
  }
  const renew = (): void => {
    clearTimeout(timer);
    timer = setTimeout(close, options.lifetimeMs);
  };
  return { renew, close };
};
